// SYNTAX TEST "source.c" "fields of struct page and struct folio"

static void f(struct page *page, struct folio *folio)
{
	if (page->mapping)
//   ^^^^ variable.other.object.access.c
//       ^^ punctuation.separator.pointer-access.c
//         ^^^^^^^ variable.other.member.c variable.other.constant.page-field.dax
	inode = folio->mapping->host;
//              ^^^^^^^ variable.other.constant.page-field.dax
//                     ^^ punctuation.separator.pointer-access.c
//                       ^^^^ variable.other.member.c - variable.other.constant.page-field.dax
	next = vmf->page->index + bh->b_page->private;
//      ^^^ variable.other.object.access.c
//                 ^^^^^ variable.other.constant.page-field.dax
//                         ^^ variable.other.object.access.c
//                                     ^^^^^^^ variable.other.constant.page-field.dax
	if (list_empty(&page->lru))
//   ^^^^^^^^^^ entity.name.function.c
//                     ^^^ variable.other.constant.page-field.dax
	ret = page->mapping->a_ops->read_folio(file, folio);
//           ^^^^^^^ variable.other.constant.page-field.dax
//                    ^^^^^ variable.other.member.c
//                           ^^^^^^^^^^ entity.name.function.member.c
	pgmap = page->pgmap; share = folio->share; i = page->inode;
//             ^^^^^ variable.other.constant.page-field.dax
//                                   ^^^^^ variable.other.constant.page-field.dax
//                                                    ^^^^^ variable.other.constant.page-field.dax
	page_folio(page)->mapping = NULL;
//                 ^^^^^^^ variable.other.constant.page-field.dax
	(*page)->mapping = pages[i]->mapping;
//        ^^^^^^^ variable.other.constant.page-field.dax
//                            ^^^^^^^ variable.other.constant.page-field.dax
	copy = page.index + folio . index;
//           ^^^^^ variable.other.constant.page-field.dax
//                           ^^^^^ variable.other.constant.page-field.dax
	vma->vm_file->f_mapping = file->mapping;
//             ^^^^^^^^^ - variable.other.constant.page-field.dax
//                               ^^^^^^^ - variable.other.constant.page-field.dax
	cursor->index = pool->private;
//       ^^^^^ - variable.other.constant.page-field.dax
//                     ^^^^^^^ - variable.other.constant.page-field.dax
	a = page->mapping_count + page->indexed;
//         ^^^^^^^^^^^^^ - variable.other.constant.page-field.dax
//                               ^^^^^^^ - variable.other.constant.page-field.dax
	pr_info("page->mapping"); /* page->mapping */
//        ^^^^^^^^^^^^^ string.quoted.double.c - variable.other.constant.page-field.dax
//                            ^^^^^^^^^^^^^ comment.block.c - variable.other.constant.page-field.dax
}

#define page_owner(page) ((page)->mapping->host)
//                                ^^^^^^^ variable.other.constant.page-field.dax
