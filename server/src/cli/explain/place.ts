/** A place is explained by the sites on its line: what can get there, what is known there, and the verdict. */
import { existsSync } from 'node:fs';
import { basename, relative, resolve, sep } from 'node:path';
import type { AnalysedFile, TreeOptions } from '../../engine/api.ts';
import { type Exclusion, insufficientGuard, whyNot } from '../../engine/why-not.ts';
import { describeKinds, KIND_NAMES, kindsOf } from '../../kernel/kinds.ts';
import { type Guard, type Site, type SiteEvent, siteText } from '../../model/site.ts';
import { nameBeside } from '../../store/analyse-file.ts';
import { isBinary } from '../../store/binary.ts';
import { ByteReader, decode } from '../../store/bytes.ts';
import { eraReason } from '../../store/era-note.ts';
import { findTree } from '../../store/find-tree.ts';
import { loadEngine } from '../../store/load-engine.ts';
import { Locator } from '../../store/located.ts';
import { openTreeOf } from '../../store/open-trees.ts';
import { describeWhatIf } from '../check-report.ts';
import { LineIndex } from '../../text/line-index.ts';
import type { Span } from '../../text/span.ts';
import { Trouble } from '../exit-status.ts';
import { printable, printablePath } from '../printable.ts';
import type { Colors, Terminal } from '../terminal.ts';
import { type JudgeArguments, withArrivals } from '../tree-arrivals.ts';
import { routeLines } from './chains.ts';
import { shortKinds } from './kind-words.ts';

/** FILE:LINE[:COLUMN] as a user writes it; line and column are 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** Reads a place; undefined for a word that is none. */
export function parsePlace(word: string): Place | undefined {
  const match = /^(.+?):(\d{1,9})(?::(\d{1,9}))?:?$/.exec(word);
  if (match === null) return undefined;
  const [, file = '', line, column] = match;
  return { file, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) };
}

/** Explains a place by all of its tree; throws `Trouble` where the file has no such line or cannot be read. */
export async function explainPlace(
  place: Place,
  terminal: Terminal,
  args: JudgeArguments,
  options: TreeOptions,
): Promise<string> {
  const { colors } = terminal;
  const file = await openFile(place, terminal, args, options);
  const nameOf = (path: string): string => nameBeside(place.file, resolve(file.tree.root ?? '', path));
  const locator = new Locator(file, place.file, nameOf);
  const { era, whatIf } = file.tree;
  const head = [
    `${colors.bold(`${printablePath(place.file)}:${place.line}`)}: ${printable(locator.sourceLine(place.line).trim())}`,
    `read as Linux ${era.era.label}: ${eraReason(era)}`,
    ...(whatIf === undefined ? [] : [describeWhatIf(whatIf.overlay), ...whatIf.notes.map((note) => `note: ${note}`)]),
  ];
  const sites = sitesAt(file, locator, place);
  const parts = sites.map((site) => explainSite(file, locator, site, { colors, nameOf }));
  const others = explainFindings(file, locator, place, sites);
  const body = parts.length + others.length > 0 ? [...parts, ...others] : [noSite(file, locator, place)];
  return `${[head.join('\n'), ...body].join('\n\n')}\n`;
}

async function openFile(
  { file: name, line }: Place,
  terminal: Terminal,
  args: JudgeArguments,
  options: TreeOptions,
): Promise<AnalysedFile> {
  const absolute = resolve(name);
  if (!existsSync(absolute)) throw new Trouble(`${name} does not exist; write FILE:LINE with a file that does`);
  const result = new ByteReader().read(absolute);
  if (result.status === 'unreadable') throw new Trouble(`${name} ${result.why}`);
  if (isBinary(result.bytes)) throw new Trouble(`${name} is a binary file (it holds NUL bytes); name C source`);
  const text = decode(result.bytes);
  const lines = new LineIndex(text).position(text.length).line + 1;
  if (line < 1 || line > lines) throw new Trouble(`${name} has ${lines} lines, none is ${line}`);
  const root = findTree(absolute);
  const home = root === undefined ? {} : { root };
  const path = root === undefined ? basename(absolute) : relative(root, absolute).split(sep).join('/');
  const job = { ...home, path, absolute, name, named: true };
  const [arrivals] = (await withArrivals([job], args, options, terminal)).map((each) => each.arrivals);
  const tree = openTreeOf({ ...home, options }, await loadEngine());
  tree.know(arrivals && (() => arrivals));
  return tree.open(path, text);
}

