/** Lowers the functions of an item: definitions, tracepoints that masking wrote as functions, file-level initialisers. */
import type { FunctionIr, Parameter, Statement } from '../model/statement.ts';
import { StatementLowering, type ReadExpression } from './lower-statement.ts';
import { lowerDeclarator, lowerType } from './lower-type.ts';
import type { Node, TreeView } from './tree-view.ts';

/** Every function below a node, in text order. */
export function lowerFunctions(view: TreeView, root: Node, read: ReadExpression): readonly FunctionIr[] {
  const functions: FunctionIr[] = [];
  const statements = new StatementLowering(view, read);
  collect(root);
  return functions;

  function collect(node: Node): void {
    for (const child of view.namedChildren(node)) {
      switch (view.type(child)) {
        case 'function_definition':
          functions.push(lowerFunction(view, child, statements));
          break;
        case 'declaration':
          addInitialiser(child);
          break;
        case 'preproc_if':
        case 'preproc_ifdef':
        case 'preproc_else':
        case 'preproc_elif':
        case 'preproc_elifdef':
        case 'linkage_specification':
        case 'declaration_list':
        case 'ERROR':
          collect(child);
          break;
        default:
          addLooseStatement(child);
      }
    }
  }

  function addInitialiser(node: Node): void {
    const declarators = statements.declarators(node);
    if (!declarators.some((declarator) => declarator.init)) return;
    const span = view.span(node);
    const [head] = declarators;
    functions.push({
      name: head?.name ?? '',
      nameSpan: head ?? span,
      form: 'initialiser',
      returns: undefined,
      parameters: [],
      body: [{ kind: 'declare', declarators, ...span }],
      ...span,
    });
  }

  /** A statement at file level is what is left of half a function; what can be read of it is kept. */
  function addLooseStatement(node: Node): void {
    if (!view.type(node).endsWith('_statement')) return;
    const statement = statements.lower(node);
    const span = view.span(node);
    if (statement)
      functions.push({
        name: '',
        nameSpan: span,
        form: 'initialiser',
        returns: undefined,
        parameters: [],
        body: [statement],
        ...span,
      });
  }
}

function lowerFunction(view: TreeView, node: Node, statements: StatementLowering): FunctionIr {
  const span = view.span(node);
  const declarator = lowerDeclarator(view, view.field(node, 'declarator'));
  const { type } = lowerType(view, view.field(node, 'type'));
  const bodyNode = view.field(node, 'body');
  const body: readonly Statement[] = bodyNode >= 0 ? statements.body(bodyNode) : [];
  const macro = /^([A-Z][A-Z0-9_]*)\s*\(/.exec(view.source.slice(span.start, span.start + 80))?.[1];
  const isTrace = macro !== undefined && /TRACE|EVENT/.test(macro);
  const name = declarator?.name ?? '';
  return {
    name: macro === undefined ? name : `${macro}(${name})`,
    nameSpan: declarator ? view.span(declarator.node) : { start: span.start, end: span.start },
    form: isTrace ? 'trace' : 'function',
    returns: type && declarator ? { ...type, stars: type.stars + declarator.stars } : type,
    parameters: declarator && declarator.parameters >= 0 ? lowerParameters(view, declarator.parameters) : [],
    body,
    ...span,
  };
}

function lowerParameters(view: TreeView, list: Node): readonly Parameter[] {
  const parameters: Parameter[] = [];
  for (const child of view.namedChildren(list)) {
    if (view.type(child) !== 'parameter_declaration') continue;
    const declarator = lowerDeclarator(view, view.field(child, 'declarator'));
    if (!declarator) continue;
    const { type } = lowerType(view, view.field(child, 'type'));
    const whole = type && { ...type, stars: type.stars + declarator.stars };
    parameters.push({
      name: declarator.name,
      type: declarator.isFunction ? whole && { name: '(function)', stars: 1, returns: whole } : whole,
      ...view.span(declarator.node),
    });
  }
  return parameters;
}
