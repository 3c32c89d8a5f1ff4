/** Where a tree declares a helper: its own headers are asked, not the table. */
import { type DeclarationText, declarationText } from '../kernel/probe-text.ts';
import { rowsOf } from '../kernel/helper-table.ts';
import { PROBE_FILES } from '../kernel/probes.ts';
import type { Declared, FileReader } from '../model/ports.ts';
import { createFileReader } from './file-reader.ts';

/** The declarations of one tree; a file is read when it is first asked, and not again. */
export class TreeDeclarations {
  private readonly reader: FileReader;
  private readonly raw = new Map<string, string | undefined>();
  private readonly texts = new Map<string, DeclarationText>();
  private readonly known = new Map<string, Declared>();

  constructor(root: string) {
    this.reader = createFileReader(root);
  }

  /** Looks through the files in which any release declares a name. */
  at(name: string): Declared {
    const known = this.known.get(name) ?? this.find(name);
    this.known.set(name, known);
    return known;
  }

  private find(name: string): Declared {
    const headers = PROBE_FILES.filter((path) => path.endsWith('.h'));
    const rows = rowsOf(name).filter(({ role }) => role !== 'false-friend');
    const paths = new Set([...rows.flatMap((row) => row.headers), ...headers]);
    // The functions of a page flag are declared by a macro that makes their names.
    const isMade = /Page[A-Z]|^_*folio_(?:test|set|clear)_/.test(name);
    let read = 0;
    const [struct = '', member] = name.split('.');
    for (const path of paths) {
      const raw = this.rawOf(path);
      if (raw === undefined) continue;
      read += 1;
      // To prepare a header takes milliseconds, which a hover has few of.
      if (!isMade && !raw.includes(member ?? name)) continue;
      const text = this.textOf(path, raw);
      const at = member === undefined ? (text.find(name) ?? text.findStruct(name)) : text.findMember(struct, member);
      if (at !== undefined) return { path, line: text.lineOf(at) };
    }
    return read === 0 ? 'unknown' : 'nowhere';
  }

  private rawOf(path: string): string | undefined {
    if (!this.raw.has(path)) this.raw.set(path, this.reader.read(path));
    return this.raw.get(path);
  }

  private textOf(path: string, raw: string): DeclarationText {
    const text = this.texts.get(path) ?? declarationText(raw);
    this.texts.set(path, text);
    return text;
  }
}
