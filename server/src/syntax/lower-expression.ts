/** Lowers expressions; what the grammar could not read becomes an opaque expression that keeps its readable parts. */
import { parseCType } from '../model/c-type.ts';
import type { Expression, Unary } from '../model/expression.ts';
import type { Statement } from '../model/statement.ts';
import { closing, lowerType } from './lower-type.ts';
import type { Node, TreeView } from './tree-view.ts';

/** Lowers the body of a statement expression; given by the statement side so that the two files need not import each other. */
export type LowerBody = (view: TreeView, node: Node) => readonly Statement[];

export class ExpressionLowering {
  private readonly view: TreeView;
  private readonly lowerBody: LowerBody;

  constructor(view: TreeView, lowerBody: LowerBody) {
    this.view = view;
    this.lowerBody = lowerBody;
  }

  lower(node: Node): Expression {
    const { view } = this;
    const span = view.span(node);
    const type = view.type(node);
    const typeOf = this.hiddenOperand(node);
    if (typeOf) return typeOf;
    switch (type) {
      case 'identifier':
      case 'field_identifier':
      case 'type_identifier':
        return { kind: 'name', name: view.text(node), ...span };
      case 'number_literal':
      case 'char_literal':
      case 'string_literal':
      case 'concatenated_string':
      case 'true':
      case 'false':
      case 'null':
        return { kind: 'literal', text: view.text(node), ...span };
      case 'parenthesized_expression':
        return this.parenthesized(node);
      case 'field_expression':
        return this.member(node);
      case 'call_expression':
        return this.call(node);
      case 'subscript_expression':
        return {
          kind: 'index',
          base: this.field(node, 'argument'),
          index: this.field(node, 'index'),
          ...span,
        };
      case 'unary_expression':
      case 'pointer_expression':
      case 'update_expression':
        return { kind: 'unary', operator: this.unaryOperator(node), operand: this.field(node, 'argument'), ...span };
      case 'binary_expression':
        return {
          kind: 'binary',
          operator: this.operator(node),
          left: this.field(node, 'left'),
          right: this.field(node, 'right'),
          ...span,
        };
      case 'assignment_expression':
        return {
          kind: 'assign',
          operator: this.operator(node),
          left: this.field(node, 'left'),
          right: this.field(node, 'right'),
          ...span,
        };
      case 'conditional_expression':
        return this.conditional(node);
      case 'cast_expression':
        return this.cast(node);
      case 'comma_expression':
        return { kind: 'sequence', form: 'comma', parts: this.parts(node), ...span };
      case 'initializer_list':
        return this.initialiser(node);
      case 'initializer_pair':
        return this.field(node, 'value');
      case 'compound_literal_expression':
        return this.compoundLiteral(node);
      case 'sizeof_expression':
      case 'alignof_expression':
      case 'offsetof_expression':
        return { kind: 'unevaluated', ...span };
      case 'generic_expression':
        return this.generic(node);
      case 'compound_statement':
        return { kind: 'statement-expression', body: this.lowerBody(view, node), ...span };
      case 'type_descriptor':
      case 'primitive_type':
      case 'struct_specifier':
      case 'sized_type_specifier':
        return { kind: 'type', type: lowerType(view, node).type, ...span };
      default:
        return { kind: 'opaque', parts: this.parts(node), ...span };
    }
  }

  private field(node: Node, name: string): Expression {
    const child = this.view.field(node, name);
    if (child >= 0) return this.lower(child);
    const { start } = this.view.span(node);
    return { kind: 'opaque', parts: [], start, end: start };
  }

  private parts(node: Node): readonly Expression[] {
    const parts: Expression[] = [];
    for (const child of this.view.namedChildren(node)) parts.push(this.lower(child));
    return parts;
  }

  private initialiser(node: Node): Expression {
    const { view } = this;
    const members: (string | undefined)[] = [];
    const parts: Expression[] = [];
    for (const child of view.namedChildren(node)) {
      const isPair = view.type(child) === 'initializer_pair';
      members.push(isPair ? /^\.\s*(\w+)\s*=/.exec(view.text(child))?.[1] : undefined);
      parts.push(this.lower(child));
    }
    const named = members.some((member) => member !== undefined) ? { members } : {};
    return { kind: 'sequence', form: 'initialiser', parts, ...named, ...view.span(node) };
  }

