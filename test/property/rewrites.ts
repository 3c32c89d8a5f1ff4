/** Rewrites of C that change nothing of what the code does: through the project's own tokens and lowered statements. */
import type { Lowering } from '../../server/src/model/ports.ts';
import type { FunctionIr, Statement } from '../../server/src/model/statement.ts';
import { splitItems } from '../../server/src/scan/items.ts';
import { DIRECTIVE, IDENT, tokenize } from '../../server/src/scan/tokenizer.ts';
import { applyEdits, type TextEdit } from '../../server/src/text/edit.ts';

/** A text with other text that means the same. */
export type Rewrite = (text: string, lowering: Lowering) => string;

/** Puts a call that has nothing to do with pages before every statement of every block. */
export const withIrrelevantStatements: Rewrite = (text, lowering) => {
  const edits: TextEdit[] = [];
  const before = (statement: Statement, base: number): void => {
    const at = base + statement.start;
    if (!['declare', 'case', 'label', 'config', 'gap'].includes(statement.kind))
      edits.push({ span: { start: at, end: at }, newText: 'nothing_to_do_with_it(); ' });
  };
  eachFunction(text, lowering, ({ body }, base) => {
    for (const statement of body) before(statement, base);
    eachStatement(body, (statement) => {
      if (statement.kind === 'block' || statement.kind === 'case')
        for (const inner of statement.body) before(inner, base);
    });
  });
  return apply(text, edits);
};

/** Gives every parameter and local of every function another name. */
export const withOtherNames: Rewrite = (text, lowering) => {
  const edits: TextEdit[] = [];
  const tokens = tokenize(text);
  eachFunction(text, lowering, (ir, base, end) => {
    const names = new Set(ir.parameters.map(({ name }) => name));
    eachStatement(ir.body, (statement) => {
      if (statement.kind === 'declare') for (const { name } of statement.declarators) names.add(name);
    });
    names.delete('');
    for (let row = 0; row < tokens.count; row += 1) {
      const start = tokens.start[row] ?? 0;
      const stop = tokens.end[row] ?? 0;
      if (start < base || stop > end || tokens.kind[row] !== IDENT || !names.has(text.slice(start, stop))) continue;
      const previous = row > 0 ? text.slice(tokens.start[row - 1], tokens.end[row - 1]) : '';
      if (/^(?:->|\.|struct|union|enum|goto)$/.test(previous)) continue;
      edits.push({ span: { start: stop, end: stop }, newText: '_of_ours' });
    }
  });
  return apply(text, edits);
};

/** Turns every outermost `if (x) A else B` into `if (!(x)) B else A`. */
export const withArmsSwapped: Rewrite = (text, lowering) => {
  const edits: TextEdit[] = [];
  eachFunction(text, lowering, ({ body }, base) => {
    const visit = (statement: Statement): void => {
      if (statement.kind !== 'if') {
        for (const inner of inside(statement)) visit(inner);
        return;
      }
      const { condition, whenTrue, whenFalse } = statement;
      const slice = ({ start, end }: { start: number; end: number }): string => text.slice(base + start, base + end);
      const head = text.slice(base + statement.start, base + condition.start);
      const tail = text.slice(base + condition.end, base + whenTrue.start);
      const braced = (arm: Statement | undefined): string =>
        arm === undefined ? '{ }' : arm.kind === 'block' ? slice(arm) : `{ ${slice(arm)} }`;
      const newText = `${head}!(${slice(condition)})${tail}${braced(whenFalse)} else ${braced(whenTrue)}`;
      edits.push({ span: { start: base + statement.start, end: base + statement.end }, newText });
    };
    for (const statement of body) visit(statement);
  });
  return apply(text, edits);
};

/** Puts every token on a line of its own, or as many as fit on one; directives stay where they are. */
export function reformatted(gap: string): Rewrite {
  return (text) => {
    const tokens = tokenize(text);
    let out = '';
    for (let row = 0; row < tokens.count; row += 1) {
      const token = text.slice(tokens.start[row], tokens.end[row]);
      const isDirective = tokens.kind[row] === DIRECTIVE;
      if (isDirective && out !== '' && !out.endsWith('\n')) out += '\n';
      out += token;
      out += isDirective ? '\n' : gap;
    }
    return out;
  };
}

/** Writes `!( )` around a condition. */
export function negated(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return `${text.slice(0, start)}!(${text.slice(start, end)})${text.slice(end)}`;
}

function apply(text: string, edits: readonly TextEdit[]): string {
  const unique = new Map(edits.map((edit) => [`${edit.span.start}:${edit.span.end}`, edit]));
  return applyEdits(text, [...unique.values()]);
}

function eachFunction(
  text: string,
  lowering: Lowering,
  visit: (ir: FunctionIr, base: number, end: number) => void,
): void {
  for (const item of splitItems(text, tokenize(text))) {
    if (item.kind !== 'function') continue;
    const { functions, gaps } = lowering.item(text.slice(item.start, item.end), item.complete);
    const [ir] = functions;
    // Where arms of `#if` are cut out, the statements of one reading overlap those of another.
    if (ir?.form === 'function' && functions.length === 1 && gaps.length === 0) visit(ir, item.start, item.end);
  }
}

function inside(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'block':
    case 'label':
    case 'case':
    case 'switch':
      return statement.body;
    case 'if':
      return statement.whenFalse ? [statement.whenTrue, statement.whenFalse] : [statement.whenTrue];
    case 'loop':
      return [statement.body];
    case 'config':
      return statement.arms.flatMap((arm) => arm.body);
    default:
      return [];
  }
}

function eachStatement(body: readonly Statement[], visit: (statement: Statement) => void): void {
  for (const statement of body) {
    visit(statement);
    eachStatement(inside(statement), visit);
  }
}
