/** What a page frame number tells of its page: some numbers belong to one sort of memory. */
import { framesOf } from '../kernel/dax-frames.ts';
import { ALL, intersect, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import { calleeName, type Expression } from '../model/expression.ts';
import type { State } from './state.ts';
import { stripped } from './text.ts';

/** Of the kinds that a source yields those that can stand behind the frame number which it is given. */
export function behindFrame(yielded: KindSet, frame: Expression, state: State): KindSet {
  const names = frameNames(frame, state);
  if (names.length === 0) return yielded;
  return intersect(
    yielded,
    names.reduce<KindSet>((all, name) => union(all, framesOf(name) ?? ALL), NO_KINDS),
  );
}

/** What the number was got from: the names of calls and iterators. */
function frameNames(expression: Expression, state: State): readonly string[] {
  const inner = stripped(expression);
  if (inner.kind === 'binary') return frameNames(inner.left, state);
  if (inner.kind === 'call') return [calleeName(inner) ?? ''];
  return inner.kind === 'name' ? (state.values.get(inner.name)?.origins ?? []).map(({ name }) => name) : [];
}
