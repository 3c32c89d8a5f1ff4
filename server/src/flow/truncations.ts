/** The calls of a function that drop pages of a file which others can have pinned, where the file can be a DAX one. */
import { excludedIn } from '../kernel/helper-answers.ts';
import { rowsOf } from '../kernel/helper-table.ts';
import { has, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import { isFileSize, isMappingOfInode, isTruncation, setsFileSize } from '../kernel/layout-breaks.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { type Call, calleeName, type Expression } from '../model/expression.ts';
import type { FlowPlace } from '../model/facts.ts';
import type { Placement } from '../model/site.ts';
import type { FunctionIr } from '../model/statement.ts';
import type { Span } from '../text/span.ts';
import { calledAs } from './called-as.ts';
import type { Fact } from './facts.ts';
import { givenIn } from './given.ts';
import { type IrNode, nodesIn } from './ir-nodes.ts';
import type { Observer } from './observer.ts';
import type { State } from './state.ts';
import { namesIn, stripped, textOf } from './text.ts';
import type { TypeLookup } from './types.ts';
import { Values } from './values.ts';
import { walkFunction } from './walker.ts';

/** One such call; spans are offsets from the start of the item. */
export interface LocalTruncation extends Span {
  /** By which the whole tree tells of it. */
  readonly place: FlowPlace;
  readonly callee: string;
  readonly inode: string;
  readonly statement: Placement;
}

/** Walks a function for its calls that drop pages of a file; not those that a test keeps DAX files away from. */
export function truncationsOf(ir: FunctionIr, lookup: TypeLookup, matrix: EraMatrix): readonly LocalTruncation[] {
  const observer = new TruncationObserver(ir, lookup, matrix);
  walkFunction(ir, lookup, observer);
  return observer.found();
}

/** The types of what leads to a file that others have too, as the type of a parameter names them. */
const LEADS_TO_FILE = /inode|file|dentry|mapping|address_space|iocb/;

/** How many variables are followed back to what they were given. */
const MAX_DEPTH = 6;

class TruncationObserver implements Observer {
  readonly values: Values;
  private readonly ir: FunctionIr;
  private readonly name: string;
  private readonly matrix: EraMatrix;
  private place: () => Placement = () => {
    throw new Error('no statement was entered');
  };
  private readonly calls = new Map<number, LocalTruncation>();
  /** What each variable is given. */
  private readonly given: ReadonlyMap<string, readonly Expression[]>;
  /** The offsets at which the file gets another size. */
  private readonly resized: readonly number[];

  constructor(ir: FunctionIr, lookup: TypeLookup, matrix: EraMatrix) {
    this.ir = ir;
    this.name = calledAs(ir);
    this.matrix = matrix;
    const parameters = ir.parameters.map(({ name }) => name);
    this.values = new Values({ functionName: this.name, parameters, lookup, matrix, isSite: () => false });
    const nodes = [...nodesIn(ir.body)];
    this.given = givenIn(nodes);
    this.resized = nodes.filter(isResize).map((node) => node['start'] as number);
  }

  enter(place: () => Placement): void {
    this.place = place;
  }

  member(): void {}
  variable(): void {}
  decided(): void {}

  found(): readonly LocalTruncation[] {
    return [...this.calls.values()];
  }

  called(call: Call, state: State): void {
    const callee = calleeName(call);
    const [file, from] = call.args;
    if (callee === undefined || !isTruncation(callee) || file === undefined || from === undefined) return;
    if (!this.isShared(file) || this.isBehindEnd(from, call.start, state)) return;
    const gone = state.facts.reduce<KindSet>((all, fact) => union(all, this.excluded(fact)), NO_KINDS);
    if (has(gone, 'fsdax')) return;
    const { start, end } = call;
    const place: FlowPlace = `T ${this.name} ${callee}:${start}`;
    this.calls.set(start, { place, callee, start, end, inode: inodeOf(file, callee), statement: this.place() });
  }

  /** The kinds that a condition rules out for the pages of the file: the functions that ask are about one file. */
  private excluded({ condition, holds, answers, either }: Fact): KindSet {
    const test = stripped(condition);
    if (either || test.kind !== 'call') return NO_KINDS;
    if (answers) return holds ? answers.excludesWhenTrue : answers.excludesWhenFalse;
    return rowsOf(calleeName(test) ?? '')
      .filter(({ role }) => role === 'guard')
      .reduce<KindSet>((all, row) => union(all, excludedIn(row, this.matrix, holds)), NO_KINDS);
  }

  /** Whether a file comes from a caller, so that others can have it too; not one that was made or looked up here. */
  private isShared(file: Expression, depth = 0): boolean {
    for (const name of namesIn(file)) {
      const parameter = this.ir.parameters.find((each) => each.name === name);
      if (parameter !== undefined && LEADS_TO_FILE.test(parameter.type?.name ?? '')) return true;
      if (parameter !== undefined || depth === MAX_DEPTH) continue;
      if (this.given.get(name)?.some((value) => this.isShared(value, depth + 1))) return true;
    }
    return false;
  }

  /** Whether only what lies behind the end of the file is dropped, which nobody has mapped. */
  private isBehindEnd(from: Expression, at: number, state: State): boolean {
    if (this.isOldSize(from, at)) return true;
    return state.facts.some(({ condition, holds }) => {
      const test = stripped(condition);
      if (test.kind !== 'binary' || !/^[<>]=?$/.test(test.operator)) return false;
      const isMore = test.operator.startsWith('>') === holds;
      const [more, less] = isMore ? [test.left, test.right] : [test.right, test.left];
      return textOf(more) === textOf(from) && this.isOldSize(less, at);
    });
  }

  /** Whether an offset is made of the size that the file has had so far. */
  private isOldSize(offset: Expression, at: number, depth = 0): boolean {
    for (const node of nodesIn(offset)) {
      const isRead =
        (node['kind'] === 'member' && isFileSize(node['field'] as string)) ||
        (node['kind'] === 'name' && isFileSize(node['name'] as string));
      if (isRead && !this.resized.some((resize) => resize < at)) return true;
      if (isRead || node['kind'] !== 'name' || depth === MAX_DEPTH) continue;
      // A variable has what it was given where that was read.
      const values = this.given.get(node['name'] as string) ?? [];
      if (values.some((value) => this.isOldSize(value, value.start, depth + 1))) return true;
    }
    return false;
  }
}

/** The inode of a file whose pages a function drops, which is handed the inode itself or its mapping. */
function inodeOf(file: Expression, callee: string): string {
  if (rowsOf(callee).some(({ subject }) => subject === 'inode')) return textOf(file);
  const mapping = stripped(file);
  const member = mapping.kind === 'unary' && mapping.operator === '&' ? stripped(mapping.operand) : mapping;
  if (member.kind !== 'member' || !isMappingOfInode(member.field)) return `${textOf(file)}->host`;
  return member.arrow ? textOf(member.base) : `&${textOf(member.base)}`;
}

/** Whether a file gets another size here. */
function isResize(node: IrNode): boolean {
  if (node['kind'] === 'call') return setsFileSize(calleeName(node as unknown as Call) ?? '');
  if (node['kind'] !== 'assign') return false;
  const left = stripped(node['left'] as Expression);
  return left.kind === 'member' && isFileSize(left.field);
}
