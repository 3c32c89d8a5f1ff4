/** The text of an overlay is read strictly: what is not understood is refused with its line and the nearest valid word. */
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { ERAS, parseEra, type EraId } from '../kernel/eras.ts';
import { isField, isValue, valuesOf } from '../kernel/field-values.ts';
import { isKind, KINDS, type Kind } from '../kernel/kinds.ts';
import { FOLLOWERS, misfit } from '../kernel/mapping-followers.ts';
import { type Field, FIELDS } from '../kernel/matrix.ts';
import type { Overlay, OverlayCell } from '../kernel/overlay-types.ts';
import { LineIndex } from '../text/line-index.ts';
import { nearestWord } from './nearest-word.ts';

/** A fault in the text of an overlay. */
export interface OverlayProblem {
  /** 1-based. */
  readonly line: number;
  /** What is wrong, without a full stop; words of the text stand in double quotes. */
  readonly message: string;
}

/** An overlay, or what is wrong with its text: at least one problem, in the order of the lines, what is missing last. */
export type ParsedOverlay = { readonly overlay: Overlay } | { readonly problems: readonly OverlayProblem[] };

const MEMBERS = ['name', 'title', 'story', 'eras', 'introduces', 'cells'];
const CELL_MEMBERS = ['kinds', 'field', 'values', 'text'];

/** Reads the text of an overlay; it never throws. */
export function parseOverlay(text: string): ParsedOverlay {
  const errors: ParseError[] = [];
  const root = treeOf(text, errors);
  const lines = new LineIndex(text);
  const reader = new Reader((offset) => lines.position(offset).line + 1);
  const broken = errors[0];
  if (broken !== undefined || root === undefined) {
    reader.complain(
      broken?.offset ?? 0,
      `is no JSON: ${broken === undefined ? 'it is empty, or nested too deep' : spellError(broken)}`,
    );
    return { problems: reader.problems() };
  }
  const overlay = reader.overlay(root);
  const problems = reader.problems();
  return overlay === undefined || problems.length > 0 ? { problems } : { overlay };
}

