/** A helper of the kernel is explained by its row: what it does, where it is, which pages it leaves. */
import type { Helper, KindsSince } from '../../kernel/helper-types.ts';
import { era } from '../../kernel/eras.ts';
import { describeKinds } from '../../kernel/kinds.ts';
import type { Colors } from '../terminal.ts';

/** Explains one helper. */
export function explainHelper(row: Helper, colors: Colors): string {
  const signs = row.form === 'field' ? '' : '()';
  return [
    colors.bold(`${row.name}${signs}`),
    `${row.meaning}.`,
    '',
    `Declared in ${row.headers.join(', ')}; ${releases(row)}.`,
    ...(row.config === undefined ? [] : [`It does something only with ${row.config}.`]),
    ...kindLines('When it is true, the page cannot be', row.excludesWhenTrue),
    ...kindLines('When it is false, the page cannot be', row.excludesWhenFalse),
    ...kindLines('The page that comes out can be', row.yields),
    ...(row.evidence.length === 0 ? [] : ['', `Read in: ${row.evidence.join('; ')}.`]),
    '',
  ].join('\n');
}

function releases({ since, until }: Helper): string {
  if (since === undefined) return until === undefined ? 'there in every release' : `there up to Linux ${until}`;
  return until === undefined ? `there since Linux ${since}` : `there in Linux ${since} to ${until}`;
}

function kindLines(lead: string, changes: readonly KindsSince[] = []): string[] {
  return changes
    .filter(({ kinds }) => kinds !== 0)
    .map(({ since, kinds }) => `${lead} (since ${era(since).first}): ${describeKinds(kinds)}.`);
}
