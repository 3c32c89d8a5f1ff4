/** Reads the facts of a file: each function and macro that can hand a page on is walked once. */
import { type FunctionFlows, flowsOf } from '../flow/observe-flows.ts';
import type { TypeLookup } from '../flow/types.ts';
import { classOf, calledAs } from '../flow/called-as.ts';
import { ALL } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import type { FileFacts, FlowEdge, FlowPlace, FunctionFacts, PointerCall, TableEntry } from '../model/facts.ts';
import type { Lowering } from '../model/ports.ts';
import type { FunctionIr, Statement } from '../model/statement.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Entry } from './item-list.ts';
import type { TreeServices } from './tree-services.ts';

/**
 * The words without which an item can neither hold a page nor hand one on: what has to do with pages says so in a type,
 * a member or the name of a function it calls.
 */
const CAN_CARRY = /[pP]age|[fF]olio|bvec|bv_|\bbio|pvec|_ops\b|aops|return\s[^;]*alloc\w*\(/;

/** A tracepoint of a class: it hands on what it is called with. */
const EVENT_OF_CLASS = /^DEFINE_EVENT\w*\s*\(\s*(\w+)\s*,\s*(\w+)\s*,/;

/** More parameters than any tracepoint has. */
const MOST_PARAMETERS = 12;

/** Reads the facts of the items of one file. */
export function factsOf(
  path: string,
  text: string,
  entries: readonly Entry[],
  {
    lookup,
    matrix,
    lowering,
    holdsField,
  }: Pick<TreeServices, 'holdsField'> & {
    readonly lookup: TypeLookup;
    readonly matrix: EraMatrix;
    readonly lowering: Lowering;
  },
): FileFacts {
  const lines = new LineIndex(text);
  const lineAt = (offset: number): number => lines.position(offset).line + 1;
  const functions: FunctionFacts[] = [];
  const edges: FlowEdge[] = [];
  const calls: PointerCall[] = [];
  const tables: TableEntry[] = [];
  const asked = new Set<FlowPlace>();
  for (const entry of entries) {
    for (const [name, installed] of entry.declared.installed) {
      for (const { table, member } of installed) tables.push({ table, member, function: name });
    }
    const item = text.slice(entry.start, entry.end);
    if (!CAN_CARRY.test(item)) continue;
    const event = EVENT_OF_CLASS.exec(item);
    if (event) {
      const line = lineAt(entry.start);
      const [, group = '', name = ''] = event;
      const carries = [...Array(MOST_PARAMETERS).keys()];
      for (const place of carries) {
        const [from, to] = [`P trace_${name} ${place}`, `P ${classOf(group)} ${place}`];
        edges.push({ from, to, keep: ALL, line, within: functions.length, how: 'argument' });
      }
      functions.push({ name: `trace_${name}`, isLocal: false, line, carries });
      continue;
    }
    for (const { ir, flows } of itemFlows(item, entry, lookup, matrix, lowering)) {
      const within = ir.form === 'initialiser' ? -1 : functions.length;
      const at = (offset: number): number => lineAt(entry.start + offset);
      if (within >= 0) {
        functions.push({
          name: calledAs(ir),
          isLocal: path.endsWith('.c') && /\b(?:static|STATIC)\b/.test(item.slice(ir.start, ir.nameSpan.start)),
          line: at(ir.nameSpan.start),
          carries: flows.carries,
        });
      }
      if (holdsField(item)) for (const place of flows.asked) asked.add(place);
      for (const { at: offset, ...edge } of flows.edges) edges.push({ ...edge, line: at(offset), within });
      for (const { at: offset, ...call } of flows.calls) calls.push({ ...call, line: at(offset), within });
    }
  }
  return { path, functions, edges, calls, entries: tables, asked: [...asked] };
}

function* itemFlows(
  item: string,
  { kind, complete }: Entry,
  lookup: TypeLookup,
  matrix: EraMatrix,
  lowering: Lowering,
): Generator<{ readonly ir: FunctionIr; readonly flows: FunctionFlows }> {
  if (kind !== 'function' && kind !== 'macro' && kind !== 'declaration') return;
  try {
    const lowered = kind === 'macro' ? lowering.macro(item) : lowering.item(item, complete);
    for (const ir of lowered.functions) {
      const whole = callable(ir);
      yield { ir: whole, flows: flowsOf(whole, lookup, matrix) };
    }
  } catch {
    // Nested too deeply: the analysis of the item has it as a gap.
  }
}

/** A macro's value is that of its last expression. */
function callable(ir: FunctionIr): FunctionIr {
  const last = ir.body[ir.body.length - 1];
  if (ir.form !== 'macro' || last?.kind !== 'expression') return ir;
  const value: Statement = { kind: 'return', value: last.expression, start: last.start, end: last.end };
  return { ...ir, body: [...ir.body.slice(0, -1), value] };
}
