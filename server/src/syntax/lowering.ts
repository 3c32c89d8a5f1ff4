/** The syntax tier: masks an item, parses it, lowers the tree. Nothing outside this folder sees a node. */
import type { Expression } from '../model/expression.ts';
import { FAILED, type Gap } from '../model/finding.ts';
import type { ConditionRange, LoweredItem, Lowering } from '../model/ports.ts';
import type { FunctionIr } from '../model/statement.ts';
import { readMacro } from '../scan/declarations.ts';
import { PUNCT, tokenize } from '../scan/tokenizer.ts';
import { ExpressionLowering } from './lower-expression.ts';
import { lowerFunctions } from './lower-function.ts';
import { StatementLowering } from './lower-statement.ts';
import { type AttributeWords, BUILT_IN_ATTRIBUTE_WORDS, extendAttributeWords } from './mask/attribute-words.ts';
import type { ConditionalGroup } from './mask/conditional-groups.ts';
import { maskItem } from './mask/mask-item.ts';
import type { FlatTree } from './flat-tree.ts';
import { type CParser, loadParser } from './parser.ts';
import { type Node, TreeView } from './tree-view.ts';

/** A cut `#if` with more arms than this is read in its first ones only. */
const MAX_PASSES = 8;

/**
 * A tree with more levels than this is not read. Compilers stop at 256 brackets in each other, which are at most twice as
 * many levels; and where nobody stops, the depth of the stack would decide, which differs between threads.
 */
const MOST_LEVELS = 600;

/** What a macro's body is put into; shorter than any `#define` of a macro with parameters, so that offsets can stay true. */
const MACRO_HEAD = 'int f(){';

/** Loads the parser from its two files and makes a lowering that knows the built-in attribute words. */
export async function loadLowering(wasm: { readonly core: string; readonly grammar: string }): Promise<Lowering> {
  const parser = await loadParser((file) => (file === 'web-tree-sitter.wasm' ? wasm.core : wasm.grammar));
  return new ParserLowering(parser, BUILT_IN_ATTRIBUTE_WORDS);
}

class ParserLowering implements Lowering {
  private readonly parser: CParser;
  private readonly words: AttributeWords;

  constructor(parser: CParser, words: AttributeWords) {
    this.parser = parser;
    this.words = words;
  }

  learn(headers: Iterable<string>): Lowering {
    return new ParserLowering(this.parser, extendAttributeWords(this.words, headers));
  }

  item(text: string, isComplete: boolean): LoweredItem {
    try {
      return this.passes(text, isComplete ? text : text + closers(text));
    } catch (error) {
      const why = error instanceof RangeError ? 'it is nested too deeply to be read' : FAILED;
      return { functions: [], gaps: [{ start: 0, end: text.length, why }], conditions: [] };
    }
  }

  /** Reads an item once for each arm of its cut `#if`s; `closed` is the text with what is missing at its end. */
  private passes(text: string, closed: string): LoweredItem {
    const functions: FunctionIr[] = [];
    const gaps: Gap[] = [];
    let conditions: readonly ConditionRange[] = [];
    let arms = 1;
    for (let arm = 0; arm < Math.min(arms, MAX_PASSES); arm += 1) {
      const masked = maskItem(closed, this.words, { arm });
      arms = masked.arms;
      if (arm === 0) conditions = masked.directives.flatMap(rangesOf);
      const view = this.parse(masked.text, text);
      if (!view) {
        gaps.push({ start: 0, end: text.length, why: 'the parser gave up on it' });
        break;
      }
      functions.push(...lowerFunctions(view, 0, (operand) => this.expression(operand)));
      if (arm === 0) gaps.push(...gapsOf(view));
    }
    return { functions, gaps, conditions };
  }

  macro(directive: string): LoweredItem {
    const nothing: LoweredItem = { functions: [], gaps: [], conditions: [] };
    return unlessTooDeep(() => this.readMacro(directive, nothing)) ?? nothing;
  }

  expression(text: string): Expression | undefined {
    return unlessTooDeep(() => this.readExpression(text));
  }

