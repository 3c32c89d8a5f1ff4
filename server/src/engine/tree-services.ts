/** What an open file asks of its tree. */
import type { FileArrivals } from '../model/solution.ts';
import type { FileDeclarations } from '../model/declarations.ts';
import type { Severity } from '../model/finding.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import type { Lowering } from '../model/ports.ts';
import type { FileLookup } from './lookup.ts';

export interface TreeServices {
  readonly lowering: Lowering;
  /** The matrix of the tree's era. */
  readonly matrix: EraMatrix;
  /** What the whole tree sends to the places of a file; undefined while the tree is not solved. */
  arrivals(path: string): FileArrivals | undefined;
  lookup(path: string, own: FileDeclarations): FileLookup;
  /**
   * Whether a text can hold a use of a field that is looked for. `isReached`: pages of a device are known to get into the
   * text from elsewhere.
   */
  holdsField(text: string, isReached: boolean): boolean;
  /** The severity that a setting gives a rule. */
  severity(rule: string): Severity | 'off' | undefined;
  /** Whether the tree declares a helper; undefined where its headers do not tell. */
  declaresHelper(name: string): boolean | undefined;
}
