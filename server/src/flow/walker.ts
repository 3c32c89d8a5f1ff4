/** Walks a function's statements in the order of control flow and keeps what is known at each point. */
import { CURSOR_TYPE, declaresCursor } from '../kernel/entry-lookups.ts';
import type { CType } from '../model/c-type.ts';
import { calleeName, type Expression } from '../model/expression.ts';
import type { ConfigCode, FunctionIr, Loop, Statement } from '../model/statement.ts';
import { assignedInLoop } from './assignments.ts';
import { armsOf, backwardLabels } from './branches.ts';
import { Evaluation } from './evaluation.ts';
import { type Observer, QuietObserver } from './observer.ts';
import { assume, carriedBack, EMPTY_STATE, forget, join, type State, type Value } from './state.ts';
import { stripped } from './text.ts';
import { declaratorType, Scope, type TypeLookup } from './types.ts';

interface Jumps {
  /** States that leave the loop or switch by `break`. */
  breaks: State | undefined;
  continues: State | undefined;
}

/** What a walk through a loop leaves: behind the loop, at the end of a round, and where a `break` leads. */
interface Round {
  readonly after: State | undefined;
  readonly end: State | undefined;
  readonly breaks: State | undefined;
}

/** A loop is walked twice, its first round only for what it leaves behind; in a nest, that is done this often at most. */
const MAX_FIRST_ROUNDS = 1;
/** Nobody writes more loops in each other: from there on an inner loop is walked once. */
const MOST_LOOPS = 8;

/** A function with labels that are jumped back to is walked this often at most before the walk that counts. */
const MAX_FIRST_WALKS = 2;

/** A `switch` whose body is being walked. */
interface Switch {
  /** The state that chooses a case; undefined where control does not get to the switch. */
  readonly state: State | undefined;
  readonly subject: Expression;
  /** The values of its cases. */
  readonly values: readonly Expression[];
  /** Whether its subject can be something that tells kinds of page apart. */
  readonly asks: boolean;
}

/** Walks one function and reports every value that its code uses to the observer. */
export function walkFunction(ir: FunctionIr, lookup: TypeLookup, observer: Observer, fileScope?: Scope): void {
  new Walker(ir, lookup, observer, fileScope).run();
}

class Walker {
  private readonly ir: FunctionIr;
  private readonly lookup: TypeLookup;
  private readonly evaluation: Evaluation;
  private readonly observer: QuietObserver;
  private scope: Scope;
  private readonly jumps: Jumps[] = [];
  private block = { inBlock: true, codeStart: 0 };
  private loops = 0;
  /** How many first rounds of loops are under way, one in the other. */
  private firstRounds = 0;
  /** States that reach a label by `goto` from above it. */
  private readonly gotos = new Map<string, State>();
  /** By label, what the jumps back to it bring, as far as a first walk told. */
  private returns: ReadonlyMap<string, State> = new Map();

  constructor(ir: FunctionIr, lookup: TypeLookup, observer: Observer, fileScope: Scope | undefined) {
    this.ir = ir;
    this.lookup = lookup;
    this.observer = new QuietObserver(observer);
    this.scope = new Scope(fileScope);
    this.evaluation = new Evaluation({
      observer: this.observer,
      lookup,
      scope: () => this.scope,
      body: (statements, state, last) => this.statementExpression(statements, state, last),
    });
  }

  run(): void {
    const values = new Map<string, Value>();
    for (const parameter of this.ir.parameters) {
      this.scope.declare(parameter.name, parameter.type);
      values.set(parameter.name, this.observer.values.parameter(parameter.name, parameter));
    }
    // The record of a tracepoint is a struct that its macros make up; it is no page.
    if (this.ir.form === 'trace') this.scope.declare('__entry', { name: 'struct trace_entry', stars: 1 });
    const state: State = { ...EMPTY_STATE, values };
    const backward = backwardLabels(this.ir.body);
    // A label that is jumped back to is reached with what the code behind it leaves: that is walked first.
    for (let walk = 0; walk < Math.min(backward.size, MAX_FIRST_WALKS); walk += 1) {
      this.quietly(() => this.statements(this.ir.body, state));
      this.returns = new Map([...this.gotos].filter(([label]) => backward.has(label)));
      this.gotos.clear();
    }
    this.statements(this.ir.body, state);
  }

