/** What the variables of a function are given, wherever in its text. */
import type { Expression } from '../model/expression.ts';
import type { IrNode } from './ir-nodes.ts';
import { stripped } from './text.ts';

/** What is stored in each variable of a function. */
export function givenIn(nodes: readonly IrNode[]): ReadonlyMap<string, readonly Expression[]> {
  const given = new Map<string, Expression[]>();
  const add = (name: string, value: Expression): void => {
    given.set(name, [...(given.get(name) ?? []), value]);
  };
  for (const node of nodes) {
    if (node['kind'] === 'assign') {
      const left = stripped(node['left'] as Expression);
      if (left.kind === 'name') add(left.name, node['right'] as Expression);
    } else if (typeof node['name'] === 'string' && node['init'] !== undefined && node['kind'] === undefined) {
      add(node['name'], node['init'] as Expression);
    }
  }
  return given;
}
