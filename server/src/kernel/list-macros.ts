/** The macros that go from the links of a list to the structs that are on it (6.1: include/linux/list.h:519 to :840, 6.12: include/linux/list.h:602 to :990). */

const LIST_MACRO = /^list_(?:for_each_entry\w*|entry|(?:first|last|next|prev)_entry\w*)$/;

/** The members of a page or folio, names of one place, that link it to a list of its owner, of the LRU or of the allocator. */
const LINKS: ReadonlySet<string> = new Set(['lru', 'buddy_list', 'pcp_list']);

/** Whether a macro of this name answers a struct that is on a list, linked by the member that is its last argument. */
export function isListMacro(name: string): boolean {
  return LIST_MACRO.test(name);
}

/** Functions that read or write the links that they get the address of (6.1: include/linux/list.h:35 to :480, 6.12: include/linux/list.h:43 to :540). */
const LIST_FUNCTION = /^(?:list_\w+|__list_\w+|INIT_LIST_HEAD)$/;

/** Whether a function of this name takes an address for the links of a list. */
export function isListFunction(name: string): boolean {
  return LIST_FUNCTION.test(name);
}

/** Whether a member links pages to lists. */
export function linksPages(member: string): boolean {
  return LINKS.has(member);
}
