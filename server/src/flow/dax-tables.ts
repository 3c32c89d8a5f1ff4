/**
 * Which operations tables the inode of a DAX page can carry in this tree. A filesystem that never makes an inode DAX
 * carries none; one that gives DAX inodes a table of their own carries that; one that does not carries what it has.
 */
import { FSDAX_KINDS, has, overlaps } from '../kernel/kinds.ts';
import type { FileFacts } from '../model/facts.ts';

/** What a table is to DAX: its inodes never are; they are others' than the DAX ones, or are or may be the DAX ones. */
export type TableRole = 'never' | 'apart' | 'dax' | 'shared';

/** The code of one filesystem or driver, told by its folder. */
interface Module {
  makesDax: boolean;
  /** The tables that are for DAX inodes alone. */
  readonly own: Set<string>;
}

export class DaxTables {
  private readonly modules = new Map<string, Module>();
  /** By variable, the modules that give it to inodes. */
  private readonly givers = new Map<string, Set<string>>();

  constructor(files: readonly FileFacts[]) {
    for (const file of files) this.read(file);
  }

  private read({ path, given, daxMakers }: FileFacts): void {
    if (given.length === 0 && daxMakers.length === 0) return;
    const name = moduleOf(path);
    const module = this.modules.get(name) ?? { makesDax: false, own: new Set() };
    this.modules.set(name, module);
    if (daxMakers.length > 0) module.makesDax = true;
    for (const { variable, excludes, within } of given) {
      this.givers.set(variable, (this.givers.get(variable) ?? new Set()).add(name));
      // It is for DAX inodes where a test leaves no others, or where the same function makes the inode DAX.
      const isForDax = has(excludes, 'cache') || daxMakers.some((maker) => maker.within === within);
      if (isForDax && !overlaps(excludes, FSDAX_KINDS)) module.own.add(variable);
    }
  }

  /** What a table of a file is to DAX; one that nobody is seen to give away belongs to the module of the file. */
  roleOf(path: string, variable: string): TableRole {
    const home = moduleOf(path);
    const givers = this.givers.get(variable);
    const names = givers === undefined || givers.has(home) ? [home] : [...givers];
    const modules = names.flatMap((name) => this.modules.get(name) ?? []);
    if (modules.some(({ own }) => own.has(variable))) return 'dax';
    const makers = modules.filter(({ makesDax }) => makesDax);
    if (makers.length === 0) return 'never';
    return makers.every(({ own }) => own.size > 0) ? 'apart' : 'shared';
  }
}

/** The modules of a tree that make inodes DAX. */
export function daxModules(files: readonly FileFacts[]): ReadonlySet<string> {
  return new Set(files.filter(({ daxMakers }) => daxMakers.length > 0).map(({ path }) => moduleOf(path)));
}

/** The part of the tree that is one module, as far as the folders tell: a filesystem, or a kind of driver. */
export function moduleOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, 2).join('/');
}