  /** Walks for what it leaves, without telling the observer. */
  private quietly<T>(walk: () => T): T {
    this.observer.quiet += 1;
    const left = walk();
    this.observer.quiet -= 1;
    return left;
  }

  /** Walks the statements of a block, or the one statement that is an arm. */
  private statements(body: readonly Statement[], entry: State | undefined, inBlock = true): State | undefined {
    const outer = this.scope;
    this.scope = new Scope(outer);
    const outerBlock = this.block;
    const code = body.find((statement) => statement.kind !== 'declare') ?? body[body.length - 1];
    this.block = { inBlock, codeStart: code?.start ?? 0 };
    let state = entry;
    for (const statement of body) state = this.statement(statement, state);
    this.block = outerBlock;
    this.scope = outer;
    return state;
  }

  /** Tells the observer which statement the next expressions belong to; few are asked for their place. */
  private enter(statement: Statement, condition?: Expression): void {
    const { block, ir } = this;
    const inLoop = this.loops > 0;
    this.observer.enter?.(() => ({
      ...block,
      kind: statement.kind,
      within: { start: ir.start, end: ir.end },
      isDeclaration: statement.kind === 'declare',
      inLoop,
      ...(condition ? { condition: { start: condition.start, end: condition.end } } : {}),
      ...(ir.returns ? { returns: ir.returns } : {}),
      start: statement.start,
      end: statement.end,
    }));
  }

  /** The state behind a statement; undefined where control does not get there. Code behind a `return` is walked only from a label on. */
  private statement(statement: Statement, state: State | undefined): State | undefined {
    if (statement.kind === 'label') return this.labelled(statement.label, statement.body, state);
    if (statement.kind === 'case') return this.arm(statement, state);
    if (statement.kind === 'block') return this.statements(statement.body, state);
    if (!state) return this.unreached(statement);
    this.enter(statement, statement.kind === 'if' ? statement.condition : undefined);
    switch (statement.kind) {
      case 'expression':
        return this.evaluation.statement(statement.expression, this.declareByMacro(statement.expression, state));
      case 'declare':
        return this.declare(statement, state);
      case 'if': {
        const { whenTrue, whenFalse } = this.evaluation.condition(statement.condition, state, armsOf(statement));
        const taken = this.statements([statement.whenTrue], whenTrue, false);
        return join(taken, statement.whenFalse ? this.statements([statement.whenFalse], whenFalse, false) : whenFalse);
      }
      case 'loop':
        return this.loop(statement, state);
      case 'switch':
        return this.switched(statement, state);
      case 'return':
        if (statement.value) {
          const behind = this.evaluation.value(statement.value, state, { role: 'returned' });
          this.observer.returned?.(statement.value, behind, this.scope);
        }
        return undefined;
      case 'goto':
        this.gotos.set(statement.label, join(this.gotos.get(statement.label), state) ?? state);
        return undefined;
      case 'break':
      case 'continue':
        return this.leave(statement.kind, state);
      case 'config':
        return this.config(statement, state);
      case 'gap': {
        let after = state;
        for (const part of statement.parts) after = this.evaluation.value(part, after, { role: 'other' });
        return after;
      }
    }
  }

  /** Code that no path reaches can still hold labels. */
  private unreached(statement: Statement): State | undefined {
    switch (statement.kind) {
      case 'if': {
        const taken = this.statements([statement.whenTrue], undefined);
        return join(taken, statement.whenFalse ? this.statements([statement.whenFalse], undefined) : undefined);
      }
      case 'loop':
        this.jumps.push({ breaks: undefined, continues: undefined });
        return join(this.statements([statement.body], undefined), this.jumps.pop()?.breaks);
      case 'switch':
        return this.switched(statement, undefined);
      case 'declare':
        for (const d of statement.declarators) this.scope.declare(d.name, declaratorType(d, this.scope, this.lookup));
        return undefined;
      case 'config':
        return statement.arms.reduce<State | undefined>(
          (state, arm) => join(state, this.statements(arm.body, undefined)),
          undefined,
        );
      default:
        return undefined;
    }
  }

