/** The text of a helper: what it does, whether this tree has it, and what it says of the kinds of page here. */
import { era as eraOf } from '../../kernel/eras.ts';
import { fieldOfHelper } from '../../kernel/field-names.ts';
import { type Helper, helper, rowsOf } from '../../kernel/helper-table.ts';
import { ALL } from '../../kernel/kinds.ts';
import type { EraMatrix } from '../../kernel/matrix.ts';
import type { Declared } from '../../model/ports.ts';
import { type Fact, inThisTree, meaningHere, otherForms } from '../helper-facts.ts';
import { helperReleases, helperTitle } from '../helper-words.ts';
import { codeWords } from './code-words.ts';
import { fieldTable } from './field-table.ts';

/** The row of a name that an era has, or else the first one; a false friend only if nothing else has the name. */
export function helperRow(name: string, { era }: EraMatrix): Helper | undefined {
  const here = helper(name, era);
  return here === undefined || here.role === 'false-friend' ? helper(name) : here;
}

/** The first line of a helper's hover, in Markdown. */
export function helperTitleLine(row: Helper): string {
  const friend = row.role === 'false-friend' ? 'a false friend: ' : '';
  return `**\`${helperTitle(row)}\`** · ${friend}${row.meaning}`;
}

/** What a helper means in a tree, paragraph by paragraph; `withField` adds the table of the field that it answers from. */
export function helperParagraphs(
  row: Helper,
  matrix: EraMatrix,
  declared: Declared | undefined,
  withField = true,
): readonly string[] {
  const field = withField ? fieldOfHelper(row.name)?.field : undefined;
  const facts: readonly Fact[] = [
    ['releases', helperReleases(row)],
    ...where(row, matrix, declared),
    ...(row.config === undefined
      ? []
      : [['needs', `${row.config}; without it the answer is a constant, or nothing is done`] as const]),
    ...meaningHere(row, matrix),
    ...otherForms(row, eraOf(matrix.era)),
  ];
  return [
    facts.map(([label, text]) => `- *${label}:* ${codeWords(text)}`).join('\n'),
    ...(field === undefined ? [] : fieldTable(field, ALL, matrix, row.name)),
    ...falseFriends(row),
  ];
}

/** The tree's own declaration, or that it has none; the headers of the table where no tree says. */
function where(row: Helper, matrix: EraMatrix, declared: Declared | undefined): readonly Fact[] {
  const isUnsaid = declared === undefined || declared === 'unknown';
  const headers: readonly Fact[] = isUnsaid && row.headers.length > 0 ? [['declared in', row.headers.join(', ')]] : [];
  return [...headers, ...inThisTree(row, { matrix, declared })];
}

function falseFriends(row: Helper): readonly string[] {
  return rowsOf(row.name)
    .filter((other) => other !== row && other.role === 'false-friend')
    .map((other) => {
      const headers = other.headers.map((header) => `\`${header}\``).join(', ');
      return `Not to be confused with the \`${other.name}\` of ${headers}: ${other.meaning}.`;
    });
}
