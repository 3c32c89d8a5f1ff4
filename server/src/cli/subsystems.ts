/** The subsystem of each file of a tree, by its `MAINTAINERS`. */
import { join } from 'node:path';
import { ByteReader, decode } from '../store/bytes.ts';
import { type Maintainers, parseMaintainers } from '../store/maintainers.ts';
import { printable } from './printable.ts';

/** What a file is of that no section of `MAINTAINERS` is about; where there is no such file, it is of nothing. */
const NOBODY = 'no subsystem';

/** Reads the file once, and finds the subsystem of each path once. */
export class Subsystems {
  private readonly maintainers: Maintainers | undefined;
  private readonly known = new Map<string, string>();

  /** `root` is the absolute path of the tree. */
  constructor(root: string) {
    const result = new ByteReader().read(join(root, 'MAINTAINERS'));
    this.maintainers = result.status === 'read' ? parseMaintainers(decode(result.bytes)) : undefined;
  }

  /** The name of the section about a path of the tree; empty where the tree has no such file. */
  of(path: string): string {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const found = this.maintainers === undefined ? '' : printable(this.maintainers.subsystemOf(path) ?? NOBODY);
    this.known.set(path, found);
    return found;
  }
}
