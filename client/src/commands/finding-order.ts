/** Which finding comes next: in the file, and behind its last one in the next file that has any. Plain data. */

/** A place in a file; both numbers count from 0. */
export interface Spot {
  readonly line: number;
  readonly character: number;
}

/** The findings of one open file. */
export interface FileSpots {
  /** The address of the file. */
  readonly key: string;
  readonly spots: readonly Spot[];
}

/** The next or the previous one of a place, around the end of the files too; undefined where there is none at all. */
export function neighbour(
  files: readonly FileSpots[],
  key: string,
  from: Spot,
  way: 'next' | 'previous',
): { readonly key: string; readonly spot: Spot } | undefined {
  const sign = way === 'next' ? 1 : -1;
  const current = files.findIndex((file) => file.key === key);
  const inFile = [...(files[current]?.spots ?? [])].sort((a, b) => sign * compare(a, b));
  const ahead = inFile.find((spot) => sign * compare(spot, from) > 0);
  if (ahead !== undefined) return { key, spot: ahead };
  for (let step = 1; step <= files.length; step++) {
    // From a file that is not among them the search begins at the first, or at the last.
    const start = current >= 0 ? current : way === 'next' ? -1 : 0;
    const file = files[(((start + sign * step) % files.length) + files.length) % files.length];
    const [first] = [...(file?.spots ?? [])].sort((a, b) => sign * compare(a, b));
    if (file !== undefined && first !== undefined) return { key: file.key, spot: first };
  }
  return undefined;
}

function compare(a: Spot, b: Spot): number {
  return a.line - b.line || a.character - b.character;
}
