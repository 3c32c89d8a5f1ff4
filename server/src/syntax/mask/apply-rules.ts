/** The one walk through the tokens of a text, which gives each to the rules of what surrounds it. */

import { BLOCK, ENUM, FILE, INITIALISER, STRUCT } from './brace-roles.ts';
import { CLOSE_BRACE, SEMICOLON } from './brackets.ts';
import type { Draft } from './draft.ts';
import { fixExpression } from './expressions.ts';
import { fixFileLevel } from './file-level.ts';
import { fixElement, fixEnumerator, fixMember } from './members.ts';
import { fixStatement } from './statements.ts';

/** Goes through the tokens once and applies the rules of what surrounds each. */
export function applyRules(draft: Draft): void {
  let fileEnd = 0; // past the piece at the file's level that has been looked at
  for (let row = 0; row < draft.count; ) {
    if (draft.isGone(row) || draft.table.isDirective(row)) {
      row++;
      continue;
    }
    if (row >= fileEnd && draft.roleAt(row) === FILE && !isStray(draft, row)) fileEnd = fixFileLevel(draft, row);
    row = Math.max(row + 1, draft.isGone(row) ? 0 : fixToken(draft, row));
  }
}

function fixToken(draft: Draft, row: number): number {
  const special = fixInContext(draft, row);
  if (special >= 0) return special;
  return draft.isGone(row) ? row + 1 : fixExpression(draft, row);
}

function fixInContext(draft: Draft, row: number): number {
  switch (draft.roleAt(row)) {
    case BLOCK:
      return draft.startsStatement(row) ? fixStatement(draft, row) : -1;
    case STRUCT:
      return fixMember(draft, row);
    case ENUM:
      return fixEnumerator(draft, row);
    case INITIALISER:
      return fixElement(draft, row);
    default:
      return -1;
  }
}

/** True for a token that ends something at the file's level and begins nothing. */
function isStray(draft: Draft, row: number): boolean {
  return draft.isPunct(row, CLOSE_BRACE) || draft.isPunct(row, SEMICOLON);
}
