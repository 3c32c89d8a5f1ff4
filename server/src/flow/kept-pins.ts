/** The calls of a function that take references to user pages for what outlives the function, without saying so. */
import { isLongTerm, isUnpin, pinCall } from '../kernel/pins.ts';
import { type Call, calleeName, type Expression } from '../model/expression.ts';
import type { FunctionIr, Statement } from '../model/statement.ts';
import type { KeptPin } from '../model/unit.ts';
import { givenIn } from './given.ts';
import { type IrNode, nodesIn } from './ir-nodes.ts';
import { stripped, textOf } from './text.ts';

/** How many variables are followed back to what they were given. */
const MAX_DEPTH = 4;

/** The calls whose pages end up in an object of the caller's; spans are offsets from the start of the item. */
export function keptPinsOf(ir: FunctionIr): readonly KeptPin[] {
  return new KeptPins(ir).found();
}

class KeptPins {
  private readonly ir: FunctionIr;
  private readonly nodes: readonly IrNode[];
  private readonly given: ReadonlyMap<string, readonly Expression[]>;

  constructor(ir: FunctionIr) {
    this.ir = ir;
    this.nodes = [...nodesIn(ir.body)];
    this.given = givenIn(this.nodes);
  }

  found(): readonly KeptPin[] {
    return this.nodes.flatMap((node) => (node['kind'] === 'call' ? (this.pin(node as unknown as Call) ?? []) : []));
  }

  private pin(call: Call): KeptPin | undefined {
    const callee = calleeName(call);
    const places = callee === undefined ? undefined : pinCall(callee);
    const [pages, flags] = [places && call.args[places.pages], places && call.args[places.flags]];
    if (callee === undefined || !pages || !flags) return undefined;
    const into = this.keeper(pages);
    if (into === undefined || this.releases(this.ir.body, arrayOf(pages))) return undefined;
    const names = this.constants(flags);
    if (names?.some(isLongTerm)) return undefined;
    return {
      start: call.start,
      end: call.end,
      callee,
      into,
      flags: { start: flags.start, end: flags.end },
      areFlagsKnown: names !== undefined,
    };
  }

  /** The member of an object that the pages are kept in; undefined where they are gone with the function. */
  private keeper(pages: Expression): string | undefined {
    const array = stripped(elementOf(pages));
    if (array.kind === 'member') return isElsewhere(array) ? textOf(array) : undefined;
    if (array.kind !== 'name') return undefined;
    for (const node of this.nodes) {
      if (node['kind'] !== 'assign') continue;
      const left = stripped(node['left'] as Expression);
      const right = stripped(node['right'] as Expression);
      const isStored = right.kind === 'name' && right.name === array.name;
      if (isStored && left.kind === 'member' && isElsewhere(left)) return textOf(left);
    }
    // An array that was a member of an object from the start.
    for (const value of this.given.get(array.name) ?? []) {
      const origin = stripped(value);
      if (origin.kind === 'member' && isElsewhere(origin)) return textOf(origin);
    }
    return undefined;
  }

  /** The names of the constants that flags are made of; undefined where something else can be in them. */
  private constants(flags: Expression, depth = 0): readonly string[] | undefined {
    const inner = stripped(flags);
    if (inner.kind === 'literal') return [];
    if (inner.kind === 'binary') return this.constantsOf([inner.left, inner.right], depth);
    if (inner.kind === 'conditional')
      return this.constantsOf([inner.whenTrue ?? inner.condition, inner.whenFalse], depth);
    if (inner.kind !== 'name' || depth === MAX_DEPTH) return undefined;
    if (/^[A-Z][A-Z0-9_]*$/.test(inner.name)) return [inner.name];
    const values = this.given.get(inner.name);
    const isParameter = this.ir.parameters.some(({ name }) => name === inner.name);
    return values === undefined || isParameter ? undefined : this.constantsOf(values, depth + 1);
  }

  private constantsOf(parts: readonly Expression[], depth: number): readonly string[] | undefined {
    const names = parts.map((part) => this.constants(part, depth));
    return names.every((each) => each !== undefined) ? names.flat() : undefined;
  }

  /** Whether the pages of an array are given back on the way to the first `return` that every call gets to. */
  private releases(body: readonly Statement[], array: string): boolean {
    for (const statement of body) {
      if (statement.kind === 'return') return false;
      if (statement.kind === 'if') {
        const arms = [statement.whenTrue, ...(statement.whenFalse ? [statement.whenFalse] : [])];
        if (arms.some((arm) => !leaves(arm) && this.releases([arm], array))) return true;
      } else if (statement.kind === 'block' || statement.kind === 'label') {
        if (this.releases(statement.body, array)) return true;
      } else if (statement.kind === 'loop') {
        if (this.releases([statement.body], array)) return true;
      } else if ([...nodesIn(statement)].some((node) => isRelease(node, array))) return true;
    }
    return false;
  }
}

/** Whether an arm ends with a way out. */
function leaves(arm: Statement): boolean {
  const last = arm.kind === 'block' ? arm.body.at(-1) : arm;
  return last?.kind === 'return' || last?.kind === 'goto';
}

function isRelease(node: IrNode, array: string): boolean {
  if (node['kind'] !== 'call') return false;
  const call = node as unknown as Call;
  return isUnpin(calleeName(call) ?? '') && call.args.some((argument) => arrayOf(argument) === array);
}

/** The array that pages are put into or taken from, without an offset in it: `pages` of `pages + done`, `&pages[i]`. */
function elementOf(pages: Expression): Expression {
  const inner = stripped(pages);
  if (inner.kind === 'unary' && (inner.operator === '&' || inner.operator === '*')) return elementOf(inner.operand);
  if (inner.kind === 'index') return elementOf(inner.base);
  return inner.kind === 'binary' && inner.operator === '+' ? elementOf(inner.left) : inner;
}

function arrayOf(pages: Expression): string {
  return textOf(elementOf(pages));
}

/** Whether a member is one of an object that a pointer leads to. */
function isElsewhere(expression: Expression): boolean {
  const inner = stripped(expression);
  return inner.kind === 'member' && (inner.arrow || isElsewhere(inner.base));
}
