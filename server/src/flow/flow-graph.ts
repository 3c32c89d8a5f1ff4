/** The graph of the whole tree: places are nodes, each call has nodes of its own, and calls through pointers become edges. */
import { sourceOf } from '../kernel/helper-table.ts';
import { ALL, has, intersect, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import type { FileFacts, FlowEdge, FlowPlace, FlowStep, PointerCall, TableEntry } from '../model/facts.ts';
import type { EdgeStep } from '../model/solution.ts';
import type { TableRole } from './dax-tables.ts';
import { heldFunctions } from './held-functions.ts';

/** The struct of the operations that a page leads to. */
const OPERATIONS = 'struct address_space_operations';

/** The place of which nothing is known. */
export const UNKNOWN = 'U';

export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly keep: KindSet;
  readonly step: EdgeStep;
  /** What arrives over it is possible and not proven: other objects of the same struct share the place, or see `isAny`. */
  readonly isWeak: boolean;
  /**
   * It comes from a source of pages of any kind, and no guard has told page cache apart. Which frame `pfn_to_page()` is given
   * only the one who has its number knows.
   */
  readonly isAny: boolean;
}

/**
 * A node is a `parameter`, a `formal` result of a function, `local` to one call (an argument, what the call gives back),
 * or `shared` by all functions.
 */
export type NodeClass = 'parameter' | 'formal' | 'local' | 'shared';

/** What one call hands to one function and gets back. */
export interface CallSite {
  readonly callee: string;
  /** The nodes of arguments by their place, and of what is given back: `R`, or `O 0`; with a `!` where it is about callbacks. */
  readonly args: Map<string, number>;
  readonly results: Map<string, number>;
}

/** A call through a pointer, with the place that holds the function and the functions that it can hold. */
export interface PointedCall {
  readonly file: FileFacts;
  readonly call: PointerCall;
  /** The place in the whole tree, such as `M struct address_space_operations.dirty_folio`. */
  readonly name: string;
  /** Keys of functions. */
  readonly held: readonly string[];
}

/** A function of the tree under one name; several definitions of a name, for other configurations, are one. */
interface Definition {
  readonly carries: Set<number>;
}

export class FlowGraph {
  readonly names: string[] = [];
  readonly classes: NodeClass[] = [];
  /** Every call that hands something on or gives something back. */
  readonly sites = new Map<string, CallSite>();
  private readonly ids = new Map<string, number>();
  private readonly list: GraphEdge[] = [];
  private readonly out: number[][] = [];
  private readonly sources: number[] = [];
  private readonly definitions = new Map<string, Definition>();
  private readonly locals = new Map<string, Set<string>>();
  private readonly calls: { readonly file: FileFacts; readonly call: PointerCall }[] = [];
  /** The functions whose address a node can hold. */
  private held: ReadonlyMap<number, ReadonlySet<string>> = new Map();
  private readonly limits = new Map<number, KindSet>();
  /** Functions that get what their operations table promises, whoever calls them through a pointer. */
  private readonly promised = new Set<string>();
  /** The kinds that can be of the inodes whose tables a function is in. */
  private readonly served = new Map<string, KindSet>();

  get nodes(): number {
    return this.names.length;
  }

  edge(at: number): GraphEdge {
    const edge = this.list[at];
    if (edge === undefined) throw new RangeError(`no edge ${at}`);
    return edge;
  }

  edgesFrom(node: number): readonly number[] {
    return this.out[node] ?? [];
  }

  /** Whether anything is sent to a node. */
  hasSource(node: number): boolean {
    return (this.sources[node] ?? 0) > 0;
  }

  /** The parameters of every function, by node. */
  *parameters(): Generator<{ readonly name: string; readonly node: number }> {
    for (const [node, name] of this.names.entries()) {
      if (this.classes[node] === 'parameter') yield { name, node };
    }
  }

  /** Makes the functions of a file known. */
  define(file: FileFacts): void {
    const local = new Set<string>();
    for (const { name, isLocal, carries } of file.functions) {
      if (isLocal) local.add(name);
      const key = isLocal ? `${name}@${file.path}` : name;
      const known = this.definitions.get(key);
      if (known) for (const place of carries) known.carries.add(place);
      else this.definitions.set(key, { carries: new Set(carries) });
    }
    if (local.size > 0) this.locals.set(file.path, local);
  }

  /** Adds what a file hands on; every file has been defined before. */
  link(file: FileFacts): void {
    for (const edge of file.edges) this.linkEdge(file, edge);
    for (const { table, member, function: name } of file.entries) {
      const key = this.functionKey(file.path, name);
      if (this.definitions.has(key)) {
        this.add(`F ${key}`, `M ${table}.${member}`, ALL, this.step(file, -1, 1, 'store'));
      }
    }
    for (const call of file.calls) this.calls.push({ file, call });
    for (const place of file.asked) this.place(file.path, place);
  }