  private readMacro(directive: string, nothing: LoweredItem): LoweredItem {
    const macro = readMacro(directive);
    if (!macro?.parameters) return nothing;
    const bodyStart = directive.indexOf(')') + 1;
    const body = directive.slice(bodyStart).replace(/\\(?=\r?\n)/g, ' ');
    const source = `${MACRO_HEAD.padEnd(bodyStart)}${body};}`;
    const view = this.parse(maskItem(source, this.words).text, source);
    const [lowered] = view ? lowerFunctions(view, 0, (operand) => this.expression(operand)) : [];
    if (!lowered) return nothing;
    const span = { start: 0, end: directive.length };
    const nameStart = directive.indexOf(macro.name);
    const parameters = macro.parameters.map((name) => ({ name, type: undefined, ...span }));
    const nameSpan = { start: nameStart, end: nameStart + macro.name.length };
    return {
      ...nothing,
      functions: [{ ...lowered, name: macro.name, nameSpan, form: 'macro', returns: undefined, parameters, ...span }],
    };
  }

  private readExpression(text: string): Expression | undefined {
    const prefix = 'int f(void) { return ';
    const source = `${prefix}${text};}`;
    const masked = maskItem(source, this.words);
    const view = this.parse(masked.text, source);
    if (!view) return undefined;
    const node = returned(view, 0);
    if (node === undefined) return undefined;
    const read = (operand: string): Expression | undefined =>
      operand.length < text.length ? this.expression(operand) : undefined;
    const statements = new StatementLowering(view, read);
    return new ExpressionLowering(view, (_, body) => statements.body(body)).lower(node);
  }

  private parse(masked: string, source: string): TreeView | undefined {
    const tree = this.parser.parse(masked);
    if (tree && levelsOf(tree) > MOST_LEVELS) throw new RangeError('too many levels');
    return tree && new TreeView(tree, this.parser.names, source);
  }
}

/** What is nested too deeply is passed over; where that is not seen before, the stack tells. */
function unlessTooDeep<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function levelsOf({ count, parent }: FlatTree): number {
  const levels = new Uint32Array(count);
  let most = 0;
  for (let row = 1; row < count; row += 1) {
    const level = (levels[parent[row] ?? 0] ?? 0) + 1;
    levels[row] = level;
    if (level > most) most = level;
  }
  return most;
}

/** The brackets that are open at the end of a text, closed: half a function is read as far as it goes. */
function closers(text: string): string {
  const { count, kind, char, match } = tokenize(text);
  let missing = '';
  for (let at = 0; at < count; at += 1) {
    if (kind[at] !== PUNCT || match[at] !== -1) continue;
    const code = String.fromCharCode(char[at] ?? 0);
    if (code === '(') missing = `)${missing}`;
    else if (code === '[') missing = `]${missing}`;
    else if (code === '{') missing = `;}${missing}`;
  }
  return missing === '' ? '' : `\n${missing}`;
}

/** The operand of the first `return`. */
function returned(view: TreeView, root: Node): Node | undefined {
  for (let node = root; node < view.tree.count; node += 1) {
    if (view.type(node) !== 'return_statement') continue;
    for (const child of view.namedChildren(node)) return child;
  }
  return undefined;
}

function rangesOf(group: ConditionalGroup): readonly ConditionRange[] {
  return group.arms.flatMap(({ condition, start, end }) =>
    condition.includes('CONFIG_') ? [{ condition, start, end }] : [],
  );
}

/** What the grammar could not place: the outermost broken nodes. */
function gapsOf(view: TreeView): readonly Gap[] {
  const gaps: Gap[] = [];
  let covered = -1;
  for (let node = 0; node < view.tree.count; node += 1) {
    if (!view.isBroken(node) || view.start(node) < covered) continue;
    const span = view.span(node);
    gaps.push({
      ...span,
      why: span.end > span.start ? 'this could not be read as C' : `\`${view.type(node)}\` is missing here`,
    });
    covered = span.end;
  }
  return gaps;
}
