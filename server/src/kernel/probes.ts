/** The era of a tree is decided by what its headers and `fs/dax.c` declare; its version number is only the fallback. */

import {
  type Era,
  ERAS,
  type EraId,
  era,
  eraIndex,
  eraOfRelease,
  NEWEST_ERA,
  parseRelease,
  type Release,
} from './eras.ts';
import { type DeclarationText, declarationText } from './probe-text.ts';

/** The text of the files that the probes read, by path relative to the tree; a file that the tree lacks is left out. */
export type ProbeText = ReadonlyMap<string, string>;

/** The files that a caller reads before it asks for the era, as paths relative to the tree. */
export const PROBE_FILES: readonly string[] = [
  'Makefile',
  'fs/dax.c',
  'include/linux/dax.h',
  'include/linux/fs.h',
  'include/linux/memremap.h',
  'include/linux/mm.h',
  'include/linux/mm_types.h',
  'include/linux/mmzone.h',
  'include/linux/page-flags.h',
  'include/linux/pagemap.h',
];

/** A probe is one question to one file, with the eras in which the answer is yes. */
export interface Probe {
  /** What is asked, as a clause that is true when the answer is yes: "`struct page` has a member `share`". */
  readonly text: string;
  readonly file: string;
  readonly question: ProbeQuestion;
  /** The first and the last era whose trees answer yes; absent means the newest. */
  readonly since: EraId;
  readonly until?: EraId;
  /** True if a yes alone places the tree in the era `since` or later. */
  readonly decides?: true;
  /** A file that tells the same more surely: where it was read, this probe decides nothing. */
  readonly standsInFor?: string;
}

/** The questions that a probe can ask. */
export type ProbeQuestion =
  | { readonly ask: 'declares'; readonly names: readonly string[] }
  | { readonly ask: 'defines'; readonly struct: string }
  | { readonly ask: 'member'; readonly struct: string; readonly member: string }
  | { readonly ask: 'stores'; readonly member: string };

/** The answer to one probe; `line` is 1-based and there only with a yes. */
export interface ProbeAnswer {
  readonly probe: string;
  readonly file: string;
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly line?: number;
}

/** What the files of a tree say; undefined means that the files that would tell were not read. */
export interface TreeFacts {
  /** Tells whether one of the probe files declares a function, a macro or a constant. */
  declares(name: string): boolean | undefined;
  /** Tells whether a struct has a member. */
  structHasMember(struct: string, member: string): boolean | undefined;
  /** Answers one probe. */
  answer(probe: Probe): ProbeAnswer;
  /** The release that the top Makefile names. */
  readonly makefileVersion?: Release;
}

/** The era of a tree, and why. */
export interface EraDecision {
  readonly era: Era;
  readonly reason: 'setting' | 'probe' | 'makefile' | 'default';
  /** Every probe with its answer, in the order of `PROBES`. */
  readonly evidence: readonly ProbeAnswer[];
  /** What does not fit the decision, in one clause for a message; absent if all fits. */
  readonly mismatch?: string;
}

const MM_TYPES = 'include/linux/mm_types.h';
const PAGE_FLAGS = 'include/linux/page-flags.h';

