/** `daxlint explain` answers what a rule, an era or a helper is, and why a line is or is not reported. */
import { ERAS, parseEra } from '../../kernel/eras.ts';
import { helper, HELPERS } from '../../kernel/helper-table.ts';
import { nearestWord } from '../../model/nearest-word.ts';
import { renderRule } from '../../docs/rule-page.ts';
import type { Rule } from '../../rules/rule.ts';
import { shippedOverlays } from '../../store/overlays.ts';
import type { ExplainArguments } from '../args.ts';
import { EXIT, type ExitStatus, Trouble } from '../exit-status.ts';
import { explainEra, listEras } from '../explain/era.ts';
import { explainHelper } from '../explain/helper.ts';
import { explainOverlay } from '../explain/overlay.ts';
import { explainPlace, parsePlace } from '../explain/place.ts';
import { listRules } from '../explain/rules.ts';
import { markdownToText } from '../../docs/markdown-to-text.ts';
import type { Terminal } from '../terminal.ts';
import { overlayNamed, treeOptions } from '../tree-options.ts';

export interface ExplainContext {
  readonly terminal: Terminal;
  readonly rules: readonly Rule[];
}

/** Prints the answer; throws `Trouble` with the nearest words for a word that means nothing. */
export async function runExplain(args: ExplainArguments, { terminal, rules }: ExplainContext): Promise<ExitStatus> {
  const word = args.what.trim();
  const place = args.whatIf === undefined ? undefined : parsePlace(word);
  if (args.whatIf !== undefined && place === undefined)
    throw new Trouble(`--what-if takes FILE:LINE[:COLUMN] to explain, and ${word} is none`);
  terminal.out(
    place === undefined
      ? await answer(word, terminal, rules)
      : await explainPlace(place, terminal.colors, treeOptions(args)),
  );
  return EXIT.nothing;
}

async function answer(word: string, { colors }: Terminal, rules: readonly Rule[]): Promise<string> {
  const rule = rules.find(({ id }) => id === word);
  if (rule !== undefined) return markdownToText(renderRule(rule), colors.bold);
  if (word === 'rule' || word === 'rules') return listRules(rules, colors);
  if (word === 'era' || word === 'eras') return listEras(colors);
  const era = parseEra(word);
  if (era !== undefined) return explainEra(era, colors);
  const place = parsePlace(word);
  if (place !== undefined) return await explainPlace(place, colors);
  if (shippedOverlays().includes(word)) return explainOverlay(overlayNamed(word), colors);
  const known = helper(word.replace(/\(\)$/, ''));
  if (known !== undefined) return explainHelper(known, colors);
  throw new Trouble(unknownWord(word, rules));
}

function unknownWord(word: string, rules: readonly Rule[]): string {
  const ids = rules.map(({ id }) => id);
  const near = [
    nearestWord(word, ids),
    nearestWord(
      word,
      ERAS.map(({ id }) => id),
    ),
    nearestWord(
      word,
      HELPERS.map(({ name }) => name),
    ),
    nearestWord(word, shippedOverlays()),
  ].filter((found) => found !== undefined);
  const hint = near.length > 0 ? `the nearest I know: ${near.join(', ')}` : `the rules are ${ids.join(', ')}`;
  return `nothing is known of ${word}: write a rule, an era (4.0 to now), a helper, or FILE:LINE; ${hint}`;
}
