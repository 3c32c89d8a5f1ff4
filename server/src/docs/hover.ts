/** Renders what is known of the thing under the caret: a field of a page, a helper of the kernel, a finding. */
import type { AnalysedFile } from '../engine/api.ts';
import type { Era } from '../kernel/eras.ts';
import { excludedIn } from '../kernel/helper-answers.ts';
import { helper, type Helper } from '../kernel/helper-table.ts';
import { describeKinds, isEmpty, type Kind, kindsOf, KIND_NAMES, type KindSet } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import type { Finding } from '../model/finding.ts';
import { type Site, siteText } from '../model/site.ts';
import { rules } from '../rules/index.generated.ts';
import { originClause } from '../rules/rule.ts';
import { overlaps, type Span, touches } from '../text/span.ts';

export interface Hover {
  readonly markdown: string;
  readonly span: Span;
}

/** The hover at an offset; undefined where there is nothing to say. */
export function renderHover(file: AnalysedFile, offset: number): Hover | undefined {
  const { sites } = file.unit;
  const word = wordAt(file.text, offset);
  const row = word && helper(word.text);
  const found =
    sites.find((each) => touches({ start: each.baseSpan.start, end: each.end }, offset)) ?? siteOfAlias(sites, offset);
  // On the name of a question the helper's own text says more.
  const site = found?.asked !== undefined && found.asked === word?.text && row ? undefined : found;
  if (site) return { markdown: siteHover(file, site), span: { start: site.start, end: site.end } };
  if (word && row) return { markdown: helperHover(row, file.unit.matrix), span: word };
  const finding = file.findings.find((each) => touches(each, offset));
  return finding && { markdown: findingText(finding), span: { start: finding.start, end: finding.end } };
}

/** The site whose value a local holds where the caret stands. */
function siteOfAlias(sites: readonly Site[], offset: number): Site | undefined {
  return sites.find((site) => site.events.some((event) => event.via !== undefined && touches(event, offset)));
}

function siteHover(file: AnalysedFile, site: Site): string {
  const { era, matrix } = file.unit;
  const findings = file.findings.filter((finding) => finding.siteAt === site.at || overlaps(finding, site));
  const parts = [`**\`${siteText(site)}\`** · ${headline(file, site, findings)}`];
  if (site.field === 'mapping') parts.push(mappingTable(site.kinds, era, matrix), STABILITY, proposal(era, matrix));
  if (site.field === 'inode') parts.push(inodeText(era));
  for (const rule of new Set(findings.map((finding) => finding.rule))) parts.push(ruleText(rule));
  if (site.config !== undefined) parts.push(`Compiled with \`${site.config}\`.`);
  return `${parts.join('\n\n')}\n`;
}

/** The verdict in one short line; what the rules say in full stands in their own findings. */
function headline(file: AnalysedFile, site: Site, findings: readonly Finding[]): string {
  const proven = findings.find((finding) => finding.severity !== 'hint');
  if (proven) return proven.message;
  const { verdict, reason, rule } = file.verdict(site);
  return verdict === 'undecided' && rule !== undefined ? `undecided: ${originClause(site)}` : `${verdict}: ${reason}`;
}

/** What the field holds for each kind that can be here; kinds with the same answer share a row. */
function mappingTable(kinds: KindSet, era: Era, matrix: EraMatrix): string {
  const rows = new Map<string, { names: string[]; holds: string; cache: string }>();
  for (const kind of inReadingOrder(kindsOf(matrix.kindsWhere(kinds, () => true)))) {
    const row = matrix.row(kind);
    const holds = row.cell('mapping').text;
    const cache = row.inPageCache ? 'yes' : 'no';
    const known = rows.get(`${holds}|${cache}`);
    if (known) known.names.push(KIND_NAMES[kind]);
    else rows.set(`${holds}|${cache}`, { names: [KIND_NAMES[kind]], holds, cache });
  }
  return [
    `| page | \`->mapping\` holds (${era.label}) | in the page cache |`,
    '|---|---|---|',
    ...[...rows.values()].map((row) => `| ${row.names.join(', ')} | ${row.holds} | ${row.cache} |`),
  ].join('\n');
}

/** The kinds that the question is about come first, the rare ones last. */
function inReadingOrder(kinds: readonly Kind[]): readonly Kind[] {
  return [...FIRST.filter((kind) => kinds.includes(kind)), ...kinds.filter((kind) => !FIRST.includes(kind))];
}

const FIRST: readonly Kind[] = ['cache', 'fsdax', 'fsdax-shared', 'devdax', 'anon', 'ksm'];

const STABILITY =
  'The page lock keeps it stable for page cache only. For a DAX page hold the DAX entry lock, or read it under RCU and look again under the `i_pages` lock.';

/** How the field compares with the one that was proposed in 2017. */
function proposal(era: Era, matrix: EraMatrix): string {
  if (era.id === 'inode-2017')
    return 'This tree has the `page->inode` of the 2017 proposal: FS-DAX pages lead to their file through it, and `->mapping` of a DAX page stays NULL.';
  const since = matrix.row('fsdax').mapping.canBeSet
    ? 'it was not merged, and since 4.17 a DAX page has its file in `->mapping`'
    : 'it was not merged, and up to 4.16 `->mapping` of a DAX page is NULL';
  return `\`page->inode\` was proposed in October 2017, so that \`->mapping\` could stay NULL for DAX pages; ${since}.`;
}

function inodeText(era: Era): string {
  return era.id === 'inode-2017'
    ? 'The member of the 2017 proposal: set on FS-DAX pages only; elsewhere the word belongs to `lru`.'
    : 'No released kernel has this member. It was proposed in October 2017, beside `page->pgmap` and over the words of `lru`, and was not merged: 4.17 set `page->mapping` of DAX pages instead, whose `->host` is the inode.';
}

function helperHover(row: Helper, matrix: EraMatrix): string {
  const sign = row.form === 'field' ? '' : '()';
  const lines = [`**\`${row.name}${sign}\`** · ${row.meaning}`];
  const since = row.since === undefined ? '' : ` since ${row.since}`;
  const until = row.until === undefined ? '' : ` up to ${row.until}`;
  lines.push(`Declared in ${row.headers.map((header) => `\`${header}\``).join(', ')}${since}${until}.`);
  if (row.role === 'guard') lines.push(guardText(row, matrix));
  if (row.config !== undefined) lines.push(`Without \`${row.config}\` it is constant.`);
  return `${lines.filter(Boolean).join('\n\n')}\n`;
}

function guardText(row: Helper, matrix: EraMatrix): string {
  const sentence = (answer: boolean): string => {
    const kinds = excludedIn(row, matrix, answer);
    return isEmpty(kinds) ? '' : `Where it is ${answer} there is no ${describeKinds(kinds)} page.`;
  };
  return `${sentence(true)} ${sentence(false)}`.trim();
}

function findingText(finding: Finding): string {
  return `**${finding.message}**\n\n${finding.reason}.\n\n${ruleText(finding.rule)}\n`;
}

function ruleText(id: string): string {
  const rule = rules.find((each) => each.id === id);
  return rule ? `\`${rule.id}\`: ${rule.docs.instead}` : '';
}

function wordAt(text: string, offset: number): (Span & { readonly text: string }) | undefined {
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(text[start - 1] ?? '')) start -= 1;
  while (end < text.length && /\w/.test(text[end] ?? '')) end += 1;
  return end > start ? { start, end, text: text.slice(start, end) } : undefined;
}
