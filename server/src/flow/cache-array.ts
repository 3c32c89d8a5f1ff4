/** Pages that are found in the array of a file's cache, be it through a cursor. */
import { ENTRY_KINDS, isCacheArray, looksUpEntry } from '../kernel/entry-lookups.ts';
import type { Expression } from '../model/expression.ts';
import type { Origin } from '../model/site.ts';
import type { Span } from '../text/span.ts';
import type { State, Value } from './state.ts';
import { stripped } from './text.ts';

/** What is found in the array of a mapping's cache; undefined where another array is looked into. */
export function entryOf(name: string, args: readonly Expression[], span: Span, state: State): Value | undefined {
  if (!looksUpEntry(name)) return undefined;
  for (const arg of args) {
    const origins = cacheArray(arg, state)?.origins;
    if (origins) return { origins, sites: [], identity: `${name}@${span.start}` };
  }
  return undefined;
}

/** The address of the array of a mapping's cache, or a cursor over it; undefined for any other expression. */
export function cacheArray(expression: Expression, state: State): Value | undefined {
  const inner = stripped(expression);
  const root = inner.kind === 'unary' && inner.operator === '&' ? stripped(inner.operand) : inner;
  if (root.kind === 'name') {
    const held = state.values.get(root.name);
    return held?.isArray === true ? held : undefined;
  }
  if (root.kind !== 'member' || !isCacheArray(root.field)) return undefined;
  const { start, end } = root;
  const origin: Origin = { what: 'member', name: root.field, kinds: ENTRY_KINDS, known: true, start, end };
  return { origins: [origin], sites: [], isArray: true };
}
