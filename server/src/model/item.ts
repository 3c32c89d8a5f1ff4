/** A top-level item of a C file: what the scan tier cuts a file into; spans are file offsets. */
import type { Span } from '../text/span.ts';

export type ItemKind = 'function' | 'declaration' | 'macro' | 'directive' | 'other';

export interface Item extends Span {
  readonly kind: ItemKind;
  /** False where the text ended before the item did (an unclosed brace): the file is being typed. */
  readonly complete: boolean;
}
