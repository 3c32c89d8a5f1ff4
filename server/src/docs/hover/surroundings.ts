/** What a hover needs beside the analysis of the file. */
import type { Declared } from '../../model/ports.ts';

export interface Surroundings {
  /** The address under which a page of the package opens; undefined where it does not. */
  page(path: string, anchor?: string): string | undefined;
  /** Where the file's tree declares a helper; undefined for a file without a tree. */
  declared(name: string): Declared | undefined;
  /** The address under which a line of a file of the tree opens, the path relative to it, the line 1-based; undefined where it does not. */
  line(path: string, line: number): string | undefined;
}
