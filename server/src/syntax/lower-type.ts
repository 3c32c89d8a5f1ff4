/** Reads types and declarators from the parse, and what masking hid of them from the source. */
import { type CType, parseCType } from '../model/c-type.ts';
import type { Node, TreeView } from './tree-view.ts';

/** The type that a type node names; `typeOf` is the operand's text where the source says `typeof`. */
export interface LoweredType {
  readonly type: CType | undefined;
  readonly typeOf?: { readonly text: string; readonly start: number };
}

/** Reads a type node, a `type_descriptor` included. */
export function lowerType(view: TreeView, node: Node): LoweredType {
  if (node < 0) return { type: undefined };
  const source = view.source;
  const start = view.start(node);
  if (source.startsWith('typeof', start) || source.startsWith('__typeof', start)) {
    const open = source.indexOf('(', start);
    const close = closing(source, open);
    const inner = source.slice(open + 1, close);
    const plain = /^\s*(?:const\s+)?(?:struct|union|enum)\s/.test(inner) ? parseCType(inner) : undefined;
    return plain ? { type: plain } : { type: undefined, typeOf: { text: inner, start: open + 1 } };
  }
  if (source.startsWith('__auto_type', start)) return { type: undefined };
  switch (view.type(node)) {
    case 'type_descriptor': {
      const base = lowerType(view, view.field(node, 'type'));
      const stars = abstractStars(view, view.field(node, 'declarator'));
      return base.type ? { type: { ...base.type, stars: base.type.stars + stars } } : base;
    }
    case 'struct_specifier':
    case 'union_specifier':
    case 'enum_specifier': {
      const name = view.field(node, 'name');
      const word = view.type(node).split('_')[0];
      return { type: name < 0 ? undefined : { name: `${word} ${view.text(name)}`, stars: 0 } };
    }
    default:
      return { type: parseCType(view.text(node)) };
  }
}

/** What a declarator declares: its name and what it adds to the base type. */
export interface LoweredDeclarator {
  readonly name: string;
  readonly node: Node;
  readonly stars: number;
  readonly isFunction: boolean;
  /** The parameter list of the innermost function declarator, -1 where there is none. */
  readonly parameters: Node;
}

/** Reads a declarator down to its name; undefined where there is no name. */
export function lowerDeclarator(view: TreeView, declarator: Node): LoweredDeclarator | undefined {
  let node = declarator;
  let stars = 0;
  let isFunction = false;
  let throughParens = false;
  let parameters = -1;
  for (let depth = 0; node >= 0 && depth < 16; depth += 1) {
    switch (view.type(node)) {
      case 'identifier':
      case 'type_identifier':
      case 'field_identifier':
      case 'primitive_type':
        return { name: view.text(node), node, stars, isFunction, parameters };
      case 'pointer_declarator':
        stars += 1;
        if (throughParens) isFunction = false;
        node = view.field(node, 'declarator');
        break;
      case 'array_declarator':
        stars += 1;
        node = view.field(node, 'declarator');
        break;
      case 'function_declarator':
        isFunction = true;
        parameters = view.field(node, 'parameters');
        node = view.field(node, 'declarator');
        break;
      case 'parenthesized_declarator':
        throughParens = true;
        node = firstNamed(view, node);
        break;
      case 'init_declarator':
      case 'attributed_declarator':
        node = view.field(node, 'declarator') >= 0 ? view.field(node, 'declarator') : firstNamed(view, node);
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}

function abstractStars(view: TreeView, declarator: Node): number {
  let stars = 0;
  let node = declarator;
  while (node >= 0) {
    const type = view.type(node);
    if (type === 'abstract_pointer_declarator' || type === 'abstract_array_declarator') stars += 1;
    node = view.field(node, 'declarator');
  }
  return stars;
}

function firstNamed(view: TreeView, node: Node): Node {
  for (const child of view.namedChildren(node)) return child;
  return -1;
}

/** The offset of the `)` that closes the `(` at an offset, or the end of the text. */
export function closing(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at >= 0 && at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === 40) depth += 1;
    else if (code === 41) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return source.length;
}
