/** Questions whether a file is DAX in a function that works on two files, where nobody asks about the other one. */
import { rowsOf } from '../kernel/helper-table.ts';
import { asksFileForDax } from '../kernel/layout-breaks.ts';
import { type Call, calleeName, type Expression } from '../model/expression.ts';
import type { FunctionIr } from '../model/statement.ts';
import type { AskedAlone } from '../model/unit.ts';
import { givenIn } from './given.ts';
import { nodesIn } from './ir-nodes.ts';
import { namesIn, textOf } from './text.ts';

/** The types of a file with data of its own, as a parameter has them. */
const FILES: ReadonlySet<string> = new Set(['struct inode', 'struct file', 'struct address_space']);

/** How many variables are followed back to what they were given. */
const MAX_DEPTH = 4;

/**
 * The first question about one of two files, where the function hands both to another one behind it; spans are offsets
 * from the start of the item.
 */
export function askedAloneIn(ir: FunctionIr): readonly AskedAlone[] {
  const files = ir.parameters.filter(({ type }) => type?.stars === 1 && FILES.has(type.name));
  if (files.length < 2) return [];
  const nodes = [...nodesIn(ir.body)];
  const given = givenIn(nodes);
  const roots = (value: Expression, depth = 0): readonly string[] =>
    [...namesIn(value)].flatMap((name) => {
      if (files.some((file) => file.name === name)) return [name];
      return depth === MAX_DEPTH ? [] : (given.get(name) ?? []).flatMap((each) => roots(each, depth + 1));
    });
  const calls = nodes.filter((node) => node['kind'] === 'call') as unknown as readonly Call[];
  const questions = calls.filter((call) => asksFileForDax(calleeName(call) ?? ''));
  const asked = new Set(questions.flatMap(({ args }) => args.flatMap((argument) => roots(argument))));
  const [first] = questions;
  const [one] = asked;
  if (first === undefined || one === undefined || asked.size !== 1) return [];
  const type = files.find(({ name }) => name === one)?.type?.name;
  const other = files.find((file) => file.name !== one && file.type?.name === type);
  if (other === undefined) return [];
  for (const call of calls) {
    if (call.start < first.start || isQuestion(call)) continue;
    const argument = call.args.find((each) => roots(each).includes(other.name));
    if (argument === undefined || !call.args.some((each) => roots(each).includes(one))) continue;
    const text = textOf(first);
    return [{ start: first.start, end: first.end, text, other: textOf(argument), by: calleeName(call) ?? '' }];
  }
  return [];
}

/** A call that only asks works on nothing. */
function isQuestion(call: Call): boolean {
  return rowsOf(calleeName(call) ?? '').some(({ role }) => role === 'guard');
}
