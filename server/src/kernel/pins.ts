/** The functions that take references to user pages which a driver can keep, and how they are told that it will. */
import { ERAS, type EraId } from './eras.ts';
import { HELPERS } from './helper-table.ts';

/** Where a function is told what it needs: places of its arguments, counted from 0. */
export interface PinCall {
  readonly pages: number;
  readonly flags: number;
}

/** Says that pages are kept for long. */
export const LONGTERM = 'FOLL_LONGTERM';

/**
 * The pages come behind the flags, but for the functions that take no lock themselves (6.1: include/linux/mm.h:2087 to
 * 2108, 6.12: include/linux/mm.h:2534 to 2587).
 */
const PINS: ReadonlyMap<string, PinCall> = new Map(
  HELPERS.filter(
    ({ role, name, argument }) =>
      role === 'gup' && argument > 0 && /^(?:get|pin)_user_pages(?:_fast|_remote|_unlocked|_locked)?$/.test(name),
  ).map(({ name, argument }) => [
    name,
    { pages: argument, flags: name.endsWith('_unlocked') ? argument + 1 : argument - 1 },
  ]),
);

/** Their names. */
export const PIN_CALLS: readonly string[] = [...PINS.keys()];

/** The arguments of a function that takes references to user pages; undefined for any other. */
export function pinCall(name: string): PinCall | undefined {
  return PINS.get(name);
}

/** What gives such references back (6.1: mm/gup.c:265 to 467, mm/swap.c:952, 6.12: mm/gup.c:192 to 414, mm/swap.c:1013). */
const UNPINS: ReadonlySet<string> = new Set([
  'put_page',
  'put_user_page',
  'put_user_pages',
  'put_user_pages_dirty_lock',
  'release_pages',
  'unpin_user_page',
  'unpin_user_pages',
  'unpin_user_pages_dirty_lock',
  'unpin_user_page_range_dirty_lock',
]);

/** Whether a function gives references to user pages back. */
export function isUnpin(name: string): boolean {
  return UNPINS.has(name);
}

/** Whether a flag says that the pages are kept for long. */
export function isLongTerm(flag: string): boolean {
  return flag === LONGTERM;
}

/** How an era refuses the pages of FS-DAX files to who says that they are kept. */
export interface LongTerm {
  /** By one of the flags; else only by a function of its own. */
  readonly isFlag: boolean;
  /** A clause for a message. */
  readonly how: string;
}

/**
 * Undefined in an era that has no way. `get_user_pages_longterm()` came with 4.15 (4.15: mm/gup.c:1111), the flag took its place in 5.2, and
 * is for pins only since there are pins (6.1: mm/gup.c:2180 to 2184, 6.12: mm/gup.c:2624).
 */
export function longTermOf(era: EraId): LongTerm | undefined {
  const at = (id: EraId): number => ERAS.findIndex((each) => each.id === id);
  if (at(era) > at('4.19'))
    return { isFlag: true, how: '`pin_user_pages()` and its like with `FOLL_LONGTERM` refuse them' };
  const before = '`get_user_pages_longterm()` refuses them';
  if (era === '4.19') return { isFlag: true, how: `up to 5.1 ${before}, later \`FOLL_LONGTERM\`` };
  return at(era) >= at('4.14') ? { isFlag: false, how: before } : undefined;
}

/** Whether a function may be given the flag: where locks are its own business, the flag is refused (6.1: mm/gup.c:2362 and 2972). */
export function canBeLongTerm(name: string): boolean {
  return name === 'pin_user_pages' || name === 'pin_user_pages_fast';
}
