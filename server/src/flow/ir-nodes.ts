/** The statements and expressions of a lowered function, whatever their form. */

/** One statement or expression, by its fields. */
export type IrNode = Readonly<Record<string, unknown>>;

/** Every statement and expression of a part of a function, outer ones first. */
export function* nodesIn(part: unknown): Generator<IrNode> {
  if (Array.isArray(part)) {
    for (const each of part) yield* nodesIn(each);
  } else if (part !== null && typeof part === 'object') {
    const node = part as IrNode;
    yield node;
    yield* nodesIn(Object.values(node));
  }
}
