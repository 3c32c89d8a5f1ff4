/** Renders the part of a rule that a single function decides as a semantic patch for Coccinelle, in the form that the kernel's `coccicheck` runs. */
import { yieldedIn } from '../kernel/helper-answers.ts';
import { type Era } from '../kernel/eras.ts';
import { availability, type Helper, HELPERS, helpersOf } from '../kernel/helper-table.ts';
import { ALL, DAX_KINDS, DEVICE_KINDS, type KindSet, minus, overlaps } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { TAGGED_WORDS } from '../kernel/tag-bits.ts';
import { WRAPPERS } from '../kernel/wrappers.ts';
import type { Rule } from '../rules/rule.ts';

/** A rule of a semantic patch: its metavariables beside the position `at`, and what it looks for. */
interface Match {
  readonly name: string;
  /** Metavariable declarations. */
  readonly declares: readonly string[];
  readonly body: string;
  /** It is not reported, and only keeps another one from matching where it does. */
  readonly isExcuse?: true;
  /** The matches where this one does not count. */
  readonly but?: readonly string[];
}

/** What the matches of a rule need to know of the era. */
interface Words {
  readonly matrix: EraMatrix;
  readonly era: Era;
}

/** What a semantic patch looks for, by rule. */
const MATCHES: Readonly<Record<string, (words: Words) => readonly Match[]>> = {
  'mapping-checked-after-use': () => [
    ...followedBeforeTest({ name: 'late', word: 'page->mapping', holder: 'page', declares: [] }),
    ...followedBeforeTest({ name: 'late_held', word: 'held', holder: 'held', declares: HELD, before: READ_INTO_HELD }),
  ],
  'mapping-implies-page-cache': (words) => {
    const wrong = words.matrix.kindsWhere(DAX_KINDS, (row) => row.mapping.canBeSet && !row.inPageCache);
    const use = 'if (page->mapping@at != NULL) S';
    return [unasked(wrong, words, { name: 'set', declares: ['statement S;'], use })];
  },
  'mapping-is-a-pointer': (words) => {
    const wrong = words.matrix.kindsWhere(ALL, (row) => row.mapping.values.some((word) => TAGGED_WORDS.includes(word)));
    const member = ['identifier member;'];
    return [
      ...unaskedBefore(wrong, words, { name: 'followed', declares: member, use: 'page->mapping@at->member' }),
      ...unaskedBefore(wrong, words, {
        name: 'followed_held',
        declares: [...member, ...HELD],
        before: READ_INTO_HELD,
        use: 'held@at->member',
      }),
    ];
  },
  'page-inode-is-a-field': () => [{ name: 'member', declares: [PAGE], body: 'page->inode@at' }],
  'pgmap-is-always-there': (words) =>
    unaskedBefore(minus(ALL, DEVICE_KINDS), words, { name: 'read', declares: [], use: 'page->pgmap@at' }),
};

const PAGE = '{struct page *, struct folio *} page;';
const OTHER = 'expression other;';
const WRAP = `identifier wrap = {${WRAPPERS.filter(({ form }) => form === 'same')
  .map(({ name }) => name)
  .join(', ')}};`;

/** A local that the mapping of the page is read into. */
const HELD_ALONE = 'struct address_space *held;';
const HELD: readonly string[] = [HELD_ALONE, WRAP];
const READ_INTO_HELD = either('held = page->mapping', 'held = wrap(page->mapping, ...)');

/** Whether a part of a rule can be written as a semantic patch. */
export function hasCocci(rule: string): boolean {
  return MATCHES[rule] !== undefined;
}

/** The rules of which a part can be written as a semantic patch. */
export const COCCI_RULES: readonly string[] = Object.keys(MATCHES);

/** The semantic patch of a rule for an era; undefined where no part of it can be told from one function. */
export function renderCocci(rule: Rule, era: Era, matrix: EraMatrix): string | undefined {
  const matches = MATCHES[rule.id]?.({ era, matrix });
  if (matches === undefined) return undefined;
  const reported = matches.filter(({ isExcuse }) => !isExcuse);
  const message = JSON.stringify(`[${rule.id}] ${plain(rule.summary)}`);
  return [
    ...heading(rule, era),
    'virtual org',
    'virtual report',
    '',
    ...matches.flatMap(matchLines),
    ...reported.flatMap(({ name }) => [
      ...scriptLines(name, 'org', `coccilib.org.print_todo(at[0], ${message})`),
      ...scriptLines(name, 'report', `coccilib.report.print_report(at[0], ${message})`),
    ]),
  ].join('\n');
}

function scriptLines(name: string, mode: string, code: string): readonly string[] {
  return [`@script:python depends on ${mode}@`, `at << ${name}.at;`, '@@', code, ''];
}

