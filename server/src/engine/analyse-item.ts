/** Analyses one item on its own; what comes out has offsets from the item's start and can be kept while the item's text stays. */
import { helpersOf } from '../kernel/helper-table.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { askedAloneIn } from '../flow/asked-files.ts';
import { entryUsesOf } from '../flow/entry-uses.ts';
import { openCalls } from '../flow/open-calls.ts';
import { keptPinsOf } from '../flow/kept-pins.ts';
import { predicateOf } from '../flow/predicates.ts';
import { truncationsOf } from '../flow/truncations.ts';
import { CACHE_ARRAYS } from '../kernel/entry-lookups.ts';
import { PIN_CALLS } from '../kernel/pins.ts';
import { DAX_FILE_QUESTIONS, isTruncation, TRUNCATIONS, waitsForPins } from '../kernel/layout-breaks.ts';
import {
  FILE_FIELDS,
  MEMBER_FIELDS,
  DAX_SOURCES,
  PAGE_WORDS,
  questionsAbout,
  SILENT_RELEASES,
  SITE_FIELDS,
  type SiteField,
} from '../kernel/site-fields.ts';
import { sitesOf, type Untyped } from '../flow/observe-sites.ts';
import type { TypeLookup } from '../flow/types.ts';
import type { FlowPlace } from '../model/facts.ts';
import type { Arrivals } from '../model/solution.ts';
import { FAILED, type Gap } from '../model/finding.ts';
import type { Item, ItemKind } from '../model/item.ts';
import type { ConditionRange, Lowering } from '../model/ports.ts';
import type { Site } from '../model/site.ts';
import type { AskedAlone, EntryUse, KeptPin, Predicate, SettledQuestion, TableUse, Truncation } from '../model/unit.ts';
import { callOrder } from '../scan/call-order.ts';
import { NotedLookup } from './noted-lookup.ts';

export interface ItemAnalysis {
  readonly sites: readonly Site[];
  readonly predicates: readonly Predicate[];
  readonly tableUses: readonly TableUse[];
  readonly truncations: readonly Truncation[];
  readonly entryUses: readonly EntryUse[];
  readonly keptPins: readonly KeptPin[];
  readonly askedAlone: readonly AskedAlone[];
  readonly settled: readonly SettledQuestion[];
  readonly gaps: readonly Gap[];
  /** The names of declarations outside of the item that were looked up. */
  readonly names: ReadonlySet<string>;
  /** The places of the whole tree that the analysis asked about, also where nobody could tell. */
  readonly asked: readonly FlowPlace[];
}

export const NOTHING_FOUND: ItemAnalysis = {
  sites: [],
  predicates: [],
  tableUses: [],
  truncations: [],
  entryUses: [],
  keptPins: [],
  askedAlone: [],
  settled: [],
  gaps: [],
  names: new Set(),
  asked: [],
};

/** A predicate is short; a longer function is none that a name could promise anything for. */
const MAX_PREDICATE_LENGTH = 2000;

const COMMENT = '(?:\\s|/\\*(?:[^*]|\\*(?!/))*\\*/|\\\\\\r?\\n)*';
const accessOf = (fields: readonly SiteField[]): RegExp =>
  new RegExp(`(?:->|\\.)${COMMENT}(?:${fields.join('|')})(?!\\w)`);
const OF_FILE = accessOf(FILE_FIELDS);

/** Fields whose names are common elsewhere are only looked for in an item that speaks of pages. */
const OF_PAGE = new RegExp(PAGE_WORDS.join('|'));

let guardWords: RegExp | undefined;

const TRUNCATES = wholeWord(TRUNCATIONS);
const CACHE_ARRAY = wholeWord(CACHE_ARRAYS);
const PINS = wholeWord(PIN_CALLS);
const DAX_QUESTIONS = wholeWord(DAX_FILE_QUESTIONS);
const SILENT_RELEASE = wholeWord(SILENT_RELEASES);
const DAX_SOURCE = wholeWord(DAX_SOURCES);
/** A member that a tree may not have is a finding wherever the page comes from. */
const MAY_BE_GONE = accessOf(['pgmap']);

