/** Asks a small function that answers true or false what it answers for each kind of page, by trying each kind on its tests. */
import { excludedIn } from '../kernel/helper-answers.ts';
import { helper } from '../kernel/helper-table.ts';
import { ALL, has, KINDS, type Kind, kindSet, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { tagMaskOf } from '../kernel/tag-bits.ts';
import { type Call, calleeName, type Expression } from '../model/expression.ts';
import type { FunctionIr, Statement } from '../model/statement.ts';
import type { Predicate, PredicateTest } from '../model/unit.ts';
import { assignedNames } from './assignments.ts';
import type { AnsweredKinds } from './facts.ts';
import { mappingAskedOf, passedThrough } from './identity.ts';
import { isNull, stripped, textOf } from './text.ts';

/** What another function answers, by its name. */
type Answers = (name: string) => AnsweredKinds | undefined;

type Answer = 'yes' | 'no' | 'either';

const SUBJECTS: ReadonlyMap<string, Predicate['subject']> = new Map([
  ['struct page', 'page'],
  ['struct folio', 'folio'],
  ['struct address_space', 'address_space'],
  ['struct inode', 'inode'],
  ['struct vm_area_struct', 'vma'],
]);

/** The predicate that a function is, or undefined where it is none: not one subject, not a truth value, loops, or other effects. */
export function predicateOf(
  ir: FunctionIr,
  matrix: EraMatrix,
  source: string,
  answers: Answers = () => undefined,
  { mayDoMore = false }: { readonly mayDoMore?: boolean } = {},
): Predicate | undefined {
  if (ir.form !== 'function' || !ir.returns || ir.returns.stars > 0 || !/^(bool|_Bool|int)$/.test(ir.returns.name))
    return undefined;
  const subjects = ir.parameters.filter(
    (parameter) => parameter.type?.stars === 1 && SUBJECTS.has(parameter.type.name),
  );
  const [parameter] = subjects;
  const subject = parameter && SUBJECTS.get(parameter.type?.name ?? '');
  if (!parameter || !subject || ir.parameters.length > 2 || subjects.length !== 1 || !isSimple(ir.body, mayDoMore))
    return undefined;
  const trial = new Trial(parameter.name, subject, matrix, source, answers);
  let trueFor: KindSet = NO_KINDS;
  let falseFor: KindSet = NO_KINDS;
  for (const kind of KINDS) {
    if (!matrix.row(kind).exists) continue;
    const answers = trial.run(ir.body, kind);
    if (answers === undefined) return undefined;
    if (answers.has(true)) trueFor = union(trueFor, kindSet(kind));
    if (answers.has(false)) falseFor = union(falseFor, kindSet(kind));
  }
  const { name, nameSpan } = ir;
  return { name, nameSpan, subject, subjectName: parameter.name, trueFor, falseFor, tests: trial.tests() };
}

/** Only declarations, `if`s and `return`s: what a predicate is made of; with `mayDoMore` also calls that assign nothing. */
function isSimple(body: readonly Statement[], mayDoMore: boolean): boolean {
  return body.every((statement) => {
    switch (statement.kind) {
      case 'block':
        return isSimple(statement.body, mayDoMore);
      case 'if':
        return isSimple([statement.whenTrue, ...(statement.whenFalse ? [statement.whenFalse] : [])], mayDoMore);
      case 'expression':
        return mayDoMore && statement.expression.kind === 'call' && assignedNames([statement]).size === 0;
      default:
        return statement.kind === 'return' || statement.kind === 'declare';
    }
  });
}

const SORTS: readonly Predicate['subject'][] = [...SUBJECTS.values()];

class Trial {
  private readonly aliases = new Map<string, Expression>();
  private readonly found = new Map<number, PredicateTest>();
  private readonly parameter: string;
  private readonly subject: Predicate['subject'];
  private readonly matrix: EraMatrix;
  private readonly source: string;
  private readonly answers: Answers;

  constructor(parameter: string, subject: Predicate['subject'], matrix: EraMatrix, source: string, answers: Answers) {
    this.parameter = parameter;
    this.subject = subject;
    this.matrix = matrix;
    this.source = source;
    this.answers = answers;
  }

  tests(): readonly PredicateTest[] {
    return [...this.found.values()].sort((a, b) => a.start - b.start);
  }

  /** The truth values that the function can return for a kind; undefined where it returns something else. */
  run(body: readonly Statement[], kind: Kind): ReadonlySet<boolean> | undefined {
    const answers = new Set<boolean>();
    const done = this.block(body, kind, answers);
    return done ? answers : undefined;
  }

  /** Answers true when every path returned, false when control falls out, undefined is never given: a fall-through makes it no predicate. */
  private block(body: readonly Statement[], kind: Kind, answers: Set<boolean>): boolean {
    for (const statement of body) {
      if (statement.kind === 'declare') {
        for (const d of statement.declarators) if (d.init) this.aliases.set(d.name, d.init);
      } else if (statement.kind === 'return') {
        if (!statement.value) return false;
        const answer = this.ask(statement.value, kind, false);
        if (answer !== 'no') answers.add(true);
        if (answer !== 'yes') answers.add(false);
        return true;
      } else if (statement.kind === 'block') {
        if (this.block(statement.body, kind, answers)) return true;
      } else if (statement.kind === 'if') {
        const answer = this.ask(statement.condition, kind, false);
        const taken = answer !== 'no' && this.block([statement.whenTrue], kind, answers);
        const skipped =
          answer !== 'yes' && statement.whenFalse !== undefined && this.block([statement.whenFalse], kind, answers);
        if (answer === 'yes' ? taken : answer === 'no' ? skipped : taken && skipped) return true;
      }
    }
    return false;
  }

  private ask(expression: Expression, kind: Kind, negated: boolean): Answer {
    const inner = stripped(expression);
    if (inner.kind === 'unary' && inner.operator === '!') return not(this.ask(inner.operand, kind, !negated));
    if (inner.kind === 'binary' && (inner.operator === '&&' || inner.operator === '||')) {
      const stop: Answer = inner.operator === '&&' ? 'no' : 'yes';
      const left = this.ask(inner.left, kind, negated);
      if (left === stop) return stop;
      const right = this.ask(inner.right, kind, negated);
      if (right === stop) return stop;
      return left === 'either' || right === 'either' ? 'either' : right;
    }
    if (inner.kind === 'conditional' && inner.whenTrue) {
      const chosen = this.ask(inner.condition, kind, negated);
      const yes = this.ask(inner.whenTrue, kind, negated);
      const no = this.ask(inner.whenFalse, kind, negated);
      return chosen === 'yes' ? yes : chosen === 'no' ? no : yes === no ? yes : 'either';
    }
    if (inner.kind === 'binary' && (inner.operator === '==' || inner.operator === '!=')) {
      const tested = isNull(inner.right) ? inner.left : isNull(inner.left) ? inner.right : undefined;
      if (!tested) return 'either';
      const answer = this.ask(tested, kind, negated);
      return inner.operator === '==' ? not(answer) : answer;
    }
    if (isNull(inner)) return 'no';
    if (inner.kind === 'unary' && inner.operator === '-') return isNumber(inner.operand) ? 'yes' : 'either';
    if (
      (inner.kind === 'name' && inner.name === 'true') ||
      (inner.kind === 'literal' && /^-?(?:[1-9]|0x0*[1-9a-fA-F]|true)/.test(inner.text))
    )
      return 'yes';
    return this.test(inner, kind, negated);
  }

  /** The answer of one test that decides between kinds. */
  private test(inner: Expression, kind: Kind, negated: boolean): Answer {
    const excluded = inner.kind === 'call' ? this.callExcludes(inner) : this.fieldExcludes(inner);
    if (!excluded) return 'either';
    const { start, end } = inner;
    const whole = negated ? this.withBang(start, end) : { start, end };
    const trueFor = KINDS.reduce<KindSet>(
      (set, each) => (has(excluded.whenTrue, each) ? set : union(set, kindSet(each))),
      NO_KINDS,
    );
    this.found.set(start, { text: this.source.slice(start, end), trueFor, negated, whole, start, end });
    if (has(excluded.whenTrue, kind)) return 'no';
    return has(excluded.whenFalse, kind) ? 'yes' : 'either';
  }

  /** The span of a test with the `!` that stands before it. */
  private withBang(start: number, end: number): { start: number; end: number } {
    let at = start - 1;
    while (at > 0 && /[\s(]/.test(this.source[at] ?? '')) at -= 1;
    return this.source[at] === '!' ? { start: at, end } : { start, end };
  }

  private callExcludes(call: Call): { whenTrue: KindSet; whenFalse: KindSet } | undefined {
    const name = calleeName(call);
    const row = name === undefined ? undefined : helper(name);
    if (name !== undefined && !row) return this.answered(call, name);
    const arg = row ? call.args[row.argument] : undefined;
    if (row?.role !== 'guard' || !arg || !this.concerns(arg, row.subject)) return undefined;
    return {
      whenTrue: excludedIn(row, this.matrix, true),
      whenFalse: excludedIn(row, this.matrix, false),
    };
  }

  /** What a function that is no helper of the table answers, where it is asked about the parameter. */
  private answered(call: Call, name: string): { whenTrue: KindSet; whenFalse: KindSet } | undefined {
    if (!call.args.some((arg) => SORTS.some((sort) => this.concerns(arg, sort)))) return undefined;
    const answers = this.answers(name);
    const arg = answers && call.args[answers.argument];
    if (!answers || !arg || !this.concerns(arg, answers.subject)) return undefined;
    return { whenTrue: answers.excludesWhenTrue, whenFalse: answers.excludesWhenFalse };
  }

  private fieldExcludes(inner: Expression): { whenTrue: KindSet; whenFalse: KindSet } | undefined {
    const { matrix } = this;
    if (inner.kind === 'binary' && inner.operator === '&') {
      const tags = this.isMapping(stripped(inner.left)) ? tagMaskOf(textOf(inner.right)) : undefined;
      if (!tags) return undefined;
      return {
        whenTrue: this.kinds((kind) => !matrix.row(kind).mapping.values.some((value) => tags.includes(value))),
        whenFalse: this.kinds((kind) => matrix.row(kind).mapping.values.every((value) => tags.includes(value))),
      };
    }
    if (inner.kind === 'name' && inner.name === this.parameter) return this.subjectExcludes();
    if (!this.isMapping(inner)) return undefined;
    return {
      whenTrue: this.kinds((kind) => !matrix.row(kind).mapping.canBeSet),
      whenFalse: this.kinds((kind) => !matrix.row(kind).mapping.canBeNull),
    };
  }

  /** A mapping or an inode that is asked for NULL: whether it was read from the page or got from a helper is not known. */
  private subjectExcludes(): { whenTrue: KindSet; whenFalse: KindSet } | undefined {
    const { matrix } = this;
    const hasFile = (kind: Kind): boolean =>
      this.subject === 'inode'
        ? matrix.cell(kind, 'host').values.every((value) => value === 'dax' || value === 'not-dax')
        : !matrix.row(kind).mapping.canBeNull && !matrix.row(kind).can('mappingHelper', 'null');
    if (this.subject !== 'inode' && this.subject !== 'address_space') return undefined;
    return { whenTrue: NO_KINDS, whenFalse: this.kinds(hasFile) };
  }

  private kinds(test: (kind: Kind) => boolean): KindSet {
    return kindSet(...KINDS.filter((kind) => has(ALL, kind) && test(kind)));
  }

  /** Whether an expression is a thing of the given sort that belongs to the parameter. */
  private concerns(expression: Expression, sort: string): boolean {
    const inner = this.unaliased(expression);
    const text = textOf(inner);
    if (sort === 'page' || sort === 'folio') {
      const through = inner.kind === 'call' ? passedThrough(inner) : undefined;
      if (through) return this.concerns(through, sort);
      return (
        (this.subject === 'page' || this.subject === 'folio') &&
        (text === this.parameter || text === `&${this.parameter}->page`)
      );
    }
    if (sort === 'address_space')
      return this.isMapping(inner) || (this.subject === 'address_space' && text === this.parameter);
    if (sort === 'inode') {
      if (inner.kind === 'member' && inner.field === 'host') return this.concerns(inner.base, 'address_space');
      return this.subject === 'inode' && text === this.parameter;
    }
    return sort === 'vma' && this.subject === 'vma' && text === this.parameter;
  }

  private isMapping(expression: Expression): boolean {
    const inner = this.unaliased(expression);
    if (inner.kind === 'call') {
      const asked = mappingAskedOf(inner);
      return asked !== undefined && this.concerns(asked, 'page');
    }
    return inner.kind === 'member' && inner.field === 'mapping' && this.concerns(inner.base, 'page');
  }

  private unaliased(expression: Expression): Expression {
    const inner = stripped(expression);
    const alias = inner.kind === 'name' ? this.aliases.get(inner.name) : undefined;
    return alias ? stripped(alias) : inner;
  }
}

/** Whether an expression is a number other than zero: `EINVAL` of `-EINVAL`. */
function isNumber(expression: Expression): boolean {
  const inner = stripped(expression);
  return inner.kind === 'name' ? /^E[A-Z0-9]+$/.test(inner.name) : inner.kind === 'literal' && !isNull(inner);
}

function not(answer: Answer): Answer {
  return answer === 'either' ? 'either' : answer === 'yes' ? 'no' : 'yes';
}
