/** What a page frame number tells of its page: some numbers belong to one sort of memory. */
import { framesOf, PAGEMAP_FRAMES, PAGEMAP_TYPE } from '../kernel/dax-frames.ts';
import { ALL, intersect, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import { calleeName, type Expression } from '../model/expression.ts';
import type { Origin } from '../model/site.ts';
import type { State } from './state.ts';
import { stripped } from './text.ts';
import type { Scope } from './types.ts';

/** Of the kinds that a source yields those that can stand behind the frame number which it is given. */
export function behindFrame(
  yielded: KindSet,
  frame: Expression,
  state: State,
  parameters: readonly string[],
  scope: Scope | undefined,
): KindSet {
  const isGiven = originsOf(frame, state).some(({ what }) => what === 'parameter');
  if (isGiven && parameters.some((name) => isPagemap(name, scope))) return intersect(yielded, PAGEMAP_FRAMES);
  const names = frameNames(frame, state);
  if (names.length === 0) return yielded;
  return intersect(
    yielded,
    names.reduce<KindSet>((all, name) => union(all, framesOf(name) ?? ALL), NO_KINDS),
  );
}

/** Whether a parameter points to the description of a range of device memory. */
function isPagemap(parameter: string, scope: Scope | undefined): boolean {
  const type = scope?.type(parameter);
  return type?.name === PAGEMAP_TYPE && type.stars === 1;
}

/** Where a number comes from that is the value of a variable. */
function originsOf(frame: Expression, state: State): readonly Origin[] {
  const inner = stripped(frame);
  return inner.kind === 'name' ? (state.values.get(inner.name)?.origins ?? []) : [];
}

/** What the number was got from: the names of calls and iterators. */
function frameNames(expression: Expression, state: State): readonly string[] {
  const inner = stripped(expression);
  if (inner.kind === 'binary') return frameNames(inner.left, state);
  if (inner.kind === 'call') return [calleeName(inner) ?? ''];
  return originsOf(inner, state).map(({ name }) => name);
}
