/** An overlay says what some cells of the matrix would hold if a debate about Linux had ended otherwise. */
import type { EraId } from './eras.ts';
import type { Kind } from './kinds.ts';
import type { Field, FieldValues } from './matrix-types.ts';

/** Some kinds of page hold these values in one field. */
export interface OverlayCell<F extends Field = Field> {
  readonly kinds: readonly Kind[];
  readonly field: F;
  readonly values: readonly FieldValues[F][];
  /** What stands in a table, without a full stop; made from the values where it is absent. */
  readonly text?: string;
}

/** An overlay that was read and found right; plain data, so that it can be sent to another thread. */
export interface Overlay {
  /** Small words with hyphens, as outputs name it. */
  readonly name: string;
  readonly title: string;
  /** The debate, a few lines. */
  readonly story: readonly string[];
  /** The eras it is meant for; empty: any. */
  readonly eras: readonly EraId[];
  /** Kinds that exist under the overlay in an era that has none of them. */
  readonly introduces: readonly Kind[];
  readonly cells: readonly OverlayCell[];
}
