/** Kinds of page in few words. */
import { ALL, describeKinds, type KindSet, kindsOf, minus } from '../../kernel/kinds.ts';

/** Names the kinds of a set, or those it lacks where they are fewer. */
export function shortKinds(set: KindSet): string {
  const missing = minus(ALL, set);
  if (kindsOf(missing).length >= kindsOf(set).length) return describeKinds(set);
  return kindsOf(missing).length === 0 ? 'any kind' : `any kind but ${describeKinds(missing, 'and')}`;
}
