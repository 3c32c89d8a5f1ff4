/** What a function relies on about a page, in the words that stand before an argument and in those behind it. */
import { DAX_KINDS, describeKinds, isSubset, mainKinds } from '../kernel/kinds.ts';
import type { Contract } from '../model/contract.ts';

/** A few words with a colon, as they stand before the argument. */
export function contractLabel({ wrong, type }: Contract): string {
  return isSubset(DAX_KINDS, wrong) ? `needs a page-cache ${type}:` : `no ${describeKinds(mainKinds(wrong))} ${type}:`;
}

/** Why, as Markdown; `link` gives the address of a place in the tree. */
export function contractText(
  { function: name, wrong, type, reason, at }: Contract,
  link: (file: string, line: number) => string | undefined,
): string {
  const start = `\`${name}()\` is wrong for ${describeKinds(mainKinds(wrong), 'and')} ${type}s: ${reason}.`;
  if (at === undefined) return start;
  const place = `${at.file}:${at.line}`;
  const address = link(at.file, at.line);
  return `${start}\n\n${address === undefined ? place : `[${place}](${address})`}`;
}
