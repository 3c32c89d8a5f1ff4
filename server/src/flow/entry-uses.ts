/** What is found in the array of a file's cache and used as a page, before anybody has asked whether it is one. */
import { isCacheArray } from '../kernel/entry-lookups.ts';
import { excludedIn } from '../kernel/helper-answers.ts';
import { rowsOf } from '../kernel/helper-table.ts';
import { has, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { type Call, calleeName, type Expression, type Member } from '../model/expression.ts';
import type { FunctionIr } from '../model/statement.ts';
import type { EntryUse } from '../model/unit.ts';
import { calledAs } from './called-as.ts';
import type { Fact } from './facts.ts';
import { type IrNode, nodesIn } from './ir-nodes.ts';
import type { Observer, Usage } from './observer.ts';
import type { State } from './state.ts';
import { isNull, stripped, textOf } from './text.ts';
import { type Scope, type TypeLookup, resolve } from './types.ts';
import { Values } from './values.ts';
import { walkFunction } from './walker.ts';

/** Walks a function for the first such use of each entry; spans are offsets from the start of the item. */
export function entryUsesOf(
  ir: FunctionIr,
  lookup: TypeLookup,
  matrix: EraMatrix,
  source: string,
): readonly EntryUse[] {
  const observer = new EntryObserver(ir, lookup, matrix, source);
  walkFunction(ir, lookup, observer);
  return observer.found();
}

class EntryObserver implements Observer {
  readonly values: Values;
  private readonly lookup: TypeLookup;
  private readonly matrix: EraMatrix;
  private readonly source: string;
  private readonly uses = new Map<string, EntryUse>();
  /** The mapping whose array is named, by the offset at which it is. */
  private readonly arrays: ReadonlyMap<number, Expression>;

  private readonly asked: ReadonlyMap<string, number>;

  constructor(ir: FunctionIr, lookup: TypeLookup, matrix: EraMatrix, source: string) {
    this.lookup = lookup;
    this.matrix = matrix;
    this.source = source;
    const parameters = ir.parameters.map(({ name }) => name);
    this.values = new Values({ functionName: calledAs(ir), parameters, lookup, matrix, isSite: () => true });
    const nodes = [...nodesIn(ir.body)];
    this.asked = questionsIn(nodes);
    const named = nodes.filter(
      (node) => node['kind'] === 'member' && isCacheArray(node['field'] as string),
    ) as unknown as readonly Member[];
    this.arrays = new Map(named.map((member) => [member.start, member.base]));
  }

  variable(): void {}
  decided(): void {}

  found(): readonly EntryUse[] {
    return [...this.uses.values()];
  }

  member(expression: Member, _usage: Usage, state: State, scope: Scope): void {
    this.used(expression.base, undefined, state, scope);
  }

  called(call: Call, state: State, scope: Scope): void {
    const name = calleeName(call);
    if (name === undefined) return;
    for (const [index, arg] of call.args.entries()) {
      const needsPage = rowsOf(name).some(
        (row) => row.argument === index && (row.subject === 'page' || row.subject === 'folio'),
      );
      if (needsPage) this.used(arg, name, state, scope);
    }
  }

  private used(expression: Expression, by: string | undefined, state: State, scope: Scope): void {
    const entry = stripped(expression);
    const value = entry.kind === 'name' ? state.values.get(entry.name) : undefined;
    if (entry.kind !== 'name' || value === undefined || value.isArray || !this.isPage(entry.name, scope)) return;
    const [origin] = value.origins;
    const mapping = origin && isCacheArray(origin.name) ? this.arrays.get(origin.start) : undefined;
    const key = `${value.identity} ${origin?.start}`;
    if (mapping === undefined || this.uses.has(key)) return;
    // A question counts on every path behind it: which of them the use is on, a test for NULL beside it may hide.
    if ((this.asked.get(entry.name) ?? entry.start) < entry.start) return;
    if (state.facts.some((fact) => isCompared(fact, entry.name))) return;
    if (state.facts.some((fact) => has(this.excluded(fact, fact.holds), 'fsdax'))) return;
    // Where the test had failed, the file would be no DAX file.
    const says = state.facts.find((fact) => fact.holds && has(this.excluded(fact, false), 'fsdax'))?.condition;
    const siteAt = siteOf(mapping, state);
    this.uses.set(key, {
      variable: entry.name,
      mapping: textOf(mapping),
      ...(by === undefined ? {} : { by }),
      ...(siteAt === undefined ? {} : { siteAt }),
      ...(says ? { daxTest: { start: says.start, end: says.end, text: this.source.slice(says.start, says.end) } } : {}),
      start: entry.start,
      end: entry.end,
    });
  }

  private isPage(name: string, scope: Scope): boolean {
    const type = resolve(scope.type(name), this.lookup);
    return type?.stars === 1 && (type.name === 'struct page' || type.name === 'struct folio');
  }

  /** The kinds that a condition about a file rules out for its pages where it holds, or does not. */
  private excluded({ condition, answers, either }: Fact, holds: boolean): KindSet {
    const test = stripped(condition);
    if (either || test.kind !== 'call') return NO_KINDS;
    if (answers && isFile(answers.subject)) return holds ? answers.excludesWhenTrue : answers.excludesWhenFalse;
    return rowsOf(calleeName(test) ?? '')
      .filter(({ role, subject }) => role === 'guard' && isFile(subject))
      .reduce<KindSet>((all, row) => union(all, excludedIn(row, this.matrix, holds)), NO_KINDS);
  }
}

/** Whether a question is about a file, in one of the forms that lead to its array. */
function isFile(subject: string): boolean {
  return ['inode', 'address_space', 'vma', 'file'].includes(subject);
}

/** Whether a condition has compared an entry with something that is known. */
function isCompared({ condition, either }: Fact, name: string): boolean {
  const test = stripped(condition);
  if (either || test.kind !== 'binary') return false;
  const isEntry = (side: Expression): boolean => textOf(stripped(side)) === name;
  return (isEntry(test.left) && !isNull(test.right)) || (isEntry(test.right) && !isNull(test.left));
}

/** The variables that questions about entries are asked of, with the offsets of the first ones. */
function questionsIn(nodes: readonly IrNode[]): ReadonlyMap<string, number> {
  const asked = new Map<string, number>();
  for (const node of nodes) {
    if (node['kind'] !== 'call') continue;
    const call = node as unknown as Call;
    for (const row of rowsOf(calleeName(call) ?? '')) {
      const arg = call.args[row.argument];
      if (row.subject !== 'entry' || arg === undefined) continue;
      const name = textOf(arg);
      asked.set(name, Math.min(call.start, asked.get(name) ?? call.start));
    }
  }
  return asked;
}

/** The offset of the read of a page's `->mapping` that a mapping is; undefined for one that comes from elsewhere. */
function siteOf(mapping: Expression, state: State): number | undefined {
  const inner = stripped(mapping);
  if (inner.kind === 'member') return inner.at;
  return inner.kind === 'name' ? state.values.get(inner.name)?.sites[0] : undefined;
}
