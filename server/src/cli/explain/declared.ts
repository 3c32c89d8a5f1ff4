/** Where a tree declares a helper: its own headers are asked, not the table. */
import { declarationText } from '../../kernel/probe-text.ts';
import { rowsOf } from '../../kernel/helper-table.ts';
import { PROBE_FILES } from '../../kernel/probes.ts';
import { createFileReader } from '../../store/file-reader.ts';

/** A line of a file of a tree; `path` is relative to its root, `line` 1-based. */
export interface DeclaredAt {
  readonly path: string;
  readonly line: number;
}

/** Looks through the files in which any release declares a name; `unknown` where the tree has none of these files. */
export function declaredAt(root: string, name: string): DeclaredAt | 'nowhere' | 'unknown' {
  const reader = createFileReader(root);
  const headers = PROBE_FILES.filter((path) => path.endsWith('.h'));
  const paths = new Set([
    ...rowsOf(name)
      .filter(({ role }) => role !== 'false-friend')
      .flatMap((row) => row.headers),
    ...headers,
  ]);
  let read = 0;
  const [struct = '', member] = name.split('.');
  for (const path of paths) {
    const raw = reader.read(path);
    if (raw === undefined) continue;
    read += 1;
    const text = declarationText(raw);
    const at = member === undefined ? (text.find(name) ?? text.findStruct(name)) : text.findMember(struct, member);
    if (at !== undefined) return { path, line: text.lineOf(at) };
  }
  return read === 0 ? 'unknown' : 'nowhere';
}
