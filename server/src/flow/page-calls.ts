/** Who hands pages to whom: the calls of a whole tree that pages go through, also those through operations tables and other pointers. */
import type { FileFacts } from '../model/facts.ts';
import type { CalledFunction, PageCall } from '../model/page-call.ts';
import { type FlowGraph, parameterOf } from './flow-graph.ts';
import { linked } from './solve.ts';
import { addSummaries } from './summaries.ts';

/** A call by the keys of its two functions. */
interface KeyedCall {
  readonly caller: string;
  readonly callee: string;
  readonly file: string;
  readonly line: number;
  readonly through?: string;
}

export class PageCalls {
  private readonly graph: FlowGraph;
  /** By key; a name can be defined more than once, for other configurations. */
  private readonly functions = new Map<string, CalledFunction[]>();
  private readonly from = new Map<string, KeyedCall[]>();
  private readonly to = new Map<string, KeyedCall[]>();
  private readonly seen = new Set<string>();

  constructor(files: readonly FileFacts[]) {
    const graph = linked(files);
    this.graph = graph;
    for (const { path, functions } of files)
      for (const { name, line } of functions)
        add(this.functions, graph.functionKey(path, name), { file: path, name, line });
    graph.linkResults();
    addSummaries(graph);
    for (const file of files) this.named(file);
    graph.resolveCalls();
    for (const { file, call, name, held } of graph.pointerCalls()) {
      const caller = this.callerOf(file, call.within);
      if (caller === undefined) continue;
      const [, through] = /^M (?:struct |union )?(\S+)$/.exec(name) ?? [];
      for (const callee of held) {
        const place = { caller, callee, file: file.path, line: call.line };
        this.add(through === undefined ? place : { ...place, through });
      }
    }
  }

  /** The functions of a name as a file sees it; empty where none of them can get or give a page. */
  functionsOf(file: string, name: string): readonly CalledFunction[] {
    return this.functions.get(this.graph.functionKey(file, name)) ?? [];
  }

  /** The calls that hand a page to a function. */
  callsTo({ file, name }: Pick<CalledFunction, 'file' | 'name'>): readonly PageCall[] {
    return this.resolved(this.to.get(this.graph.functionKey(file, name)), ({ caller }) => caller);
  }

  /** The calls in a function that hand a page on. */
  callsFrom({ file, name }: Pick<CalledFunction, 'file' | 'name'>): readonly PageCall[] {
    return this.resolved(this.from.get(this.graph.functionKey(file, name)), ({ callee }) => callee);
  }

  /** The calls by name, as they stand in a file. */
  private named(file: FileFacts): void {
    for (const { to, within, line, how, call } of file.edges) {
      if (how !== 'argument' || call === undefined || !to.startsWith('P ')) continue;
      const { callee: name, index } = parameterOf(to);
      const caller = this.callerOf(file, within);
      if (caller === undefined || index.endsWith('!')) continue;
      this.add({ caller, callee: this.graph.functionKey(file.path, name), file: file.path, line });
    }
  }

  private callerOf(file: FileFacts, within: number): string | undefined {
    const name = file.functions[within]?.name;
    return name === undefined ? undefined : this.graph.functionKey(file.path, name);
  }

  private add(call: KeyedCall): void {
    if (!this.functions.has(call.callee)) return;
    const key = `${call.caller}>${call.callee} ${call.file}:${call.line}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    add(this.from, call.caller, call);
    add(this.to, call.callee, call);
  }

  private resolved(calls: readonly KeyedCall[] = [], other: (call: KeyedCall) => string): readonly PageCall[] {
    return calls.flatMap((call) => {
      const { file, line, through } = call;
      return (this.functions.get(other(call)) ?? []).map((called) => ({
        function: called,
        file,
        line,
        ...(through === undefined ? {} : { through }),
      }));
    });
  }
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