/** The sites on the line; with a column, the ones whose text holds it, where there are any. */
function sitesAt(file: AnalysedFile, locator: Locator, place: Place): Site[] {
  const onLine = file.unit.sites.filter((site) => {
    const isOn = (span: Span): boolean => {
      const range = locator.range(span);
      return range.line <= place.line && place.line <= range.endLine;
    };
    // A use of the value through a variable counts where the read stands on another line.
    return isOn(site) || site.events.some((event) => event.via !== undefined && isOn(event));
  });
  const { column } = place;
  if (column === undefined) return onLine;
  const exact = onLine.filter((site) => {
    const range = locator.range(site);
    return range.column <= column && column <= range.endColumn;
  });
  return exact.length > 0 ? exact : onLine;
}

function explainSite(
  file: AnalysedFile,
  locator: Locator,
  site: Site,
  { colors, nameOf }: { readonly colors: Colors; readonly nameOf: (path: string) => string },
): string {
  const { verdict, rule, reason } = file.verdict(site);
  const reported = file.findings.filter((finding) => finding.siteAt === site.at);
  const accessor =
    site.asked === undefined && file.text.slice(site.at, site.at + 2) !== '->'
      ? `${site.base}.${site.field}`
      : siteText(site);
  const column = locator.range({ start: site.at, end: site.at }).column;
  return [
    `${colors.bold(printable(accessor))} at column ${column}, in ${site.functionName}(): ${colors.bold(verdict)}${rule === undefined ? '' : ` [${rule}]`}`,
    `  why: ${reason}`,
    ...reported.map((finding) => `  reported as ${finding.severity}: ${finding.message} [${finding.rule}]`),
    ...(reported.length === 0 ? ['  not reported'] : []),
    `  used as: ${site.use}`,
    `  ${site.baseType}s that can be here: ${shortKinds(site.kinds)}${site.known ? '' : ' (nothing is known of where it comes from)'}`,
    ...site.origins.map((origin) => `  ${originText(origin, locator)}`),
    ...routeLines(file, site, nameOf).map((line) => `  ${line}`),
    ...(site.config === undefined ? [] : [`  compiled only with ${site.config}`]),
    ...site.events.map((event) => `  ${eventText(event, locator)}`),
    ...guards(site).map((guard) => `  ${guardText(guard, locator)}`),
    ...whyNot(site, file.unit.matrix).map((exclusion) => `  ${exclusionText(exclusion, locator)}`),
    ...notEnough(file, site, locator).map((line) => `  ${line}`),
  ].join('\n');
}

function originText(origin: Site['origins'][number], locator: Locator): string {
  const where = `line ${locator.range(origin).line}`;
  const name = printable(origin.name);
  const yields = origin.known ? `: ${shortKinds(origin.kinds)}` : '';
  switch (origin.what) {
    case 'parameter':
      return `comes from: the parameter ${name} (${where})${yields}`;
    case 'call':
      return `comes from: ${name}() (${where})${yields}`;
    case 'member':
      return `comes from: the member ${name} (${where})${yields}`;
    case 'unknown':
      return `comes from: ${name === '' ? 'a place that is not known' : name} (${where})`;
  }
}

