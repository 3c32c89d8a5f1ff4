/**
 * The word that the owner of a page keeps for itself. In `struct page` it is an integer, so the types do not tell that a
 * pointer goes through it (6.1: include/linux/mm_types.h:381 and :383, 6.12: include/linux/mm_types.h:578 and :580).
 */

/** The member of the struct in which a folio has the word as a pointer: both are one place. */
export const PRIVATE_WORD = 'struct folio.private';

/** Whether a call of this name answers the word. */
export function readsPrivate(name: string): boolean {
  return name === 'page_private';
}

/** Which argument a function of this name puts into the word; undefined for any other function. */
export function putsIntoPrivate(name: string): number | undefined {
  return name === 'set_page_private' ? 1 : undefined;
}

/** Whether a member is the word where it is an integer. */
export function isPrivateInteger(holder: string, member: string): boolean {
  return holder === 'struct page' && member === 'private';
}