/** The probes, newest era first; of those that decide, the first yes wins. */
export const PROBES: readonly Probe[] = [
  declares('FOLIO_MAPPING_ANON', PAGE_FLAGS, '6.17', undefined, true),
  member('folio', 'share', '6.15', undefined, true),
  declares('page_pgmap', 'include/linux/mmzone.h', '6.15'),
  declares('PAGE_MAPPING_DAX_SHARED', PAGE_FLAGS, '6.2', '6.2', true),
  member('page', 'share', '6.2'),
  declares('PAGE_MAPPING_DAX_COW', PAGE_FLAGS, '6.0', '6.0', true),
  {
    text: '`struct folio` is defined',
    file: MM_TYPES,
    question: { ask: 'defines', struct: 'folio' },
    since: '5.16',
    decides: true,
  },
  stores('index', '4.19'),
  {
    text: 'the DAX entry lock can be taken from outside of fs/dax.c',
    file: 'include/linux/dax.h',
    question: { ask: 'declares', names: ['dax_lock_mapping_entry', 'dax_lock_page', 'dax_lock_folio'] },
    since: '4.19',
    decides: true,
    standsInFor: 'fs/dax.c',
  },
  stores('mapping', '4.17'),
  {
    text: '`noop_direct_IO` is declared',
    file: 'include/linux/fs.h',
    question: { ask: 'declares', names: ['noop_direct_IO'] },
    since: '4.17',
    decides: true,
    standsInFor: 'fs/dax.c',
  },
  member('page', 'inode', 'inode-2017', 'inode-2017', true),
  declares('MEMORY_DEVICE_PRIVATE', 'include/linux/memremap.h', '4.14', undefined, true),
  member('page', 'pgmap', '4.5', '6.2', true),
  declares('IS_DAX', 'include/linux/fs.h', '4.0', undefined, true),
];

/** Prepares the answers that the text of a tree gives. */
export function treeFacts(text: ProbeText): TreeFacts {
  const prepared = new Map<string, DeclarationText>();
  const file = (path: string): DeclarationText | undefined => {
    const raw = text.get(path);
    if (raw === undefined) return undefined;
    const known = prepared.get(path) ?? declarationText(raw);
    prepared.set(path, known);
    return known;
  };
  const headers = PROBE_FILES.filter((path) => path.endsWith('.h') && text.has(path));
  const makefileVersion = makefileRelease(text.get('Makefile') ?? '');
  return {
    declares: (name) =>
      headers.length === 0 ? undefined : headers.some((path) => file(path)?.find(name) !== undefined),
    structHasMember(struct, member) {
      const home = headers.map(file).find((header) => header?.findStruct(struct) !== undefined);
      return home === undefined ? undefined : home.findMember(struct, member) !== undefined;
    },
    answer: (probe) => answer(probe, file(probe.file)),
    ...(makefileVersion === undefined ? {} : { makefileVersion }),
  };
}

/** Decides the era of a tree; a setting wins over the probes, and the probes over the Makefile. */
export function decideEra(facts: TreeFacts, setting?: Era): EraDecision {
  const evidence = PROBES.map((probe) => facts.answer(probe));
  const read = new Set(evidence.filter((given) => given.answer !== 'unknown').map((given) => given.file));
  const decided = PROBES.find((probe, i) => evidence[i]?.answer === 'yes' && decides(probe, read));
  const probed = decided === undefined ? undefined : era(decided.since);
  const named = facts.makefileVersion === undefined ? undefined : eraOfRelease(facts.makefileVersion);
  const chosen = setting ?? probed ?? named ?? NEWEST_ERA;
  const reason = setting ? 'setting' : probed ? 'probe' : named ? 'makefile' : 'default';
  const mismatch = describeMismatch(chosen, reason, { evidence, facts, named, probed });
  return { era: chosen, reason, evidence, ...(mismatch === undefined ? {} : { mismatch }) };
}

/** Returns the place in `PROBES` of the probe that decided; -1 where none did. */
export function decisiveProbe({ era, reason, evidence }: EraDecision): number {
  if (reason !== 'probe') return -1;
  return PROBES.findIndex(
    (probe, i) => probe.decides === true && probe.since === era.id && evidence[i]?.answer === 'yes',
  );
}

/** Tells whether an answer is what the trees of an era give; where nothing could be read, everything fits. */
export function fitsEra({ answer }: ProbeAnswer, probe: Probe, id: EraId): boolean {
  return answer === 'unknown' || (answer === 'yes') === holdsIn(probe, id);
}

function decides(probe: Probe, read: ReadonlySet<string>): boolean {
  return probe.decides === true && (probe.standsInFor === undefined || !read.has(probe.standsInFor));
}

interface Findings {
  readonly evidence: readonly ProbeAnswer[];
  readonly facts: TreeFacts;
  readonly named: Era | undefined;
  readonly probed: Era | undefined;
}