  private linkEdge(file: FileFacts, edge: FlowEdge): void {
    const { path } = file;
    const from = this.place(path, edge.from);
    const to = this.place(path, edge.to);
    const step = this.step(file, edge.within, edge.line, edge.how);
    if (!this.isUseful(to) || !this.isUseful(from)) return;
    if (edge.call === undefined) {
      this.add(from, to, edge.keep, step);
      return;
    }
    const argument = this.argument(path, edge, to);
    this.add(from, argument, edge.keep, step);
  }

  /** The node of one argument of one call, which leads to the parameter. */
  private argument(path: string, edge: FlowEdge, parameter: string): string {
    const name = `A ${parameter.slice(2)} ${edge.call}@${path}`;
    if (this.ids.has(name)) return name;
    const { callee, index } = parameterOf(parameter);
    this.add(name, parameter, ALL, { file: '', line: 0, function: '', how: 'argument' });
    this.site(callee, `${edge.call}@${path}`).args.set(index, this.node(name));
    return name;
  }

  private site(callee: string, call: string): CallSite {
    const key = `${callee} ${call}`;
    const known = this.sites.get(key) ?? { callee, args: new Map(), results: new Map() };
    this.sites.set(key, known);
    return known;
  }

  /** A function of a table gets pages of these kinds from whoever calls it through a pointer. */
  promise(file: FileFacts, { table, member, function: name, line }: TableEntry, kinds: KindSet, role: TableRole): void {
    const key = this.functionKey(file.path, name);
    this.promised.add(key);
    const source = `S ${table}.${member}?${role}`;
    for (const place of this.definitions.get(key)?.carries ?? []) {
      const step: EdgeStep = { file: file.path, line, function: '', how: 'contract' };
      this.add(source, `P ${key} ${place}`, kinds, step);
    }
  }

  /** A function is in a table, whose inodes can have these kinds of page. */
  serve(file: FileFacts, { function: name }: TableEntry, kinds: KindSet): void {
    const key = this.functionKey(file.path, name);
    this.served.set(key, union(this.served.get(key) ?? NO_KINDS, kinds));
  }

  /** What a function is for, whoever calls it: its parameter gets pages of these kinds and, where one does not fit, it is the caller that is wrong. */
  limit(file: FileFacts, name: string, index: number, kinds: KindSet): void {
    const key = this.functionKey(file.path, name);
    if (this.definitions.get(key)?.carries.has(index)) this.limits.set(this.node(`P ${key} ${index}`), kinds);
  }

  /** The kinds that a node can get. */
  limitOf(node: number): KindSet {
    return this.limits.get(node) ?? ALL;
  }

  /** Links what each call gives back to what its function does. */
  linkResults(): void {
    for (const { callee, results } of this.sites.values()) {
      if (!this.definitions.has(callee)) continue;
      for (const [result, node] of results) this.connect(this.node(formalOf(result, callee)), node, ALL, NOWHERE);
    }
  }

  /** The calls through pointers, each with the functions that one place of it can hold. */
  *pointerCalls(): Generator<PointedCall> {
    for (const { file, call } of this.calls) {
      for (const callee of call.callees) {
        const name = this.place(file.path, callee);
        yield { file, call, name, held: [...this.heldBy(name)] };
      }
    }
  }

  /** Finds the functions that the pointers can hold, and links the calls through them. */
  resolveCalls(): void {
    this.held = heldFunctions(this);
    for (const { file, call, name, held } of this.pointerCalls()) {
      for (const key of held) {
        if (this.promised.has(key)) continue;
        for (const { index, from, keep } of call.args) {
          const to = `P ${key} ${index}`;
          const source = this.place(file.path, from);
          if (!this.isUseful(to) || !this.isUseful(source)) continue;
          const step = this.step(file, call.within, call.line, 'callback');
          // A page leads to the operations of its own file: a table that DAX inodes can have gets their pages.
          const served = isOperation(name) ? this.served.get(key) : undefined;
          const isWeak = held.length > 1 && !(served !== undefined && has(served, 'fsdax'));
          this.add(source, to, intersect(keep, served ?? ALL), step, isWeak);
        }
      }
    }
    for (const name of this.names.slice()) {
      const [, argument, pointer] = /^(?:I|X (\d+)) (.*)$/.exec(name) ?? [];
      if (pointer === undefined) continue;
      for (const key of this.heldBy(pointer)) {
        const given = argument === undefined ? `R ${key}` : `O ${key} ${argument}`;
        this.add(given, name, ALL, { file: '', line: 0, function: key, how: 'result' }, true);
      }
    }
  }

  /** Adds what a call gives back of one of its arguments. */
  summarise(site: CallSite, argument: string, result: string, keep: KindSet): void {
    const from = site.args.get(argument);
    const to = site.results.get(result);
    if (from !== undefined && to !== undefined) this.connect(from, to, keep, NOWHERE);
  }

  /** The node of a place of a file; undefined where no edge touches it. */
  find(path: string, place: FlowPlace): number | undefined {
    return this.ids.get(this.place(path, place, false));
  }

  private heldBy(name: string): Iterable<string> {
    if (name.startsWith('F ')) return [name.slice(2)];
    const node = this.ids.get(name);
    return (node === undefined ? undefined : this.held.get(node)) ?? [];
  }

