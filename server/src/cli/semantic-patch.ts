/** `daxlint fix --cocci RULE` prints a semantic patch, with which Coccinelle finds a part of what the rule does. */
import { COCCI_RULES, renderCocci } from '../docs/cocci.ts';
import type { Rule } from '../rules/rule.ts';
import { Trouble } from './exit-status.ts';
import { treeAtHand } from './explain/at-hand.ts';
import { treeOptions } from './tree-options.ts';

/** What has to be known of the arguments. */
export interface SemanticPatchArguments {
  /** The id of the rule. */
  readonly cocci: string;
  readonly tree?: string;
  readonly era?: string;
}

/** The semantic patch for the era of a tree; throws `Trouble` for a rule of which no single function decides a part. */
export async function semanticPatch(args: SemanticPatchArguments, rules: readonly Rule[]): Promise<string> {
  const rule = rules.find(({ id }) => id === args.cocci);
  const { era, matrix } = await treeAtHand(treeOptions(args), args.tree);
  const text = rule && renderCocci(rule, era.era, matrix);
  if (text !== undefined) return text;
  throw new Trouble(`no semantic patch can tell what ${args.cocci} is about; it can for ${COCCI_RULES.join(', ')}`);
}