  /** `XA_STATE(xas, ...)` and its like declare a variable that is named by an argument. */
  private declareByMacro(expression: Expression, state: State): State {
    const name = expression.kind === 'call' ? calleeName(expression) : undefined;
    // Looking a name up can mean reading headers; macros that declare are written in capitals, as kernel style has it.
    if (expression.kind !== 'call' || name === undefined || /[a-z]/.test(name)) return state;
    const [cursor, array] = expression.args;
    const isCursor = declaresCursor(name) && cursor?.kind === 'name' && array !== undefined;
    if (isCursor) this.scope.declare(cursor.name, { name: CURSOR_TYPE, stars: 0 });
    for (const [place, type] of this.lookup.declaredByMacro(name)) {
      const variable = expression.args[place];
      if (variable?.kind === 'name') this.scope.declare(variable.name, type);
    }
    return isCursor ? this.evaluation.stores.cursor(cursor.name, array, state) : state;
  }

  private declare(statement: Statement & { kind: 'declare' }, entry: State): State {
    let state = entry;
    for (const declarator of statement.declarators) {
      if (declarator.init) state = this.evaluation.initialise(declarator.name, declarator.init, state);
      const type: CType | undefined = declaratorType(declarator, this.scope, this.lookup);
      this.scope.declare(declarator.name, type);
      if (declarator.init) this.observer.initialised?.(type, declarator.init, state, this.scope);
      if (!declarator.init) state = this.evaluation.uninitialised(declarator.name, declarator, state);
    }
    return state;
  }

  private labelled(label: string, body: readonly Statement[], before: State | undefined): State | undefined {
    let state = join(join(before, this.gotos.get(label)), this.returns.get(label));
    for (const statement of body) state = this.statement(statement, state);
    return state;
  }

  /** Forgets what the given variables were known to be: they may have been assigned on the way back. */
  private weaken(entry: State, names: ReadonlySet<string>): State {
    let state = entry;
    for (const name of names) state = forget(state, name);
    return { ...state, followed: new Map() };
  }

  private loop(statement: Loop, entry: State): State | undefined {
    const outer = this.scope;
    this.scope = new Scope(outer);
    let state: State = entry;
    if (statement.init) state = this.statement(statement.init, state) ?? state;
    const names = assignedInLoop(statement);
    state = this.carry(statement, this.weaken(state, names), names);
    this.enter(statement, statement.condition);
    const { after, breaks } = this.round(statement, state);
    this.scope = outer;
    return join(after, breaks);
  }

  /** The state at the start of any round: what came from before the loop, or what an earlier round left behind. */
  private carry(statement: Loop, entry: State, names: ReadonlySet<string>): State {
    // In a round that is walked only for what it leaves, one round of an inner loop stands for all of them.
    if (this.firstRounds >= MAX_FIRST_ROUNDS || this.loops >= MOST_LOOPS) return entry;
    this.firstRounds += 1;
    const { end } = this.quietly(() => this.round(statement, entry));
    this.firstRounds -= 1;
    if (!end) return entry;
    return { ...entry, values: carriedBack(entry.values, end.values, names) };
  }

  /** Walks a loop once, from the start of a round. */
  private round(statement: Loop, state: State): Round {
    const jumps: Jumps = { breaks: undefined, continues: undefined };
    this.jumps.push(jumps);
    this.loops += 1;
    const { after, end } =
      statement.form === 'do' ? this.doRound(statement, state, jumps) : this.testedRound(statement, state, jumps);
    this.jumps.pop();
    this.loops -= 1;
    return { after, end, breaks: jumps.breaks };
  }

  private testedRound(statement: Loop, state: State, jumps: Jumps): Omit<Round, 'breaks'> {
    let inside: State | undefined = state;
    let after: State | undefined;
    if (statement.form === 'iterator') {
      inside = this.evaluation.iterator(statement.iterator ?? '', statement.args ?? [], state);
      after = state;
    } else if (statement.condition) {
      const tested = this.evaluation.condition(statement.condition, state, { nullArm: 'other' });
      inside = tested.whenTrue;
      after = tested.whenFalse;
    }
    let end = join(this.statements([statement.body], inside, false), jumps.continues);
    if (statement.update && end) end = this.evaluation.value(statement.update, end, { role: 'other' });
    return { after, end };
  }

