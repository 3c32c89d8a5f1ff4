/** The types of well-known members and functions stand in for headers that are not there, as C text: `struct page *`. */

import { MEMBER_ROWS, RETURN_ROWS } from './type-rows.generated.ts';

/** The type of one member of one struct, and where it is declared in the short form of `unfoldPlaces()`. */
export interface MemberRow {
  readonly struct: string;
  readonly member: string;
  readonly type: string;
  readonly places: string;
}

/** The type of the result of a function or macro, and where it is declared. */
export interface ReturnRow {
  readonly name: string;
  readonly type: string;
  readonly places: string;
}

/** The types of members by struct and member: `wellKnownMembers.buffer_head?.b_page` is `struct page *`. */
export const wellKnownMembers: Readonly<Record<string, Readonly<Record<string, string>>>> = indexMembers();

/** The types of results by the name of the function or macro. */
export const wellKnownReturns: Readonly<Record<string, string>> = indexReturns();

function indexMembers(): Record<string, Record<string, string>> {
  const structs = dictionary<Record<string, string>>();
  for (const row of MEMBER_ROWS) {
    const members = structs[row.struct] ?? dictionary<string>();
    members[row.member] = row.type;
    structs[row.struct] = members;
  }
  return structs;
}

function indexReturns(): Record<string, string> {
  const returns = dictionary<string>();
  for (const row of RETURN_ROWS) returns[row.name] = row.type;
  return returns;
}

// Without a prototype, so that a C function called `constructor` or `toString` is not found.
function dictionary<T>(): Record<string, T> {
  const empty: Record<string, T> = Object.create(null);
  return empty;
}
