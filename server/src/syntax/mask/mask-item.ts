/** Masking rewrites kernel C into text of the same length that the grammar can parse, so that every offset stays true. */

import { tokenize } from '../../scan/tokenizer.ts';
import { type ArmChoice, chooseArms, type Cut } from './arm-choice.ts';
import type { AttributeWords } from './attribute-words.ts';
import { blankAttributes } from './attributes.ts';
import { BLOCK, ENUM, FILE, INITIALISER, STRUCT } from './brace-roles.ts';
import { CLOSE_BRACE, SEMICOLON } from './brackets.ts';
import { Canvas } from './canvas.ts';
import type { ConditionalGroup } from './conditional-groups.ts';
import { scanConditionals } from './conditionals.ts';
import { fixDirectives } from './directives.ts';
import { Draft } from './draft.ts';
import { fixExpression } from './expressions.ts';
import { fixFileLevel } from './file-level.ts';
import { fixElement, fixEnumerator, fixMember } from './members.ts';
import { fixStatement } from './statements.ts';
import { TokenTable } from './token-table.ts';

export { type MaskedMacro, maskMacroBody } from './macro-body.ts';

export interface MaskOptions {
  /** Which pass over the arms of cut `#if` groups this is, from 0; `arms` of the result says how many there are. */
  readonly arm?: number;
}

export interface MaskResult {
  /** As long as the text that was given, with its line ends in the same places. */
  readonly text: string;
  /** Code blanked because an arm cut a statement; another pass shows it. */
  readonly cuts: readonly Cut[];
  /** All `#if` groups in the order of their starts, with the conditions of their arms. */
  readonly directives: readonly ConditionalGroup[];
  /** How many passes show every arm; 1 where nothing was cut. */
  readonly arms: number;
}

/** Masks one top-level item or a whole file. It never throws: text that it cannot work on comes back as it is. */
export function maskItem(text: string, words: AttributeWords, options: MaskOptions = {}): MaskResult {
  try {
    return mask(text, words, options.arm ?? 0);
  } catch (error) {
    if (globalThis.DEBUG_MASK) throw error;
    return { text, cuts: [], directives: [], arms: 1 };
  }
}

/** The masked text alone, of the first pass. */
export function maskText(text: string, words: AttributeWords): string {
  return maskItem(text, words).text;
}

function mask(text: string, words: AttributeWords, arm: number): MaskResult {
  const canvas = new Canvas(text);
  const all = TokenTable.of(text, tokenize(text));
  blankAttributes(all, canvas, words);
  const declared = all.compact();
  const choice: ArmChoice = chooseArms(declared, canvas, scanConditionals(declared), arm);
  const table = declared.compact();
  table.pair();
  fixDirectives(table, canvas);
  applyRules(new Draft(table, canvas));
  return { text: canvas.toString(), cuts: choice.cuts, directives: choice.groups, arms: choice.passes };
}

/** Goes through the tokens once and applies the rules of what surrounds each. */
function applyRules(draft: Draft): void {
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
