// SYNTAX TEST "source.c" "suppression comments"

static void f(struct page *page)
{
	/* daxlint-ok: mapping-is-a-pointer: the caller holds a page-cache folio */
//  ^^^^^^^^^^ comment.block.c keyword.control.suppression.dax
//              ^^^^^^^^^^^^^^^^^^^^ entity.name.type.rule.dax
//                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ comment.block.c meta.reason.dax
//                                                                        ^^ punctuation.definition.comment.end.c
	inode = page->mapping->host; /* daxlint-ok: guard-polarity: x */
//                                           ^^^^^^^^^^^^^^ entity.name.type.rule.dax
//                                                           ^^ meta.reason.dax
	inode = page->mapping->host; /* daxlint-ok: guard-polarity: a reason of
		* two lines */
//  ^^^^^^^^^ comment.block.c
	if (page->mapping) /* not a suppression: daxlint-ok: a: b */
//                                        ^^^^^^^^^^ comment.block.c - keyword.control.suppression.dax
//                                        ^^^^^^^^^^ - invalid.illegal.suppression-without-reason.dax
	/* daxlint-ok: mapping-is-a-pointer: */
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ comment.block.c invalid.illegal.suppression-without-reason.dax
//                                    ^^ punctuation.definition.comment.end.c - invalid.illegal.suppression-without-reason.dax
	/* daxlint-ok: mapping-is-a-pointer:*/
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid.illegal.suppression-without-reason.dax
//                                   ^^ punctuation.definition.comment.end.c - invalid.illegal.suppression-without-reason.dax
	/* daxlint-ok: mapping-is-a-pointer */
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid.illegal.suppression-without-reason.dax
	/* daxlint-ok */
//  ^^^^^^^^^^ invalid.illegal.suppression-without-reason.dax
	/* daxlint-okay: this word is another one */
//  ^^^^^^^^^^^^ - invalid.illegal.suppression-without-reason.dax
	page->index = 0; // daxlint-ok: index-implies-file-offset: set here
//                   ^^^^^^^^^^ comment.line.double-slash.c keyword.control.suppression.dax
//                               ^^^^^^^^^^^^^^^^^^^^^^^^^ entity.name.type.rule.dax
//                                                          ^^^^^^^^ meta.reason.dax
	page->index = 0;
//     ^^^^^ variable.other.constant.page-field.dax - comment
	// daxlint-ok:
//  ^^^^^^^^^^^ invalid.illegal.suppression-without-reason.dax
	page->index = 0;
//     ^^^^^ variable.other.constant.page-field.dax - comment
}

/* daxlint-ok: lru-is-a-list: at file level too */
// ^^^^^^^^^^ keyword.control.suppression.dax
//             ^^^^^^^^^^^^^ entity.name.type.rule.dax
