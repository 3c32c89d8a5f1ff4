/** Lowers statements; iterator macros that masking wrote as `while` become loops with the macro's name again. */
import type { Expression } from '../model/expression.ts';
import type { ConfigArm, Declarator, Loop, Statement } from '../model/statement.ts';
import { ExpressionLowering } from './lower-expression.ts';
import { lowerDeclarator, lowerType } from './lower-type.ts';
import type { Node, TreeView } from './tree-view.ts';

/** Reads an expression out of text, for the operand of `typeof`. */
export type ReadExpression = (text: string, start: number) => Expression | undefined;

export class StatementLowering {
  private readonly view: TreeView;
  private readonly read: ReadExpression;
  readonly expressions: ExpressionLowering;

  constructor(view: TreeView, read: ReadExpression) {
    this.view = view;
    this.read = read;
    this.expressions = new ExpressionLowering(view, (_, node) => this.body(node));
  }

  /** The statements of a compound statement, or of any node that holds statements. */
  body(node: Node): readonly Statement[] {
    const statements: Statement[] = [];
    for (const child of this.view.namedChildren(node)) {
      const statement = this.lower(child);
      if (statement) statements.push(statement);
    }
    return statements;
  }

  lower(node: Node): Statement | undefined {
    const { view } = this;
    const span = view.span(node);
    switch (view.type(node)) {
      case 'compound_statement':
        return { kind: 'block', body: this.body(node), ...span };
      case 'expression_statement':
        return this.expressionStatement(node);
      case 'declaration':
        return { kind: 'declare', declarators: this.declarators(node), ...span };
      case 'if_statement':
        return this.ifStatement(node);
      case 'while_statement':
      case 'do_statement':
      case 'for_statement':
        return this.loop(node);
      case 'switch_statement':
        return {
          kind: 'switch',
          subject: this.expression(node, 'condition'),
          body: this.bodyOf(view.field(node, 'body')),
          ...span,
        };
      case 'case_statement':
        return this.caseStatement(node);
      case 'return_statement': {
        const value = first(view.namedChildren(node));
        return { kind: 'return', ...(value === undefined ? {} : { value: this.expressions.lower(value) }), ...span };
      }
      case 'goto_statement':
        return { kind: 'goto', label: view.text(view.field(node, 'label')), ...span };
      case 'labeled_statement':
        return this.labelled(node);
      case 'break_statement':
        return { kind: 'break', ...span };
      case 'continue_statement':
        return { kind: 'continue', ...span };
      case 'preproc_if':
      case 'preproc_ifdef':
        return { kind: 'config', arms: this.arms(node), ...span };
      case 'attributed_statement':
        return { kind: 'block', body: this.body(node), ...span };
      case 'preproc_def':
      case 'preproc_function_def':
      case 'preproc_call':
      case 'preproc_include':
      case 'preproc_directive':
      case 'function_definition':
      case 'type_definition':
      case 'struct_specifier':
      case 'union_specifier':
      case 'enum_specifier':
      case 'attribute_declaration':
        return undefined;
      case 'ERROR':
        return { kind: 'gap', parts: this.readableParts(node), ...span };
      default:
        return { kind: 'expression', expression: this.expressions.lower(node), ...span };
    }
  }

  private expression(node: Node, field: string): Expression {
    const child = this.view.field(node, field);
    if (child >= 0) return this.expressions.lower(child);
    const { start } = this.view.span(node);
    return { kind: 'opaque', parts: [], start, end: start };
  }

  private expressionStatement(node: Node): Statement | undefined {
    const inner = first(this.view.namedChildren(node));
    if (inner === undefined) return undefined;
    return { kind: 'expression', expression: this.expressions.lower(inner), ...this.view.span(node) };
  }

  private bodyOf(node: Node): readonly Statement[] {
    if (node < 0) return [];
    if (this.view.type(node) === 'compound_statement') return this.body(node);
    const statement = this.lower(node);
    return statement ? [statement] : [];
  }

  private statementOf(node: Node, field: string): Statement {
    const child = this.view.field(node, field);
    const lowered = child >= 0 ? this.lower(child) : undefined;
    const at = child >= 0 ? this.view.span(child) : { start: this.view.end(node), end: this.view.end(node) };
    return lowered ?? { kind: 'block', body: [], ...at };
  }

  private ifStatement(node: Node): Statement {
    const { view } = this;
    const alternative = view.field(node, 'alternative');
    let whenFalse: Statement | undefined;
    if (alternative >= 0) {
      const inner = first(view.namedChildren(alternative));
      whenFalse = (inner === undefined ? undefined : this.lower(inner)) ?? {
        kind: 'block',
        body: [],
        ...view.span(alternative),
      };
    }
    return {
      kind: 'if',
      condition: this.expression(node, 'condition'),
      whenTrue: this.statementOf(node, 'consequence'),
      ...(whenFalse ? { whenFalse } : {}),
      ...view.span(node),
    };
  }

