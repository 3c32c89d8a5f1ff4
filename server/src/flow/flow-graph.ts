/** The graph of the whole tree: places are nodes, and calls through pointers become edges to the functions they can call. */
import { ALL, type KindSet } from '../kernel/kinds.ts';
import type { FileFacts, FlowPlace, FlowStep, PointerCall, TableEntry } from '../model/facts.ts';

/** The place of which nothing is known. */
export const UNKNOWN = 'U';

/** Where an edge stands in the tree. */
export interface EdgeStep {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly how: FlowStep | 'contract';
}

export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly keep: KindSet;
  readonly step: EdgeStep;
}

/** A function of the tree under one name; several definitions of a name, for other configurations, are one. */
interface Definition {
  readonly carries: Set<number>;
}

export class FlowGraph {
  readonly names: string[] = [];
  private readonly ids = new Map<string, number>();
  private readonly list: GraphEdge[] = [];
  private readonly out: number[][] = [];
  private readonly sources: number[] = [];
  private readonly definitions = new Map<string, Definition>();
  private readonly locals = new Map<string, Set<string>>();
  private readonly calls: { readonly file: FileFacts; readonly call: PointerCall }[] = [];
  /** The functions whose address a node can hold. */
  private readonly held = new Map<number, Set<string>>();
  /** Functions that get what their operations table promises, whoever calls them through a pointer. */
  private readonly promised = new Set<string>();

  get nodes(): number {
    return this.names.length;
  }

  edge(at: number): GraphEdge {
    return this.list[at] as GraphEdge;
  }

  edgesFrom(node: number): readonly number[] {
    return this.out[node] ?? [];
  }

  /** Whether anything is sent to a node. */
  hasSource(node: number): boolean {
    return (this.sources[node] ?? 0) > 0;
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
    for (const edge of file.edges) {
      const to = this.place(file.path, edge.to);
      const from = this.place(file.path, edge.from);
      if (!this.isUseful(to) || !this.isUseful(from)) continue;
      this.add(from, to, edge.keep, this.step(file, edge.within, edge.line, edge.how));
    }
    for (const { table, member, function: name } of file.entries) {
      const key = this.functionKey(file.path, name);
      if (this.definitions.has(key)) {
        this.add(`F ${key}`, `M ${table}.${member}`, ALL, this.step(file, -1, 1, 'store'));
      }
    }
    for (const call of file.calls) this.calls.push({ file, call });
  }

  /** A function of a table gets pages of these kinds from whoever calls it through a pointer. */
  promise(file: FileFacts, { table, member, function: name }: TableEntry, kinds: KindSet): void {
    const key = this.functionKey(file.path, name);
    this.promised.add(key);
    for (const place of this.definitions.get(key)?.carries ?? []) {
      const step: EdgeStep = { file: file.path, line: 1, function: '', how: 'contract' };
      this.add(`S ${table}.${member}`, `P ${key} ${place}`, kinds, step);
    }
  }

  /** Finds the functions that the pointers can hold, and links the calls through them. */
  resolveCalls(): void {
    this.spreadFunctions();
    for (const { file, call } of this.calls) {
      for (const callee of call.callees) {
        for (const key of this.heldBy(this.place(file.path, callee))) {
          if (this.promised.has(key)) continue;
          for (const { index, from, keep } of call.args) {
            const to = `P ${key} ${index}`;
            const source = this.place(file.path, from);
            if (!this.isUseful(to) || !this.isUseful(source)) continue;
            this.add(source, to, keep, this.step(file, call.within, call.line, 'argument'));
          }
        }
      }
    }
    for (const name of [...this.names]) {
      if (!name.startsWith('I ')) continue;
      for (const key of this.heldBy(name.slice(2))) {
        this.add(`R ${key}`, name, ALL, { file: '', line: 0, function: key, how: 'result' });
      }
    }
  }

  /** The node of a place of a file; undefined where no edge touches it. */
  find(path: string, place: FlowPlace): number | undefined {
    return this.ids.get(this.place(path, place));
  }

  private heldBy(name: string): Iterable<string> {
    if (name.startsWith('F ')) return [name.slice(2)];
    const node = this.ids.get(name);
    return (node === undefined ? undefined : this.held.get(node)) ?? [];
  }

  private spreadFunctions(): void {
    const queue: number[] = [];
    for (const [node, name] of this.names.entries()) {
      if (!name.startsWith('F ')) continue;
      this.held.set(node, new Set([name.slice(2)]));
      queue.push(node);
    }
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      for (const at of this.edgesFrom(node)) {
        const { to } = this.edge(at);
        const before = this.held.get(to) ?? new Set<string>();
        const size = before.size;
        for (const name of this.held.get(node) ?? []) before.add(name);
        if (before.size === size) continue;
        this.held.set(to, before);
        queue.push(to);
      }
    }
  }

  private step(file: FileFacts, within: number, line: number, how: FlowStep): EdgeStep {
    return { file: file.path, line, function: file.functions[within]?.name ?? '', how };
  }

  /** What is handed to a parameter that cannot hold a page, or to a function that is not in the tree, goes nowhere. */
  private isUseful(name: string): boolean {
    if (!name.startsWith('P ')) return true;
    const end = name.lastIndexOf(' ');
    const definition = this.definitions.get(name.slice(2, end));
    return definition !== undefined && definition.carries.has(Number(name.slice(end + 1)));
  }

  private add(from: string, to: string, keep: KindSet, step: EdgeStep): void {
    const source = this.node(from);
    const target = this.node(to);
    this.out[source]?.push(this.list.length);
    this.list.push({ from: source, to: target, keep, step });
    if (!from.startsWith('F ')) this.sources[target] = (this.sources[target] ?? 0) + 1;
  }

  private node(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = this.names.length;
    this.ids.set(name, id);
    this.names.push(name);
    this.out.push([]);
    this.sources.push(0);
    return id;
  }

  /** The name of a place in the whole tree: functions and variables of one file are told apart by its path. */
  private place(path: string, place: FlowPlace): string {
    const [letter, name = '', rest] = place.split(' ');
    switch (letter) {
      case 'P':
      case 'O':
        return `${letter} ${this.functionKey(path, name)} ${rest}`;
      case 'R':
        return `R ${this.functionKey(path, name)}`;
      case 'V': {
        const key = this.functionKey(path, name);
        return this.definitions.has(key) ? `F ${key}` : `V ${name}@${path}`;
      }
      case 'I':
        return `I ${this.place(path, place.slice(2))}`;
      default:
        return place;
    }
  }

  private functionKey(path: string, name: string): string {
    return this.locals.get(path)?.has(name) ? `${name}@${path}` : name;
  }
}
