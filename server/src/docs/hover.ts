/** Renders what is known of the thing under the caret: a field of a page, a helper of the kernel, a finding. */
import type { AnalysedFile } from '../engine/api.ts';
import { fieldOfHelper } from '../kernel/field-names.ts';
import type { Finding } from '../model/finding.ts';
import { rules } from '../rules/index.generated.ts';
import { type Span, touches } from '../text/span.ts';
import { helperParagraphs, helperRow, helperTitleLine } from './hover/helper-text.ts';
import { links } from './hover/links.ts';
import { fieldOf, rulesOf, siteParagraphs, siteTitle } from './hover/site-text.ts';
import type { Surroundings } from './hover/surroundings.ts';
import { siteAt, type SiteUnderCaret, wordAt, type WordUnderCaret } from './hover/under-caret.ts';

export type { Surroundings } from './hover/surroundings.ts';

export interface Hover {
  readonly markdown: string;
  readonly span: Span;
}

/** The hover at an offset; undefined where there is nothing to say. */
export function renderHover(file: AnalysedFile, offset: number, around: Surroundings): Hover | undefined {
  const word = wordAt(file.text, offset);
  const found = siteAt(file.unit.sites, offset);
  // Another helper's name inside of a site, as in `page_folio(page)->mapping`, is asked about for itself.
  const isWithin = found !== undefined && word !== undefined && helperRow(word.text, file.unit.matrix) !== undefined;
  const site = isWithin && found.site.asked !== word.text ? undefined : found;
  const parts = site ? siteHover(file, site, around) : word && helperHover(file, word, around);
  if (parts !== undefined) return hover(file, parts, site ?? word ?? { start: offset, end: offset });
  const finding = file.findings.find((each) => touches(each, offset));
  return finding && hover(file, findingHover(file, finding, around), finding);
}

/** Puts the paragraphs together; an overlay is named below the title. */
function hover(file: AnalysedFile, parts: readonly string[], { start, end }: Span): Hover {
  const { whatIf } = file.tree;
  const overlay =
    whatIf === undefined
      ? ''
      : `What if (\`${whatIf.overlay.name}\`): ${whatIf.overlay.title}. This is not Linux as it is.`;
  const [title = '', ...rest] = parts;
  return {
    markdown: `${[title, overlay, ...rest].filter((part) => part !== '').join('\n\n')}\n`,
    span: { start, end },
  };
}

function siteHover(file: AnalysedFile, found: SiteUnderCaret, around: Surroundings): readonly string[] {
  const { site } = found;
  const { matrix } = file.unit;
  const asked = site.asked === undefined ? undefined : helperRow(site.asked, matrix);
  return [
    siteTitle(file, found),
    ...(asked === undefined ? [] : [`${capital(asked.meaning)}.`]),
    ...siteParagraphs(file, found, around),
    ...(asked === undefined ? [] : helperParagraphs(asked, matrix, around.declared(asked.name), false)),
    links({ rules: rulesOf(file, site), helper: asked, field: fieldOf(site), matrix }, around),
  ];
}

function helperHover(file: AnalysedFile, word: WordUnderCaret, around: Surroundings): readonly string[] | undefined {
  const { matrix } = file.unit;
  const row = helperRow(word.text, matrix);
  if (row === undefined) return undefined;
  return [
    helperTitleLine(row),
    ...helperParagraphs(row, matrix, around.declared(row.name)),
    links({ helper: row, field: fieldOfHelper(row.name)?.field, matrix }, around),
  ];
}

function findingHover({ unit }: AnalysedFile, finding: Finding, around: Surroundings): readonly string[] {
  const rule = rules.find(({ id }) => id === finding.rule);
  return [
    `**${finding.message}**`,
    `${capital(finding.reason)}.`,
    rule?.docs.instead ?? '',
    links({ rules: [finding.rule], matrix: unit.matrix }, around),
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