  private loop(node: Node): Loop {
    const { view } = this;
    const span = view.span(node);
    const type = view.type(node);
    const body = this.statementOf(node, 'body');
    const iterator = /^[A-Za-z_]\w*/.exec(view.source.slice(span.start, span.start + 80))?.[0] ?? '';
    if (type === 'for_statement') {
      const initializer = view.field(node, 'initializer');
      const init = initializer < 0 ? undefined : this.lower(initializer);
      const condition = view.field(node, 'condition');
      const update = view.field(node, 'update');
      return {
        kind: 'loop',
        form: 'for',
        ...(init ? { init } : {}),
        ...(condition >= 0 ? { condition: this.expressions.lower(condition) } : {}),
        ...(update >= 0 ? { update: this.expressions.lower(update) } : {}),
        body,
        ...span,
      };
    }
    const condition = this.expression(node, 'condition');
    if (type === 'while_statement' && iterator !== 'while') {
      return { kind: 'loop', form: 'iterator', iterator, args: flattenComma(condition), body, ...span };
    }
    return { kind: 'loop', form: type === 'do_statement' ? 'do' : 'while', condition, body, ...span };
  }

  private caseStatement(node: Node): Statement {
    const { view } = this;
    const value = view.field(node, 'value');
    const body: Statement[] = [];
    for (const child of view.namedChildren(node)) {
      if (child === value) continue;
      const statement = this.lower(child);
      if (statement) body.push(statement);
    }
    return { kind: 'case', ...(value >= 0 ? { value: this.expressions.lower(value) } : {}), body, ...view.span(node) };
  }

  private labelled(node: Node): Statement {
    const { view } = this;
    const label = view.field(node, 'label');
    const body: Statement[] = [];
    for (const child of view.namedChildren(node)) {
      if (child === label) continue;
      const statement = this.lower(child);
      if (statement) body.push(statement);
    }
    return { kind: 'label', label: label >= 0 ? view.text(label) : '', body, ...view.span(node) };
  }

  /** The arms of an `#if` chain that stands between whole statements. */
  private arms(node: Node): readonly ConfigArm[] {
    const { view } = this;
    const arms: ConfigArm[] = [];
    let arm: Node = node;
    while (arm >= 0) {
      const alternative: Node = view.field(arm, 'alternative');
      const condition = view.field(arm, 'condition') >= 0 ? view.field(arm, 'condition') : view.field(arm, 'name');
      const body: Statement[] = [];
      for (const child of view.namedChildren(arm)) {
        if (child === condition || child === alternative) continue;
        const statement = this.lower(child);
        if (statement) body.push(statement);
      }
      const not = /^#\s*(?:el)?ifndef/.test(view.text(arm)) ? '!' : '';
      arms.push({ condition: condition >= 0 ? `${not}${view.text(condition)}` : '', body });
      arm = alternative;
    }
    return arms;
  }

  /** The declarators of a declaration, with the operand of a `typeof` read as an expression. */
  declarators(node: Node): readonly Declarator[] {
    const { view } = this;
    const base = lowerType(view, view.field(node, 'type'));
    const typeOf = base.typeOf ? this.read(base.typeOf.text, base.typeOf.start) : undefined;
    const declarators: Declarator[] = [];
    for (const child of view.namedChildren(node)) {
      const lowered = lowerDeclarator(view, child);
      if (!lowered || (child === view.field(node, 'type') && !view.type(child).endsWith('declarator'))) continue;
      const value = view.type(child) === 'init_declarator' ? view.field(child, 'value') : -1;
      const type = base.type && { ...base.type, stars: base.type.stars + lowered.stars };
      declarators.push({
        name: lowered.name,
        type: lowered.isFunction
          ? type && { name: '(function)', stars: 1, returns: type }
          : (type ?? (base.typeOf ? { name: 'typeof', stars: lowered.stars } : undefined)),
        ...(typeOf ? { typeOf } : {}),
        ...(value >= 0 ? { init: this.expressions.lower(value) } : {}),
        ...view.span(lowered.node),
      });
    }
    return declarators;
  }

  private readableParts(node: Node): readonly Expression[] {
    const parts: Expression[] = [];
    for (const child of this.view.namedChildren(node)) parts.push(this.expressions.lower(child));
    return parts;
  }
}

function flattenComma(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'sequence' && expression.kind !== 'opaque') return [expression];
  return expression.parts.flatMap(flattenComma);
}

function first(nodes: Iterable<Node>): Node | undefined {
  for (const node of nodes) return node;
  return undefined;
}