  private parenthesized(node: Node): Expression {
    const parts = this.parts(node);
    const [only] = parts;
    if (parts.length === 1 && only) return only;
    return { kind: 'opaque', parts, ...this.view.span(node) };
  }

  private member(node: Node): Expression {
    const { view } = this;
    const operator = view.field(node, 'operator');
    const field = view.field(node, 'field');
    const at = operator >= 0 ? view.start(operator) : view.end(node);
    return {
      kind: 'member',
      base: this.field(node, 'argument'),
      field: field >= 0 ? view.text(field) : '',
      arrow: operator >= 0 && view.text(operator) === '->',
      at,
      ...view.span(node),
    };
  }

  private call(node: Node): Expression {
    const { view } = this;
    const list = view.field(node, 'arguments');
    const args: Expression[] = [];
    if (list >= 0) for (const child of view.namedChildren(list)) args.push(this.argument(child));
    return { kind: 'call', callee: this.field(node, 'function'), args, ...view.span(node) };
  }

  /** Masking drops `struct` and `*` from types that stand as macro arguments; the source still has them. */
  private argument(node: Node): Expression {
    const { source } = this.view;
    const { start, end } = this.argumentSpan(node);
    const text = source.slice(start, end);
    if (
      /^(?:const\s+)?(?:struct|union|enum)\s+\w+[\s*]*$/.test(text) ||
      /^(?:unsigned|signed|const)\s[\w\s]*[\s*]*$/.test(text)
    ) {
      return { kind: 'type', type: parseCType(text), start, end };
    }
    return this.lower(node);
  }

  /** The whole argument as written around a node that masking shortened. */
  private argumentSpan(node: Node): { start: number; end: number } {
    const { source } = this.view;
    let { start, end } = this.view.span(node);
    while (start > 0 && /[\w\s]/.test(source[start - 1] ?? '')) start -= 1;
    while (end < source.length && /[\w\s*]/.test(source[end] ?? '')) end += 1;
    while (start < end && /\s/.test(source[start] ?? '')) start += 1;
    while (end > start && /\s/.test(source[end - 1] ?? '')) end -= 1;
    return { start, end };
  }

  private unaryOperator(node: Node): Unary['operator'] {
    const { view } = this;
    const operator = view.field(node, 'operator');
    const text = operator >= 0 ? view.text(operator) : '';
    switch (text) {
      case '*':
      case '&':
      case '!':
      case '~':
      case '-':
      case '++':
      case '--':
        return text;
      default:
        return '+';
    }
  }

  private operator(node: Node): string {
    const operator = this.view.field(node, 'operator');
    return operator >= 0 ? this.view.text(operator) : '=';
  }

  private conditional(node: Node): Expression {
    const whenTrue = this.view.field(node, 'consequence');
    return {
      kind: 'conditional',
      condition: this.field(node, 'condition'),
      ...(whenTrue >= 0 ? { whenTrue: this.lower(whenTrue) } : {}),
      whenFalse: this.field(node, 'alternative'),
      ...this.view.span(node),
    };
  }

  private cast(node: Node): Expression {
    const { type, typeOf } = lowerType(this.view, this.view.field(node, 'type'));
    return {
      kind: 'cast',
      type: type ?? (typeOf ? { name: `typeof ${typeOf.text.trim()}`, stars: 0 } : undefined),
      operand: this.field(node, 'value'),
      ...this.view.span(node),
    };
  }

  private compoundLiteral(node: Node): Expression {
    const { type } = lowerType(this.view, this.view.field(node, 'type'));
    return { kind: 'cast', type, operand: this.field(node, 'value'), ...this.view.span(node) };
  }

  /** `_Generic(x, T: a, ...)`: the operand is not evaluated, the results are what it can be. */
  private generic(node: Node): Expression {
    const parts = this.parts(node).filter((part) => part.kind !== 'type');
    return { kind: 'opaque', parts, ...this.view.span(node) };
  }

  /** An `int` that masking wrote over `typeof(x)` in expression position stands for an operand that is not evaluated. */
  private hiddenOperand(node: Node): Expression | undefined {
    const { view } = this;
    const start = view.start(node);
    if (view.type(node) !== 'primitive_type' || !/^_*typeof/.test(view.source.slice(start, start + 10)))
      return undefined;
    return { kind: 'unevaluated', start, end: closing(view.source, view.source.indexOf('(', start)) + 1 };
  }
}
