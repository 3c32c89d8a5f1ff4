/** Masking rewrites kernel C into text of the same length that the grammar can parse, so that every offset stays true. */

import { applyRules } from './apply-rules.ts';
import { type ArmChoice, chooseArms, type Cut } from './arm-choice.ts';
import type { AttributeWords } from './attribute-words.ts';
import { blankAttributes } from './attributes.ts';
import { Canvas } from './canvas.ts';
import type { ConditionalGroup } from './conditional-groups.ts';
import { scanConditionals } from './conditionals.ts';
import { fixDirectives } from './directives.ts';
import { Draft } from './draft.ts';
import { TokenTable } from './token-table.ts';

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
  } catch {
    return { text, cuts: [], directives: [], arms: 1 };
  }
}

const table = new TokenTable();
const canvas = new Canvas();
const draft = new Draft(table, canvas);
const NOTHING: ArmChoice = { groups: [], cuts: [], passes: 1 };

function mask(text: string, words: AttributeWords, arm: number): MaskResult {
  canvas.begin(text);
  table.read(text);
  blankAttributes(table, canvas, words);
  table.compact();
  const choice = table.hasDirectives() ? chooseArms(table, canvas, scanConditionals(table), arm) : NOTHING;
  table.compact();
  table.pair();
  fixDirectives(table, canvas);
  draft.begin();
  applyRules(draft);
  return { text: canvas.toString(), cuts: choice.cuts, directives: choice.groups, arms: choice.passes };
}
