/** `daxlint explain` answers what a rule, a field, a helper or an era is, and why a line is or is not reported. */
import { type Era, ERAS, parseEra } from '../../kernel/eras.ts';
import { FIELD_NAMES, fieldOfHelper, type NamedField, parseField } from '../../kernel/field-names.ts';
import { type Helper, helper, HELPERS } from '../../kernel/helper-table.ts';
import { nearestWord } from '../../model/nearest-word.ts';
import { markdownToText } from '../../docs/markdown-to-text.ts';
import { renderRule } from '../../docs/rule-page.ts';
import type { Rule } from '../../rules/rule.ts';
import { shippedOverlays } from '../../store/overlays.ts';
import type { ExplainArguments } from '../args.ts';
import { EXIT, type ExitStatus, Trouble } from '../exit-status.ts';
import { treeAtHand } from '../explain/at-hand.ts';
import { explainEra, explainTreeEra, listEras, listKinds } from '../explain/era.ts';
import { explainField, explainHistory, listFields } from '../explain/field.ts';
import { explainHelper } from '../explain/helper.ts';
import { explainOverlay } from '../explain/overlay.ts';
import { explainPlace, parsePlace, type Place } from '../explain/place.ts';
import { listRules } from '../explain/rules.ts';
import type { Terminal } from '../terminal.ts';
import { overlayNamed, treeOptions } from '../tree-options.ts';

export interface ExplainContext {
  readonly terminal: Terminal;
  readonly rules: readonly Rule[];
}

/** Prints the answer; throws `Trouble` with the nearest words for a word that means nothing. */
export async function runExplain(args: ExplainArguments, { terminal, rules }: ExplainContext): Promise<ExitStatus> {
  terminal.watchInterrupt();
  const text = await answer({ ...args, what: args.what.trim() }, terminal, rules);
  terminal.calm();
  terminal.out(text);
  return EXIT.nothing;
}

async function answer(args: ExplainArguments, terminal: Terminal, rules: readonly Rule[]): Promise<string> {
  const { colors } = terminal;
  const subject = subjectOf(args.what, rules);
  refuseOptions(args, subject);
  switch (subject?.is) {
    case 'rule':
      return markdownToText(renderRule(subject.rule), colors.bold);
    case 'rules':
      return listRules(rules, colors);
    case 'fields':
      return listFields(colors);
    case 'kinds':
      return listKinds();
    case 'eras': {
      const tree = await treeAtHand(treeOptions(args));
      return tree.root === undefined ? listEras(colors) : explainTreeEra(tree, colors);
    }
    case 'era':
      return explainEra(subject.era, colors);
    case 'field':
      return args.allEras
        ? explainHistory(subject.field, args.evidence, colors)
        : explainField(subject.field, await treeAtHand(treeOptions(args)), args.evidence, colors);
    case 'place':
      return await explainPlace(subject.place, terminal, args, treeOptions(args));
    case 'overlay':
      return explainOverlay(overlayNamed(subject.name), colors);
    case 'helper': {
      const read = fieldOfHelper(subject.row.name);
      if (args.allEras && read !== undefined)
        return explainHistory({ name: read, owner: 'page' }, args.evidence, colors);
      const tree = await treeAtHand(treeOptions(args));
      const ofEra = helper(subject.row.name, tree.era.era.id);
      // A false friend does not take the place of the helper that this era lacks.
      const row = ofEra === undefined || ofEra.role === 'false-friend' ? subject.row : ofEra;
      return explainHelper(row, tree, args.evidence, colors);
    }
    case undefined:
      throw new Trouble(unknownWord(args.what, rules));
  }
}

/** What a word means. */
type Subject =
  | { readonly is: 'rule'; readonly rule: Rule }
  | { readonly is: 'rules' }
  | { readonly is: 'fields' }
  | { readonly is: 'kinds' }
  | { readonly is: 'eras' }
  | { readonly is: 'era'; readonly era: Era }
  | { readonly is: 'field'; readonly field: NamedField }
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'overlay'; readonly name: string }
  | { readonly is: 'helper'; readonly row: Helper };

function subjectOf(word: string, rules: readonly Rule[]): Subject | undefined {
  const rule = rules.find(({ id }) => id === word);
  if (rule !== undefined) return { is: 'rule', rule };
  if (word === 'rule' || word === 'rules') return { is: 'rules' };
  if (word === 'field' || word === 'fields') return { is: 'fields' };
  if (word === 'kind' || word === 'kinds') return { is: 'kinds' };
  if (word === 'era' || word === 'eras') return { is: 'eras' };
  const era = parseEra(word);
  if (era !== undefined) return { is: 'era', era };
  const field = parseField(word);
  if (field !== undefined) return { is: 'field', field };
  const place = parsePlace(word);
  if (place !== undefined) return { is: 'place', place };
  if (shippedOverlays().includes(word)) return { is: 'overlay', name: word };
  const row = helper(word.replace(/\(\)$/, ''));
  return row === undefined ? undefined : { is: 'helper', row };
}

const WHAT: Readonly<Record<Subject['is'], string>> = {
  rule: 'a rule',
  rules: 'the list of rules',
  fields: 'the list of fields',
  kinds: 'the list of kinds of page',
  eras: 'about the era of this folder',
  era: 'an era itself',
  field: 'a field',
  place: 'a place in a file',
  overlay: 'an overlay itself',
  helper: 'a helper',
};

/** An option that would change nothing is a mistake of the caller. */
function refuseOptions({ allEras, evidence, era, whatIf, what }: ExplainArguments, subject: Subject | undefined): void {
  if (subject === undefined) return;
  const inEra = subject.is === 'field' || subject.is === 'helper';
  const plain = `${what} is ${WHAT[subject.is]}`;
  const history = subject.is === 'field' || (subject.is === 'helper' && fieldOfHelper(subject.row.name) !== undefined);
  if (allEras && !history) throw new Trouble(`--all-eras is for a field such as page->mapping; ${plain}`);
  if (allEras && era !== undefined) throw new Trouble('--era and --all-eras exclude each other: leave one of them out');
  if (evidence && !inEra) throw new Trouble(`--evidence is for a field or a helper; ${plain}`);
  if (era !== undefined && !inEra && subject.is !== 'eras')
    throw new Trouble(`--era is for a field or a helper; ${plain}`);
  if (whatIf !== undefined && ((!inEra && subject.is !== 'place') || allEras))
    throw new Trouble(
      allEras
        ? '--what-if is for one era: leave --all-eras out'
        : `--what-if is for a field, a helper or a place; ${plain}`,
    );
}

const FIELD_TITLES = FIELD_NAMES.map(({ title }) => title);

function unknownWord(word: string, rules: readonly Rule[]): string {
  const ids = rules.map(({ id }) => id);
  const sets: readonly (readonly string[])[] = [
    ids,
    FIELD_NAMES.flatMap(({ title, words }) => [title, title.replace(/^page->/, 'folio->'), ...words]),
    ERAS.map(({ id }) => id),
    HELPERS.map(({ name }) => name),
    shippedOverlays(),
  ];
  const near = sets.flatMap((set) => nearestWord(word.replace(/\s+/g, ''), set) ?? []);
  const others = /->|[.]/.test(word) ? `the fields are ${FIELD_TITLES.join(', ')}` : `the rules are ${ids.join(', ')}`;
  const hint = near.length > 0 ? `the nearest I know: ${near.join(', ')}` : others;
  return `nothing is known of ${word}: write a rule, a field, an era (4.0 to now), a helper, or FILE:LINE; ${hint}`;
}
