/** The text of a site: its verdict, what the field holds for the pages that can be here, and what keeps it so. */
import type { AnalysedFile } from '../../engine/api.ts';
import { whyNot } from '../../engine/why-not.ts';
import { fieldName } from '../../kernel/field-names.ts';
import { describeKinds, KIND_NAMES, type KindSet, kindsOf, mainKinds } from '../../kernel/kinds.ts';
import { type EraMatrix, type Field, FIELDS, type KindRow } from '../../kernel/matrix.ts';
import type { Finding } from '../../model/finding.ts';
import { type Site, siteText } from '../../model/site.ts';
import { rules } from '../../rules/index.generated.ts';
import { originClause } from '../../rules/rule.ts';
import { LineIndex } from '../../text/line-index.ts';
import { overlaps } from '../../text/span.ts';
import { isAbsent, notAMember } from '../field-owner.ts';
import { keptTogether } from '../stability.ts';
import { codeWords } from './code-words.ts';
import { comparison } from './comparison.ts';
import { fieldTable } from './field-table.ts';
import type { Surroundings } from './surroundings.ts';
import type { SiteUnderCaret } from './under-caret.ts';
import { wayTo } from './way.ts';

/** The first line of a site's hover, in Markdown. */
export function siteTitle(file: AnalysedFile, { site, via }: SiteUnderCaret): string {
  const name = `\`${siteText(site)}\``;
  const title = via === undefined || via === site.base ? `**${name}**` : `**\`${via}\`** is ${name}`;
  const line = headline(file, site, findingsOf(file, site));
  // What the message is about is not said twice.
  return line.startsWith(`${name} `) && via === undefined ? `${title}${line.slice(name.length)}` : `${title} · ${line}`;
}

/** The rest of it, paragraph by paragraph. */
export function siteParagraphs(file: AnalysedFile, found: SiteUnderCaret, around: Surroundings): readonly string[] {
  const { site, kinds } = found;
  const { matrix } = file.unit;
  const field = fieldOf(site);
  return [
    ...findingsOf(file, site).filter(isProven).slice(0, 1).flatMap(instead),
    ...wayTo(findingsOf(file, site), around),
    ...(field === undefined ? [] : fieldParagraphs(field, site, kinds, matrix)),
    ...keptAway(file, found),
    ...(site.config === undefined ? [] : [`Compiled with \`${site.config}\` only.`]),
  ];
}

/** More kinds than this are not named one by one. */
const MOST_NAMED = 8;

/** The kinds that do not get here, with the guards or the origin that keep them away. */
function keptAway(file: AnalysedFile, { site, event }: SiteUnderCaret): readonly string[] {
  const lines = new LineIndex(file.text);
  const lineOf = (offset: number): number => lines.position(offset).line + 1;
  const kept = whyNot(site, file.unit.matrix, event).map(({ kinds, guards, origins }) => {
    const causes =
      origins.length > 0
        ? origins.map(({ name, what }) => `\`${name}${what === 'call' ? '()' : ''}\` gives none`)
        : guards.map(
            ({ text, holds, start }) => `\`${text.replace(/\s+/g, ' ')}\` is ${holds} (line ${lineOf(start)})`,
          );
    const names = kindsOf(kinds).length > MOST_NAMED ? 'most other kinds' : describeKinds(kinds, 'and');
    return `- ${names}: ${[...new Set(causes)].join(', or ')}`;
  });
  return kept.length === 0 ? [] : [['Not here:', '', ...kept].join('\n')];
}

/** The column of the matrix that a site is about; undefined for what the matrix does not tell. */
export function fieldOf(site: Site): Field | undefined {
  return FIELDS.find((field) => field === site.field);
}

/** The rules that have something to say of a site. */
export function rulesOf(file: AnalysedFile, site: Site): readonly string[] {
  const { rule } = file.verdict(site);
  const found = findingsOf(file, site).map((finding) => finding.rule);
  return [...new Set(rule === undefined ? found : [...found, rule])];
}

function findingsOf(file: AnalysedFile, site: Site): readonly Finding[] {
  return file.findings.filter((finding) => finding.siteAt === site.at || overlaps(finding, site));
}

function isProven({ severity }: Finding): boolean {
  return severity !== 'hint';
}

/** The verdict in one short line; what the rules say in full stands in their own findings. */
function headline(file: AnalysedFile, site: Site, findings: readonly Finding[]): string {
  const proven = findings.find(isProven);
  if (proven) return proven.message;
  const { verdict, reason, kinds } = file.verdict(site);
  if (verdict !== 'undecided') return `${verdict}: ${reason}`;
  return `undecided: ${kinds === undefined ? '' : `${wrongFor(kinds)}; `}${originClause(site)}`;
}

/** Names the kinds that would make a site wrong, unless there are too many for a line. */
function wrongFor(kinds: KindSet): string {
  const main = mainKinds(kinds);
  const count = kindsOf(main).length;
  const names = count > MANY ? `${count} of the kinds of page` : `${describeKinds(main)} pages`;
  return `wrong for ${names}, if one gets here`;
}

const MANY = 4;

function instead({ rule }: Finding): readonly string[] {
  const found = rules.find(({ id }) => id === rule);
  return found === undefined ? [] : [found.docs.instead];
}

function fieldParagraphs(field: Field, site: Site, kinds: KindSet, matrix: EraMatrix): readonly string[] {
  if (isAbsent(field, matrix)) return [[...fieldTable(field, kinds, matrix), ...compared(field, matrix)].join(' ')];
  return [
    notAMember({ name: fieldName(field), owner: site.baseType }, matrix) ?? '',
    ...fieldTable(field, kinds, matrix, site.drops ? undefined : site.asked),
    ...stability(
      matrix.kindsWhere(kinds, (row) => TIES[field]?.(row) ?? false),
      matrix,
    ),
    ...compared(field, matrix),
  ];
}

/** The kinds whose word changes with the tie between the page and its file; fields that never do are left out. */
const TIES: { readonly [F in Field]?: (row: KindRow) => boolean } = {
  mapping: () => true,
  inode: (row) => row.can('inode', 'inode'),
  index: (row) =>
    (['file-offset', 'head-offset', 'device-offset', 'share-count'] as const).some((value) => row.can('index', value)),
  share: (row) => row.can('share', 'share-count'),
};

function compared(field: Field, matrix: EraMatrix): readonly string[] {
  return field === 'mapping' || field === 'inode' ? [comparison(field, matrix)] : [];
}

function stability(kinds: KindSet, matrix: EraMatrix): readonly string[] {
  const kept = keptTogether(matrix, kinds);
  if (kept.length === 0) return [];
  const lines = kept.map(({ kinds: names, by, note }) => {
    const more = note === undefined ? '' : ` (${codeWords(note)})`;
    return `- ${names.map((kind) => KIND_NAMES[kind]).join(', ')}: ${by}${more}`;
  });
  return [['Stable under:', '', ...lines].join('\n')];
}