function wholeWord(names: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${names.join('|')})\\b`);
}

/** Tells what an item's text has to hold for a use of one of the fields to be in it. */
export function wordsOf(fields: readonly SiteField[], sourceInItem = false): (text: string) => boolean {
  const others = MEMBER_FIELDS.filter((field) => fields.includes(field) && !FILE_FIELDS.includes(field));
  const questions = questionsAbout(fields);
  const members = others.length > 0 ? accessOf(others) : undefined;
  const calls = questions.length > 0 ? wholeWord(questions) : undefined;
  const uses = (text: string): boolean => (members?.test(text) ?? false) || (calls?.test(text) ?? false);
  // References are dropped everywhere; it matters where the page is one that this very item got.
  const drops = (text: string): boolean => fields.includes('refcount') && SILENT_RELEASE.test(text);
  return (text) => {
    if (OF_FILE.test(text)) return true;
    if (!OF_PAGE.test(text)) return false;
    if (sourceInItem) return DAX_SOURCE.test(text) ? uses(text) || drops(text) : MAY_BE_GONE.test(text);
    return uses(text) || (drops(text) && DAX_SOURCE.test(text));
  };
}

/** Whether an item can hold a site of the fields that are looked for, a predicate, a truncation, an entry or a pin; what it rejects holds none. */
export function canMatter(text: string, kind: ItemKind, holdsField = wordsOf(SITE_FIELDS)): boolean {
  if (holdsField(text)) return true;
  if (
    kind === 'function' &&
    (TRUNCATES.test(text) || CACHE_ARRAY.test(text) || PINS.test(text) || DAX_QUESTIONS.test(text))
  )
    return true;
  if (kind !== 'function' || text.length > MAX_PREDICATE_LENGTH) return false;
  guardWords ??= new RegExp(
    `\\b(?:${helpersOf('guard')
      .map((row) => row.name)
      .join('|')})\\b`,
  );
  return guardWords.test(text);
}

/** Analyses an item's text; what is nested too deeply for the stack becomes a gap. */
export function analyseItem(
  text: string,
  { kind, complete }: Pick<Item, 'kind' | 'complete'>,
  lookup: TypeLookup,
  matrix: EraMatrix,
  lowering: Lowering,
  arrivals: Arrivals | undefined,
): ItemAnalysis {
  const noted = new NotedLookup(lookup);
  const { names } = noted;
  try {
    return { ...analyse(text, { kind, complete }, noted, matrix, lowering, arrivals), names };
  } catch (error) {
    const why = error instanceof RangeError ? 'it is nested too deeply to be analysed' : FAILED;
    const gaps = [{ start: 0, end: text.length, why }];
    return { ...NOTHING_FOUND, gaps, names };
  }
}

function analyse(
  text: string,
  { kind, complete }: Pick<Item, 'kind' | 'complete'>,
  lookup: TypeLookup,
  matrix: EraMatrix,
  lowering: Lowering,
  arrivals: Arrivals | undefined,
): Omit<ItemAnalysis, 'names'> {
  const lowered = kind === 'macro' ? lowering.macro(text) : lowering.item(text, complete);
  const sites = new Map<number, Site>();
  const untyped = new Map<number, Untyped>();
  const predicates: Predicate[] = [];
  const tableUses = new Map<number, TableUse>();
  const settled = new Map<number, SettledQuestion>();
  const truncations: Truncation[] = [];
  const entryUses: EntryUse[] = [];
  const keptPins: KeptPin[] = [];
  const askedAlone: AskedAlone[] = [];
  const asked = new Set<FlowPlace>();
  const listening = arrivals && listen(arrivals, asked);
  for (const ir of lowered.functions) {
    const found = sitesOf(ir, lookup, matrix, text, listening);
    for (const site of found.sites) if (!sites.has(site.at)) sites.set(site.at, withConfig(site, lowered.conditions));
    for (const question of found.settled) settled.set(question.start, question);
    if (kind === 'function' && TRUNCATES.test(text)) {
      for (const each of truncationsOf(ir, lookup, matrix)) truncations.push(told(each, text, listening));
    }
    if (kind === 'function' && CACHE_ARRAY.test(text)) entryUses.push(...entryUsesOf(ir, lookup, matrix, text));
    if (kind === 'function' && PINS.test(text)) keptPins.push(...keptPinsOf(ir));
    if (kind === 'function' && DAX_QUESTIONS.test(text)) askedAlone.push(...askedAloneIn(ir));
    for (const use of found.tableUses) tableUses.set(use.start, use);
    for (const field of found.untyped) untyped.set(field.start, field);
    if (
      text.length <= MAX_PREDICATE_LENGTH &&
      !predicates.some((known) => known.nameSpan.start === ir.nameSpan.start)
    ) {
      const predicate = predicateOf(ir, matrix, text);
      if (predicate) predicates.push(predicate);
    }
  }
  const gaps = [...lowered.gaps];
  for (const { start, end, base } of untyped.values()) {
    gaps.push({ start, end, why: `the type of \`${base}\` before \`->mapping\` is not known` });
  }
  return {
    sites: [...sites.values()].sort((a, b) => a.at - b.at),
    predicates,
    tableUses: [...tableUses.values()],
    truncations,
    entryUses,
    keptPins,
    askedAlone,
    settled: [...settled.values()].sort((a, b) => a.start - b.start),
    gaps: gaps.sort((a, b) => a.start - b.start),
    asked: [...asked],
  };
}

/** A truncation with what the whole tree knows of it, unless a wait stands before it by now. */
function told(truncation: Truncation, text: string, arrivals: Arrivals | undefined): Truncation {
  const arrival = arrivals?.at(truncation.place);
  const { callee, start } = truncation;
  const line = text.slice(0, start).split('\n').length - 1;
  const calls = arrival === undefined ? '' : callOrder(text, isTruncation);
  const isWait = (name: string): boolean => name === arrival?.wait || waitsForPins(name);
  if (!openCalls(calls, isWait).some((call) => call.callee === callee && call.line === line)) return truncation;
  return arrival === undefined
    ? truncation
    : { ...truncation, unwaited: arrival.proven, ...(arrival.wait ? { wait: arrival.wait } : {}) };
}

/** Writes down what is asked. */
function listen(arrivals: Arrivals, asked: Set<FlowPlace>): Arrivals {
  return {
    at: (place) => {
      asked.add(place);
      return arrivals.at(place);
    },
  };
}

function withConfig(site: Site, conditions: readonly ConditionRange[]): Site {
  const around = conditions
    .filter((range) => range.start <= site.at && site.at < range.end)
    .map((range) => range.condition);
  return around.length > 0 ? { ...site, config: around.join(' && ') } : site;
}