  private step(file: FileFacts, within: number, line: number, how: FlowStep): EdgeStep {
    return { file: file.path, line, function: file.functions[within]?.name ?? '', how };
  }

  /** What is handed to a parameter that cannot hold a page, or to a function that is not in the tree, goes nowhere. */
  private isUseful(name: string): boolean {
    if (!name.startsWith('P ')) return true;
    const { callee, index } = parameterOf(name);
    return this.definitions.get(callee)?.carries.has(Number.parseInt(index, 10)) ?? false;
  }

  private add(from: string, to: string, keep: KindSet, step: EdgeStep, isWeak = from.startsWith('M ')): void {
    const isAny = has(keep, 'cache') && yieldsAny(from);
    this.connect(this.node(from), this.node(to), keep, step, isWeak || isAny, isAny);
    if (from.startsWith('F ')) {
      const target = this.node(to);
      this.sources[target] = (this.sources[target] ?? 1) - 1;
    }
  }

  private connect(from: number, to: number, keep: KindSet, step: EdgeStep, isWeak = false, isAny = false): void {
    this.out[from]?.push(this.list.length);
    this.list.push({ from, to, keep, step, isWeak, isAny });
    this.sources[to] = (this.sources[to] ?? 0) + 1;
  }

  private node(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = this.names.length;
    this.ids.set(name, id);
    this.names.push(name);
    this.classes.push(classOf(name));
    this.out.push([]);
    this.sources.push(0);
    return id;
  }

  /** The name of a place in the whole tree: functions and variables of one file are told apart by its path. */
  private place(path: string, place: FlowPlace, isNew = true): string {
    const [letter = '', name = '', second, third] = place.split(' ');
    switch (letter) {
      case 'P':
        return `P ${this.functionKey(path, name)} ${second}`;
      case 'O':
        return this.given(path, `O ${second}`, name, third, isNew);
      case 'R':
        return this.given(path, 'R', name, second, isNew);
      case 'V': {
        const key = this.functionKey(path, name);
        return this.definitions.has(key) ? `F ${key}` : `V ${name}@${path}`;
      }
      case 'I':
        return `I ${this.place(path, place.slice(2), isNew)}`;
      case 'X':
        return `X ${name} ${this.place(path, place.slice(`X ${name} `.length), isNew)}`;
      default:
        return place;
    }
  }

  /** What a function gives back, or what one call of it does. */
  private given(path: string, result: string, name: string, call: string | undefined, isNew: boolean): string {
    const key = this.functionKey(path, name);
    const callee = withoutMark(key);
    const marked = key === callee ? result : `${result}!`;
    const formal = formalOf(marked, callee);
    if (call === undefined) return formal;
    const id = `${formal} ${call}@${path}`;
    if (isNew) this.site(callee, `${call}@${path}`).results.set(marked, this.node(id));
    return id;
  }

  /** The key of a function in the whole tree: its name, with the path behind it where only its file can see it. */
  functionKey(path: string, name: string): string {
    const plain = withoutMark(name);
    const key = this.locals.get(path)?.has(plain) ? `${plain}@${path}` : plain;
    return plain === name ? key : `${key}!`;
  }
}

/** Whether a place is a source that yields pages of every kind. */
function yieldsAny(place: string): boolean {
  const yields = place.startsWith('S ') ? sourceOf(place.slice(2))?.yields : undefined;
  return yields?.every(({ kinds }) => kinds === ALL) ?? false;
}

/** Whether a place is a member of the operations that a page leads to. */
function isOperation(name: string): boolean {
  return name.startsWith(`M ${OPERATIONS}.`);
}

/** A place is marked by a `!` behind the name of its function. */
function withoutMark(name: string): string {
  return name.endsWith('!') ? name.slice(0, -1) : name;
}

/** The function of a `P` node, and which of its parameters: `0`, or `0!` for what is called back from there. */
export function parameterOf(name: string): { readonly callee: string; readonly index: string } {
  const end = name.lastIndexOf(' ');
  const key = name.slice(2, end);
  const callee = withoutMark(key);
  return { callee, index: key === callee ? name.slice(end + 1) : `${name.slice(end + 1)}!` };
}

/** The node of what a function gives back: `R f` for `R`, `O f! 0` for `O 0!`. */
export function formalOf(result: string, callee: string): string {
  const plain = withoutMark(result);
  const [letter, index] = plain.split(' ');
  const key = plain === result ? callee : `${callee}!`;
  return index === undefined ? `${letter} ${key}` : `${letter} ${key} ${index}`;
}

const NOWHERE: EdgeStep = { file: '', line: 0, function: '', how: 'result' };

function classOf(name: string): NodeClass {
  switch (name[0]) {
    case 'P':
      return 'parameter';
    case 'A':
      return 'local';
    case 'R':
    case 'O':
      // The id of a call has a colon, a function's name and its file have none.
      return name.includes(':') ? 'local' : 'formal';
    default:
      return 'shared';
  }
}