function heading({ id, summary, confidence, docs }: Rule, era: Era): readonly string[] {
  return [
    '// SPDX-License-Identifier: MIT',
    `/// ${plain(summary)}`,
    '///',
    `//# The part of daxlint's rule ${id} that one function decides, as of Linux ${era.label}. What other functions`,
    '//# hand in is not seen, and a question about the page counts as a guard, whichever it is.',
    ...docs.limits.map((limit) => `//# ${plain(limit)}`),
    '//',
    `// Confidence: ${confidence.charAt(0).toUpperCase()}${confidence.slice(1)}`,
    '// Options: --no-includes --include-headers',
    '// Keywords: DAX, struct page, folio',
    '',
  ];
}

function matchLines({ name, declares, body, but }: Match): readonly string[] {
  const position =
    but === undefined ? 'position at;' : `position at != {${but.map((each) => `${each}.at`).join(', ')}};`;
  return [`@${name} exists@`, ...declares, position, '@@', body, ''];
}

/** What is followed, and how the page gets there. */
interface Use {
  readonly name: string;
  readonly declares: readonly string[];
  /** What comes between the page and the use. */
  readonly before?: string;
  readonly use: string;
}

/** A word that is followed first and tested for NULL later, with no test of it before. */
function followedBeforeTest(of: {
  readonly name: string;
  readonly word: string;
  /** What must stay the same for the word to stay the same. */
  readonly holder: string;
  readonly declares: readonly string[];
  readonly before?: string;
}): readonly Match[] {
  const { name, word, holder, before } = of;
  const declares = [OTHER, 'identifier member;', word === 'held' ? HELD_ALONE : PAGE];
  const test = `\\( ${word} == NULL \\| ${word} != NULL \\)`;
  const kept = `... ${[...new Set([word, holder])].map((each) => `when != ${each} = other`).join('\n    ')}`;
  const use = `${word}@at->member`;
  const excuses = [
    excuse(`tested_before_${name}`, declares, [test, `${kept}\n    when any`, use]),
    excuse(`addressed_${name}`, declares.slice(1), [` &${use}`]),
    // It is NULL where another way leads to the test.
    ...(before === undefined
      ? []
      : [excuse(`cleared_${name}`, declares.slice(1), ['held = NULL', '... when any', use])]),
  ];
  const read = before === undefined ? [] : [before, '... when != held = other'];
  return [
    ...excuses,
    {
      name,
      declares: [OTHER, 'identifier member;', PAGE, ...of.declares],
      body: [...read, use, kept, test].join('\n'),
      but: excuses.map((each) => each.name),
    },
  ];
}

/** The same as `unasked()`, but where the expression of the use asks about the page itself. */
function unaskedBefore(wrong: KindSet, words: Words, use: Use): readonly Match[] {
  const name = `asked_by_${use.name}`;
  const [asks, uses] = [' (<+... ask(page) ...+>)', `(<+... ${use.use} ...+>)`];
  const body = either(
    `${asks} && ${uses}`,
    `${asks} || ${uses}`,
    `${asks} ? ${uses} : other`,
    `${asks} ? other : ${uses}`,
  );
  const declares = [PAGE, guardsOf(words), OTHER, ...use.declares.filter((each) => each !== WRAP)];
  return [excuse(name, declares, [body]), { ...unasked(wrong, words, use), but: [name] }];
}

/** A use of a page that comes from where pages of some kinds come from, and of which nothing is asked in between. */
function unasked(wrong: KindSet, words: Words, { name, declares, before, use }: Use): Match {
  const sources = HELPERS.filter(
    (row) =>
      (row.role === 'source' || row.role === 'gup') &&
      isOfPage(row, words) &&
      overlaps(yieldedIn(row, words.matrix), wrong),
  );
  const from = listed(
    'from',
    sources.filter(({ argument }) => argument < 0),
  );
  const fill = listed(
    'fill',
    sources.filter(({ argument }) => argument >= 0),
  );
  const untouched = '... when != page = other\n    when != ask(page)\n    when any';
  const read = before === undefined ? [] : [before, '... when != held = other\n    when != ask(page)\n    when any'];
  return {
    name,
    declares: [PAGE, from, fill, guardsOf(words), OTHER, ...declares],
    body: [either('page = from(...)', 'fill(..., &page, ...)'), untouched, ...read, use].join('\n'),
  };
}

/** Every question about a page that the era has. */
function guardsOf(words: Words): string {
  return listed(
    'ask',
    helpersOf('guard').filter((row) => isOfPage(row, words)),
  );
}

function isOfPage(row: Helper, { era }: Words): boolean {
  return (
    (row.subject === 'page' || row.subject === 'folio') && row.form !== 'field' && availability(row, era.id) !== 'none'
  );
}

function excuse(name: string, declares: readonly string[], lines: readonly string[]): Match {
  return { name, declares, body: lines.join('\n'), isExcuse: true };
}

function either(...patterns: readonly string[]): string {
  return `(\n${patterns.join('\n|\n')}\n)`;
}

function listed(metavariable: string, rows: readonly Helper[]): string {
  const names = [...new Set(rows.map(({ name }) => name))];
  return `identifier ${metavariable} = {${names.join(', ')}};`;
}

/** A text of a rule without the marks of code. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}