function describeMismatch(chosen: Era, reason: EraDecision['reason'], found: Findings): string | undefined {
  if (reason === 'setting') {
    return found.probed === undefined || found.probed.id === chosen.id
      ? undefined
      : `${chosen.label} by the setting, but the tree looks like ${found.probed.label}`;
  }
  if (reason !== 'probe') return undefined;
  const version = found.facts.makefileVersion;
  // The proposal was carried by trees of its time, so their number and their era differ by nature.
  if (version !== undefined && found.named?.id !== chosen.id && chosen.id !== 'inode-2017') {
    const why = firstContradiction(found.evidence, found.named);
    const newer = found.named === undefined || eraIndex(found.named.id) < eraIndex(chosen.id);
    return `${version} by its Makefile, but ${why ?? `it looks like ${chosen.label}`}${newer ? BACKPORT : ''}`;
  }
  const odd = firstContradiction(found.evidence, chosen);
  return odd === undefined ? undefined : `${chosen.label} by its probes, but ${odd}`;
}

const BACKPORT = ': a backport';

/** Words the first answer that an era does not expect. */
function firstContradiction(evidence: readonly ProbeAnswer[], expected: Era | undefined): string | undefined {
  if (expected === undefined) return undefined;
  for (const [i, probe] of PROBES.entries()) {
    const given = evidence[i]?.answer;
    if (given === undefined || given === 'unknown') continue;
    if (given === 'yes' && !holdsIn(probe, expected.id)) return probe.text;
    if (given === 'no' && holdsIn(probe, expected.id)) return `not: ${probe.text}`;
  }
  return undefined;
}

/** Tells whether the trees of an era answer yes to a probe. */
export function holdsIn(probe: Probe, id: EraId): boolean {
  const at = eraIndex(id);
  return at >= eraIndex(probe.since) && at <= (probe.until === undefined ? ERAS.length : eraIndex(probe.until));
}

function answer(probe: Probe, file: DeclarationText | undefined): ProbeAnswer {
  const given = { probe: probe.text, file: probe.file };
  if (file === undefined) return { ...given, answer: 'unknown' };
  const offset = locate(probe.question, file);
  return offset === undefined ? { ...given, answer: 'no' } : { ...given, answer: 'yes', line: file.lineOf(offset) };
}

function locate(question: ProbeQuestion, file: DeclarationText): number | undefined {
  switch (question.ask) {
    case 'declares':
      return question.names.map((name) => file.find(name)).find((offset) => offset !== undefined);
    case 'defines':
      return file.findStruct(question.struct);
    case 'member':
      return file.findMember(question.struct, question.member);
    case 'stores':
      return file.findStore(['page', 'folio'], question.member);
  }
}

function makefileRelease(makefile: string): Release | undefined {
  const major = /^VERSION[ \t]*=[ \t]*(\d+)/m.exec(makefile);
  const minor = /^PATCHLEVEL[ \t]*=[ \t]*(\d+)/m.exec(makefile);
  return major === null || minor === null ? undefined : parseRelease(`${major[1]}.${minor[1]}`);
}

function declares(name: string, file: string, since: EraId, until?: EraId, decides?: true): Probe {
  return row(`\`${name}\` is declared`, file, { ask: 'declares', names: [name] }, since, until, decides);
}

function member(struct: string, name: string, since: EraId, until?: EraId, decides?: true): Probe {
  const text = `\`struct ${struct}\` has a member \`${name}\``;
  return row(text, MM_TYPES, { ask: 'member', struct, member: name }, since, until, decides);
}

function stores(name: string, since: EraId): Probe {
  return row(
    `fs/dax.c stores to \`->${name}\` of a page`,
    'fs/dax.c',
    { ask: 'stores', member: name },
    since,
    undefined,
    true,
  );
}

function row(
  text: string,
  file: string,
  question: ProbeQuestion,
  since: EraId,
  until: EraId | undefined,
  decides: true | undefined,
): Probe {
  return { text, file, question, since, ...(until && { until }), ...(decides && { decides }) };
}
