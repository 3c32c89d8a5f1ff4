// SYNTAX TEST "source.c" "helpers of DAX"

static int probe(struct page *page, struct inode *inode)
{
	if (is_zone_device_page(page) && !dax_mapping(mapping))
//   ^^^^^^^^^^^^^^^^^^^ source.c support.function.guard.dax
//                                 ^^^^^^^^^^^ support.function.guard.dax
//                                             ^^^^^^^ - support.function.guard.dax
	if (IS_DAX(inode) || vma_is_dax(vma) || folio_is_fsdax(folio))
//   ^^^^^^ support.function.guard.dax
//                    ^^^^^^^^^^ support.function.guard.dax
//                                       ^^^^^^^^^^^^^^ support.function.guard.dax
	cookie = dax_lock_page(page);
//        ^^^^^^^^^^^^^ support.function.dax - support.function.guard.dax
	ok = my_dax_mapping(mapping) + dax_mapping_of(page);
//    ^^^^^^^^^^^^^^ - support.function.guard.dax
//                              ^^^^^^^^^^^^^^ - support.function.guard.dax
	pr_info("dax_mapping %d", IS_DAX(inode)); /* dax_mapping */
//        ^^^^^^^^^^^ string.quoted.double.c - support.function.guard.dax
//                         ^^^^^^ support.function.guard.dax
//                                            ^^^^^^^^^^^ comment.block.c - support.function.guard.dax
}

#define probe_mapping(m) (dax_mapping(m) && (m)->host)
//                        ^^^^^^^^^^^ support.function.guard.dax

bool dax_mapping(struct address_space *mapping);
//   ^^^^^^^^^^^ support.function.guard.dax
