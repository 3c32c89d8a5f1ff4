/** Reads the facts of a file: each function and macro that can hand a page on is walked once. */
import { type FunctionFlows, flowsOf } from '../flow/observe-flows.ts';
import { makesDax } from '../flow/table-installs.ts';
import type { TypeLookup } from '../flow/types.ts';
import { classOf, calledAs } from '../flow/called-as.ts';
import { ALL } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import type {
  DaxMaker,
  FileFacts,
  FlowEdge,
  FlowPlace,
  FunctionFacts,
  PointerCall,
  TableEntry,
  TableGiven,
} from '../model/facts.ts';
import type { Lowering } from '../model/ports.ts';
import type { FunctionIr, Statement } from '../model/statement.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Entry } from './item-list.ts';
import type { TreeServices } from './tree-services.ts';

/**
 * The words without which an item can neither hold a page nor hand one on: what has to do with pages says so in a type,
 * a member or the name of a function it calls.
 */
const CAN_CARRY = /S_DAX|[pP]age|[fF]olio|bvec|bv_|\bbio|pvec|_ops\b|aops|return\s[^;]*alloc\w*\(/;

/** A function that answers a pointer to anything, and a macro that hands what it is given to a function. */
const ANSWERS_ANYTHING = /^[^{}();=]*\bvoid\s*\*\s*\w+\s*\(/;
const HANDS_ON = /^#\s*define\s+\w+\([^)]*\b(\w+)\b[^]*?\)[^]*?\b[a-z]\w*\(\s*(?:[\w, ]*[, ])?\1\s*[,)]/;

function isPassedOn(kind: Entry['kind'], item: string): boolean {
  if (kind === 'function') return ANSWERS_ANYTHING.test(item);
  return kind === 'macro' && HANDS_ON.test(item);
}

/** A tracepoint of a class: it hands on what it is called with. */
const EVENT_OF_CLASS = /^DEFINE_EVENT\w*\s*\(\s*(\w+)\s*,\s*(\w+)\s*,/;

/** More parameters than any tracepoint has. */
const MOST_PARAMETERS = 12;

/** What the reading of an item needs. */
type Reading = Pick<TreeServices, 'holdsField'> & {
  readonly lookup: TypeLookup;
  readonly matrix: EraMatrix;
  readonly lowering: Lowering;
};

/** Reads the facts of the items of one file. */
export function factsOf(path: string, text: string, entries: readonly Entry[], reading: Reading): FileFacts {
  return new FactsReader(path, text, reading).read(entries);
}

class FactsReader {
  private readonly path: string;
  private readonly text: string;
  private readonly reading: Reading;
  private readonly lines: LineIndex;
  private readonly functions: FunctionFacts[] = [];
  private readonly edges: FlowEdge[] = [];
  private readonly calls: PointerCall[] = [];
  private readonly tables: TableEntry[] = [];
  private readonly given: TableGiven[] = [];
  private readonly daxMakers: DaxMaker[] = [];
  private readonly asked = new Set<FlowPlace>();

  constructor(path: string, text: string, reading: Reading) {
    this.path = path;
    this.text = text;
    this.reading = reading;
    this.lines = new LineIndex(text);
  }

  read(entries: readonly Entry[]): FileFacts {
    const others: Entry[] = [];
    for (const entry of entries) {
      for (const [name, installed] of entry.declared.installed) {
        for (const { table, variable, member } of installed) {
          const line = this.lineOf(entry, `.${member}`);
          this.tables.push({ table, variable, member, function: name, line });
        }
      }
      const item = this.text.slice(entry.start, entry.end);
      if (CAN_CARRY.test(item) || isPassedOn(entry.kind, item)) this.item(entry, item);
      else others.push(entry);
    }
    this.callers(others);
    const { path, functions, edges, calls, tables, given, daxMakers, asked } = this;
    return { path, functions, edges, calls, entries: tables, given, daxMakers, asked: [...asked] };
  }

  /** Items that name a function of this file which gets pages may hand it on, as a callback, without a word of pages. */
  private callers(entries: readonly Entry[]): void {
    const names = this.functions.filter(({ carries }) => carries.length > 0).map(({ name }) => name);
    if (names.length === 0) return;
    const known = new Set(names);
    for (const entry of entries) {
      if (entry.kind !== 'function') continue;
      const item = this.text.slice(entry.start, entry.end);
      if ((item.match(/\w+/g) ?? []).some((word) => known.has(word))) this.item(entry, item);
    }
  }

  private item(entry: Entry, item: string): void {
    const event = EVENT_OF_CLASS.exec(item);
    if (event) {
      this.event(event[1] ?? '', event[2] ?? '', this.lineAt(entry.start));
      return;
    }
    const { holdsField, lookup, matrix, lowering } = this.reading;
    for (const { ir, flows } of itemFlows(item, entry, lookup, matrix, lowering)) {
      const within = ir.form === 'initialiser' ? -1 : this.functions.length;
      const at = (offset: number): number => this.lineAt(entry.start + offset);
      if (within >= 0) this.define(ir, item, at(ir.nameSpan.start), flows.carries);
      if (holdsField(item, true)) for (const place of flows.asked) this.asked.add(place);
      for (const { at: offset, ...edge } of flows.edges) this.edges.push({ ...edge, line: at(offset), within });
      for (const { at: offset, ...call } of flows.calls) this.calls.push({ ...call, line: at(offset), within });
      for (const { at: offset, table, excludes } of flows.given)
        this.given.push({ variable: table, excludes, line: at(offset), within });
      const makes = item.includes('S_DAX') ? makesDax(ir) : undefined;
      if (makes !== undefined) this.daxMakers.push({ line: at(makes), within });
    }
  }

  private define(ir: FunctionIr, item: string, line: number, carries: readonly number[]): void {
    const isLocal = this.path.endsWith('.c') && /\b(?:static|STATIC)\b/.test(item.slice(ir.start, ir.nameSpan.start));
    this.functions.push({ name: calledAs(ir), isLocal, line, carries });
  }

  /** A tracepoint of a class hands on what it is called with. */
  private event(group: string, name: string, line: number): void {
    const carries = [...Array(MOST_PARAMETERS).keys()];
    for (const place of carries) {
      const [from, to] = [`P trace_${name} ${place}`, `P ${classOf(group)} ${place}`];
      this.edges.push({ from, to, keep: ALL, line, within: this.functions.length, how: 'argument' });
    }
    this.functions.push({ name: `trace_${name}`, isLocal: false, line, carries });
  }

  /** The line of the first place in an item that has a text; that of the item where it has none. */
  private lineOf({ start, end }: Entry, text: string): number {
    return this.lineAt(start + Math.max(0, this.text.slice(start, end).indexOf(text)));
  }

  private lineAt(offset: number): number {
    return this.lines.position(offset).line + 1;
  }
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