  private doRound(statement: Loop, state: State, jumps: Jumps): Omit<Round, 'breaks'> {
    const end = join(this.statements([statement.body], state, false), jumps.continues);
    if (!end || !statement.condition) return { after: end, end };
    const { whenTrue, whenFalse } = this.evaluation.condition(statement.condition, end, { nullArm: 'other' });
    return { after: whenFalse, end: whenTrue };
  }

  private readonly switches: Switch[] = [];

  /** What falls into an arm joins what is chosen by its value. */
  private arm(statement: Statement & { kind: 'case' }, before: State | undefined): State | undefined {
    return this.statements(statement.body, join(before, this.chosen(statement)));
  }

  /** The state in which control gets to a case from the `switch`: there the subject is the case's value. */
  private chosen({ value }: Statement & { kind: 'case' }): State | undefined {
    const around = this.switches.at(-1);
    if (!around?.state || !around.asks) return around?.state;
    const { subject, state, values } = around;
    const { start, end } = subject;
    const is = (right: Expression): Expression => ({
      kind: 'binary',
      operator: '==',
      left: subject,
      right,
      start,
      end,
    });
    if (value) return this.evaluation.know(is(value), true, state);
    return values.reduce((known, each) => this.evaluation.know(is(each), false, known), state);
  }

  private switched(statement: Statement & { kind: 'switch' }, entry: State | undefined): State | undefined {
    const state = entry && this.evaluation.value(statement.subject, entry, { role: 'compared' });
    const jumps: Jumps = { breaks: undefined, continues: this.jumps.at(-1)?.continues };
    this.jumps.push(jumps);
    const subject = stripped(statement.subject);
    const values = statement.body.flatMap((part) => (part.kind === 'case' && part.value ? [part.value] : []));
    this.switches.push({ state, subject, values, asks: subject.kind === 'call' || subject.kind === 'member' });
    const last = this.statements(statement.body, undefined);
    this.switches.pop();
    this.jumps.pop();
    const around = this.jumps.at(-1);
    if (around) around.continues = join(around.continues, jumps.continues);
    const hasDefault = statement.body.some((part) => part.kind === 'case' && part.value === undefined);
    return join(join(last, jumps.breaks), hasDefault ? undefined : state);
  }

  private leave(kind: 'break' | 'continue', state: State): undefined {
    const jumps = this.jumps.at(-1);
    if (jumps && kind === 'break') jumps.breaks = join(jumps.breaks, state);
    else if (jumps) jumps.continues = join(jumps.continues, state);
    return undefined;
  }

  private config(statement: ConfigCode, entry: State): State | undefined {
    let after: State | undefined;
    let otherwise = entry;
    for (const arm of statement.arms) {
      const [, not, option] = OPTION.exec(arm.condition) ?? [];
      const isOn = not === undefined;
      let state: State | undefined = option === undefined ? otherwise : configured(otherwise, option, isOn, statement);
      if (option !== undefined) otherwise = configured(otherwise, option, !isOn, statement);
      // Declarations of an arm are seen by the code behind it: no new scope.
      for (const inner of arm.body) state = this.statement(inner, state);
      after = join(after, state);
    }
    const last = statement.arms[statement.arms.length - 1];
    return last?.condition === '' ? after : join(after, otherwise);
  }

  private statementExpression(
    statements: readonly Statement[],
    entry: State,
    last: (expression: Expression, state: State) => State,
  ): State {
    const outer = this.scope;
    this.scope = new Scope(outer);
    let state: State | undefined = entry;
    for (const [at, statement] of statements.entries()) {
      if (at === statements.length - 1 && statement.kind === 'expression' && state)
        state = last(statement.expression, state);
      else state = this.statement(statement, state);
    }
    this.scope = outer;
    return state ?? entry;
  }
}

/** A condition of `#if` that asks for one option. */
const OPTION = /^(! ?)?(?:\w+ ?\(? ?)?(CONFIG_\w+)(?: ?\))?$/;

/** The state in an arm of `#ifdef`: as if the code had asked for the option. */
function configured(state: State, option: string, isOn: boolean, { start }: Statement): State {
  const place = { start, end: start };
  const asked: Expression = { kind: 'name', name: option, ...place };
  const callee: Expression = { kind: 'name', name: 'IS_ENABLED', ...place };
  return assume(state, { kind: 'call', callee, args: [asked], ...place }, isOn);
}