/** The parser calls itself for each level, so that a text of nothing but brackets is too much for it. */
function treeOf(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { disallowComments: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function spellError({ error }: ParseError): string {
  const words = printParseErrorCode(error).replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.toLowerCase();
}

interface PlacedKind {
  readonly kind: Kind;
  readonly node: Node;
}

type PlacedCell = { readonly cell: OverlayCell; readonly kinds: readonly PlacedKind[]; readonly values: Node };

class Reader {
  private readonly found: { readonly offset: number; readonly isLack: boolean; readonly problem: OverlayProblem }[] =
    [];
  private readonly lineOf: (offset: number) => number;

  constructor(lineOf: (offset: number) => number) {
    this.lineOf = lineOf;
  }

  complain(offset: number, message: string): void {
    this.found.push({ offset, isLack: false, problem: { line: this.lineOf(offset), message } });
  }

  /** What is missing is often there under a wrong name, so it is said last. */
  private lacks(node: Node, name: string): void {
    const problem = { line: this.lineOf(node.offset), message: `lacks "${name}"` };
    this.found.push({ offset: node.offset, isLack: true, problem });
  }

  problems(): readonly OverlayProblem[] {
    const order = (a: boolean, b: boolean): number => Number(a) - Number(b);
    return [...this.found]
      .sort((a, b) => order(a.isLack, b.isLack) || a.offset - b.offset)
      .map(({ problem }) => problem);
  }

  overlay(root: Node): Overlay | undefined {
    const members = this.members(root, MEMBERS, 'an overlay');
    if (members === undefined) return undefined;
    const name = this.needed(root, members, 'name', (node) => this.name(node));
    const title = this.needed(root, members, 'title', (node) => this.text(node, 'title'));
    const story = this.needed(root, members, 'story', (node) => this.list(node, (line) => this.text(line, 'story')));
    const eras = this.optional(members, 'eras', (node) => this.list(node, (each) => this.era(each))) ?? [];
    const introduces = this.optional(members, 'introduces', (node) => this.list(node, (each) => this.kind(each))) ?? [];
    const placed = this.needed(root, members, 'cells', (node) => this.list(node, (each) => this.cell(each)));
    if (placed === undefined) return undefined;
    this.compare(placed, members.get('introduces'), introduces);
    const cells = placed.map(({ cell }) => cell);
    if (name === undefined || title === undefined || story === undefined) return undefined;
    return { name, title, story, eras, introduces: introduces.map(({ kind }) => kind), cells };
  }

  private cell(node: Node): PlacedCell | undefined {
    const members = this.members(node, CELL_MEMBERS, 'a cell');
    if (members === undefined) return undefined;
    const kinds = this.needed(node, members, 'kinds', (each) => this.list(each, (kind) => this.kind(kind)));
    const field = this.needed(node, members, 'field', (each) => this.field(each));
    const text = this.optional(members, 'text', (each) => this.text(each, 'text'));
    const at = members.get('values');
    if (field === undefined || at === undefined) {
      if (at === undefined) this.lacks(node, 'values');
      return undefined;
    }
    const cell = this.valued(field, at, kinds?.map(({ kind }) => kind) ?? [], text);
    return kinds === undefined || cell === undefined ? undefined : { cell, kinds, values: at };
  }

  private valued<F extends Field>(
    field: F,
    at: Node,
    kinds: readonly Kind[],
    text: string | undefined,
  ): OverlayCell | undefined {
    const values = this.list(at, (node) => {
      const word = this.text(node, 'values');
      if (word === undefined || isValue(field, word)) return word;
      this.unknown(node, `value of ${field}`, word, valuesOf(field));
      return undefined;
    });
    if (values === undefined) return undefined;
    return { kinds, field, values, ...(text === undefined ? {} : { text }) };
  }

  /** What single cells cannot show: a cell said twice, answers that do not fit the word, kinds introduced without one. */
  private compare(placed: readonly PlacedCell[], introduces: Node | undefined, kinds: readonly PlacedKind[]): void {
    const said = new Map<string, PlacedCell>();
    for (const each of placed) {
      for (const { kind, node } of each.kinds) {
        const key = `${kind} ${each.cell.field}`;
        const line = said.get(key)?.values.offset;
        if (line !== undefined)
          this.complain(node.offset, `says ${each.cell.field} of "${kind}" again, as line ${this.lineOf(line)} does`);
        else said.set(key, each);
      }
    }
    for (const each of placed)
      for (const place of each.kinds) this.fit(each, place, said.get(`${place.kind} mapping`)?.cell);
    for (const member of ['inode', 'share']) this.oneMember(member, placed);
    for (const { kind } of kinds) {
      if (introduces !== undefined && !said.has(`${kind} mapping`))
        this.complain(introduces.offset, `introduces "${kind}" and does not say its mapping`);
    }
  }

  /** The answers of helpers that look at the word must be answers for that word. */
  private fit({ cell, values }: PlacedCell, { kind, node }: PlacedKind, words: OverlayCell | undefined): void {
    const field = FOLLOWERS.find((each) => each === cell.field);
    if (field === undefined) return;
    if (words === undefined) {
      this.complain(node.offset, `says ${field} of "${kind}" and not its mapping, which ${field} follows from`);
      return;
    }
    const mapping = words.values.filter((word) => isValue('mapping', word));
    const wrong = misfit(field, kind, mapping, cell.values);
    if (wrong === undefined) return;
    const why =
      'value' in wrong
        ? `is "${wrong.value}" for "${kind}", which its mapping (${mapping.join(', ')}) does not give`
        : `leaves out what the mapping "${wrong.word}" of "${kind}" gives`;
    this.complain(values.offset, `contradicts itself: ${field} ${why}`);
  }

  /** A member of `struct page` is there for every page or for none. */
  private oneMember(field: string, placed: readonly PlacedCell[]): void {
    const cells = placed.filter(({ cell }) => cell.field === field);
    const absent = ({ cell }: PlacedCell): boolean => cell.values.some((value) => value === 'absent');
    const odd = cells.find((each) => cells[0] !== undefined && absent(each) !== absent(cells[0]));
    const mixed = cells.find((each) => absent(each) && each.cell.values.length > 1);
    const wrong = odd ?? mixed;
    if (wrong !== undefined)
      this.complain(wrong.values.offset, `contradicts itself: ${field} is absent for some pages and there for others`);
  }

  private name(node: Node): string | undefined {
    const word = this.text(node, 'name');
    if (word === undefined || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(word)) return word;
    this.complain(node.offset, `the name "${word}" is not made of small letters, digits and hyphens`);
    return undefined;
  }

  private kind(node: Node): PlacedKind | undefined {
    const word = this.text(node, 'kinds');
    if (word === undefined) return undefined;
    if (isKind(word)) return { kind: word, node };
    this.unknown(node, 'kind', word, KINDS);
    return undefined;
  }

  private field(node: Node): Field | undefined {
    const word = this.text(node, 'field');
    if (word === undefined || isField(word)) return word;
    this.unknown(node, 'field', word, FIELDS);
    return undefined;
  }

  private era(node: Node): EraId | undefined {
    const word = this.text(node, 'eras');
    const era = word === undefined ? undefined : parseEra(word);
    if (era !== undefined) return era.id;
    if (word !== undefined)
      this.unknown(
        node,
        'era',
        word,
        ERAS.map(({ id }) => id),
      );
    return undefined;
  }

  private text(node: Node, what: string): string | undefined {
    const value: unknown = getNodeValue(node);
    if (typeof value === 'string' && value.trim() !== '' && !/\p{Cc}/u.test(value)) return value.trim();
    this.complain(node.offset, `"${what}" takes text in double quotes, without control characters`);
    return undefined;
  }

  /** Reads a list, or a single thing in the place of one; an empty list is refused. */
  private list<T>(node: Node, read: (each: Node) => T | undefined): readonly T[] | undefined {
    const items = node.type === 'array' ? (node.children ?? []) : [node];
    if (items.length === 0) this.complain(node.offset, 'the list is empty');
    const values = items.map(read).filter((value) => value !== undefined);
    return values.length === items.length && items.length > 0 ? values : undefined;
  }

  private needed<T>(
    node: Node,
    members: ReadonlyMap<string, Node>,
    name: string,
    read: (each: Node) => T | undefined,
  ): T | undefined {
    const member = members.get(name);
    if (member !== undefined) return read(member);
    this.lacks(node, name);
    return undefined;
  }

  private optional<T>(
    members: ReadonlyMap<string, Node>,
    name: string,
    read: (each: Node) => T | undefined,
  ): T | undefined {
    const member = members.get(name);
    return member && read(member);
  }

  private members(node: Node, valid: readonly string[], what: string): ReadonlyMap<string, Node> | undefined {
    if (node.type !== 'object') {
      this.complain(node.offset, `${what} is an object in braces`);
      return undefined;
    }
    const members = new Map<string, Node>();
    for (const { children: [key, value] = [] } of node.children ?? []) {
      if (key === undefined || value === undefined) continue;
      const name = String(getNodeValue(key));
      if (!valid.includes(name)) this.unknown(key, `member of ${what}`, name, valid);
      else if (members.has(name)) this.complain(key.offset, `"${name}" stands here a second time`);
      members.set(name, value);
    }
    return members;
  }

  private unknown(node: Node, what: string, word: string, valid: readonly string[]): void {
    const near = nearestWord(word, valid);
    const shown = word.replace(/\p{Cc}/gu, '?');
    const cut = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
    const hint = near === undefined ? `one of ${valid.join(', ')}` : `the nearest is "${near}"`;
    this.complain(node.offset, `"${cut}" is no ${what}; ${hint}`);
  }
}