function eventText(event: SiteEvent, locator: Locator): string {
  const via = event.via === undefined ? '' : ` through ${event.via}`;
  const detail = event.detail === undefined ? '' : ` (${printable(event.detail)})`;
  const kinds = `, by then ${shortKinds(event.kinds)}${event.nonNull ? ', not NULL' : ''}`;
  return `line ${locator.range(event).line}: ${event.role}${detail}${via}${kinds}`;
}

/** Every guard of the site's events, once, in the order of the text. */
function guards(site: Site): Guard[] {
  const unique = new Map<string, Guard>();
  for (const guard of site.events.flatMap((event) => event.guards)) {
    unique.set(`${guard.start}:${guard.end}:${guard.holds}`, guard);
  }
  return [...unique.values()].sort((a, b) => a.start - b.start);
}

function guardText(guard: Guard, locator: Locator): string {
  const names = kindsOf(guard.excludes).map((kind) => KIND_NAMES[kind]);
  const effect =
    names.length === 0 ? 'which rules no page out' : `which rules out ${describeKinds(guard.excludes, 'and')}`;
  const text = printable(guard.text.replace(/\s+/g, ' '));
  return `guard on line ${locator.range(guard).line}: \`${text}\` is ${guard.holds ? 'true' : 'false'}, ${effect}`;
}

/** Which kinds do not get to the site's first use, and what keeps them away. */
function exclusionText({ kinds, guards, origins }: Exclusion, locator: Locator): string {
  const who = `not ${describeKinds(kinds)}`;
  if (origins.length > 0) {
    const names = [...new Set(origins.map((origin) => `${origin.name}${origin.what === 'call' ? '()' : ''}`))];
    return `${who}: ${printable(names.join(' and ')) || 'its origin'} gives none`;
  }
  const said = guards.map(
    (guard) =>
      `\`${printable(guard.text.replace(/\s+/g, ' '))}\` is ${guard.holds ? 'true' : 'false'} (line ${locator.range(guard).line})`,
  );
  return `${who}: ${said.join(', or ') || 'ruled out before'}`;
}

/** The guards that are there and do not keep the kinds of a finding away. */
function notEnough(file: AnalysedFile, site: Site, locator: Locator): string[] {
  const { matrix } = file.unit;
  const lineOf = (offset: number): number => locator.range({ start: offset, end: offset }).line;
  const clauses = file.findings
    .filter((finding) => finding.siteAt === site.at)
    .flatMap((finding) => {
      const event = site.events.find(({ start, end }) => start === finding.start && end === finding.end);
      const guard = event && insufficientGuard(event, finding.kinds, matrix, lineOf);
      return guard ? [`not enough: ${printable(guard.clause)}`] : [];
    });
  return [...new Set(clauses)];
}

/** Findings on the line that belong to no site of it. */
function explainFindings(file: AnalysedFile, locator: Locator, place: Place, sites: readonly Site[]): string[] {
  return file.findings.flatMap((finding) => {
    const range = locator.range(finding);
    if (range.line > place.line || range.endLine < place.line) return [];
    if (sites.some((site) => site.at === finding.siteAt)) return [];
    return [`reported as ${finding.severity}: ${finding.message} [${finding.rule}]\n  why: ${finding.reason}`];
  });
}

function noSite(file: AnalysedFile, locator: Locator, place: Place): string {
  const gap = locator.gaps().find(({ line, endLine }) => line <= place.line && place.line <= endLine);
  if (gap !== undefined) return `not analysed (lines ${gap.line} to ${gap.endLine}): ${gap.why}`;
  const near = file.unit.sites
    .map((site) => locator.range({ start: site.at, end: site.at }))
    .sort((a, b) => Math.abs(a.line - place.line) - Math.abs(b.line - place.line))
    .slice(0, 3)
    .map(({ line, column }) => `${printablePath(place.file)}:${line}:${column}`);
  const lead = 'not reported: no field of a page or folio that daxlint looks at is used on this line';
  return near.length === 0
    ? `${lead}, nor anywhere in this file`
    : `${lead}; the nearest uses are at ${near.join(', ')}`;
}
