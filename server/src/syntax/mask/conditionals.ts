/**
 * Finds the `#if` groups of a text and tells those that the grammar can parse, because they stand between whole
 * statements, from those that cut one.
 */

import { PUNCT } from '../../scan/tokenizer.ts';
import { BLOCK, braceRole, ENUM, FILE, INITIALISER, PAREN, type Role, STRUCT } from './brace-roles.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  SEMICOLON,
} from './brackets.ts';
import { directiveWord } from './conditional-groups.ts';
import type { TokenTable } from './token-table.ts';
import { keyword } from './words.ts';

const ELSE_WORD = keyword('else');
const CASE_WORD = keyword('case');
const DEFAULT_WORD = keyword('default');

/** How far back the word `case` may stand from its colon. */
const CASE_REACH = 16;

/** How a group is made parseable: left alone, its directives blanked, or all arms but one blanked too. */
export type Treatment = 'leave' | 'flatten' | 'cut';

/** A group as rows of the table. */
export interface ScannedGroup {
  /** Rows of the directives, the `#endif` last. */
  readonly directives: readonly number[];
  readonly treatment: Treatment;
  /** Groups inside each arm. */
  readonly inner: readonly (readonly ScannedGroup[])[];
  /**
   * Of a cut group, the arms that are shown one after the other: those that hold code, the likeliest first. What stands
   * under `#if 0` is not among them, and -1, nothing, stands for it where there is no other.
   */
  readonly shownArms: readonly number[];
  /** How many passes it takes to show every arm, the groups inside included. */
  readonly passes: number;
}

/** How many passes it takes to show every arm of the groups, which stand beside each other. */
export function passesOf(groups: readonly ScannedGroup[]): number {
  return groups.reduce((passes, group) => Math.max(passes, group.passes), 1);
}

export interface ConditionalScan {
  readonly groups: readonly ScannedGroup[];
  /** Directives that stand where the grammar allows none. */
  readonly misplaced: readonly number[];
}

/** Finds the groups and the directives that must go. */
export function scanConditionals(table: TokenTable): ConditionalScan {
  return new Scanner(table).run();
}

/** Where a walk through the tokens is: the brackets open around it and the token before it. */
interface Place {
  readonly bracket: number;
  readonly brace: number;
  readonly previous: number;
}

interface OpenGroup {
  readonly directives: number[];
  readonly inner: ScannedGroup[][];
  readonly role: Role;
  readonly begin: Place;
  /** Where each arm ends. */
  readonly ends: Place[];
  ragged: boolean;
}

class Scanner {
  private readonly table: TokenTable;
  private readonly outer: Int32Array;
  private readonly outerBrace: Int32Array;
  private readonly roles: Uint8Array;
  /** The row of the first token after each row that is no directive. */
  private readonly following: Int32Array;
  private readonly open: OpenGroup[] = [];
  private readonly groups: ScannedGroup[] = [];
  private readonly misplaced: number[] = [];
  private bracket = -1;
  private brace = -1;
  private previous = -1;

  constructor(table: TokenTable) {
    this.table = table;
    this.outer = new Int32Array(table.count);
    this.outerBrace = new Int32Array(table.count);
    this.roles = new Uint8Array(table.count);
    this.following = new Int32Array(table.count);
    for (let row = table.count - 1, token = table.count; row >= 0; row--) {
      this.following[row] = token;
      if (!table.isDirective(row)) token = row;
    }
  }

  run(): ConditionalScan {
    const { table } = this;
    for (let row = 0; row < table.count; row++) {
      if (table.isDirective(row)) this.directive(row);
      else this.token(row);
    }
    for (const group of this.open) this.misplaced.push(...group.directives);
    return { groups: this.groups, misplaced: this.misplaced };
  }

  private get role(): Role {
    return this.bracket < 0 ? FILE : roleOf(this.roles[this.bracket] ?? 0);
  }

  private get place(): Place {
    return { bracket: this.bracket, brace: this.brace, previous: this.previous };
  }

  private moveTo(place: Place): void {
    this.bracket = place.bracket;
    this.brace = place.brace;
    this.previous = place.previous;
  }

  private token(row: number): void {
    const { table } = this;
    const code = table.kind[row] === PUNCT && table.width[row] === 1 ? (table.char[row] ?? 0) : 0;
    if (code === OPEN_PAREN || code === OPEN_BRACKET || code === OPEN_BRACE) {
      this.roles[row] = code === OPEN_BRACE ? braceRole(table, row, this.previous, this.role) : PAREN;
      this.outer[row] = this.bracket;
      this.outerBrace[row] = this.brace;
      this.bracket = row;
      if (code === OPEN_BRACE) this.brace = row;
    } else if (code !== 0) {
      const opener = this.openerFor(code);
      if (opener >= 0) {
        this.bracket = this.outer[opener] ?? -1;
        this.brace = this.outerBrace[opener] ?? -1;
      }
    }
    this.previous = row;
  }

  private openerFor(code: number): number {
    const { bracket } = this;
    if (code === CLOSE_BRACE) return this.brace;
    if (code === CLOSE_PAREN) return bracket >= 0 && this.table.char[bracket] === OPEN_PAREN ? bracket : -1;
    if (code === CLOSE_BRACKET) return bracket >= 0 && this.table.char[bracket] === OPEN_BRACKET ? bracket : -1;
    return -1;
  }

  private directive(row: number): void {
    const { table } = this;
    const word = directiveWord(table.text, table.start[row] ?? 0, table.end[row] ?? 0);
    const group = this.open.at(-1);
    if (word.startsWith('if')) this.begin(row);
    else if (word.startsWith('el')) this.nextArm(row, group);
    else if (word === 'endif') this.end(row, group);
    else if (this.bracket >= 0 || !this.isBoundary(this.previous, FILE) || this.isBeforeBody(row))
      this.misplaced.push(row);
  }

  /** True between the head of a function and its body. */
  private isBeforeBody(row: number): boolean {
    const { previous, table } = this;
    return previous >= 0 && table.isPunct(previous, CLOSE_PAREN) && table.isPunct(this.firstToken(row), OPEN_BRACE);
  }

  private begin(row: number): void {
    const { role } = this;
    const ragged = !this.isBoundary(this.previous, role);
    this.open.push({ directives: [row], inner: [[]], role, begin: this.place, ends: [], ragged });
  }

  private nextArm(row: number, group: OpenGroup | undefined): void {
    if (group === undefined) {
      this.misplaced.push(row);
      return;
    }
    this.endArm(group);
    group.directives.push(row);
    group.inner.push([]);
    this.moveTo(group.begin);
  }

  private end(row: number, group: OpenGroup | undefined): void {
    if (group === undefined) {
      this.misplaced.push(row);
      return;
    }
    this.endArm(group);
    group.directives.push(row);
    this.open.pop();
    const treatment = this.treatment(group, row);
    const { directives, inner } = group;
    const shownArms = treatment === 'cut' ? likelyArms(this.table, directives) : [];
    const passes =
      treatment === 'cut'
        ? shownArms.reduce((sum, arm) => sum + passesOf(inner[arm] ?? []), 0)
        : inner.reduce((most, groups) => Math.max(most, passesOf(groups)), 1);
    (this.open.at(-1)?.inner.at(-1) ?? this.groups).push({ directives, treatment, inner, shownArms, passes });
    const kept = shownArms[0] ?? 0;
    this.moveTo(group.ends[kept] ?? group.begin);
  }

  private endArm(group: OpenGroup): void {
    const { table, place } = this;
    group.ends.push(place);
    const first = this.firstToken(group.directives.at(-1) ?? 0);
    if (place.previous < first) return; // the arm is empty
    if (place.bracket !== group.begin.bracket || !this.isBoundary(place.previous, group.role)) group.ragged = true;
    if (table.word[first] === ELSE_WORD) group.ragged = true;
    if (group.role === FILE && table.isPunct(first, OPEN_BRACE)) group.ragged = true;
  }

  private firstToken(directive: number): number {
    return this.following[directive] ?? this.table.count;
  }

  /** True when what follows the token in this role begins a statement, a member or an element. */
  private isBoundary(row: number, role: Role): boolean {
    const { table } = this;
    if (row < 0) return true;
    if (table.kind[row] !== PUNCT || table.width[row] !== 1) return false;
    const code = table.char[row];
    if (role === PAREN) return false;
    if (role === INITIALISER || role === ENUM) return code === COMMA || code === OPEN_BRACE;
    if (code === SEMICOLON || code === OPEN_BRACE || code === CLOSE_BRACE) return true;
    if (role === FILE) return code === CLOSE_PAREN;
    return code === COLON && (role === STRUCT || this.endsCase(row));
  }

  /** True for the colon of `case x:` or `default:`, which needs no statement after it. */
  private endsCase(colon: number): boolean {
    const { table } = this;
    for (let row = colon - 1; row >= 0 && row > colon - CASE_REACH; row--) {
      if (table.word[row] === CASE_WORD || table.word[row] === DEFAULT_WORD) return true;
      if (table.isPunct(row, SEMICOLON) || table.isPunct(row, OPEN_BRACE) || table.isPunct(row, CLOSE_BRACE))
        return false;
    }
    return false;
  }

  private treatment(group: OpenGroup, endif: number): Treatment {
    const { table } = this;
    const next = this.firstToken(endif);
    if (isNever(table, group.directives[0] ?? 0)) return 'cut';
    const last = group.directives.length - 1;
    if ((group.directives[last] ?? 0) - (group.directives[0] ?? 0) === last) return 'flatten'; // no arm holds code
    if (group.role === INITIALISER || group.role === ENUM) return this.listTreatment(group, next);
    if (group.role === PAREN || group.ragged) return 'cut';
    if (group.role === BLOCK && table.word[next] === ELSE_WORD) return 'cut';
    return group.role === FILE && table.isPunct(next, OPEN_BRACE) ? 'cut' : 'leave';
  }

  /** Elements of a list stay, all of them, when each arm holds whole elements. */
  private listTreatment(group: OpenGroup, next: number): Treatment {
    if (!this.isBoundary(group.begin.previous, group.role)) return 'cut';
    if (group.ends.some((end) => end.bracket !== group.begin.bracket)) return 'cut';
    const lastIsOpen = this.table.isPunct(next, CLOSE_BRACE);
    const whole = group.ends.every((end, arm) => {
      const isEmpty = end.previous < this.firstToken(group.directives[arm] ?? 0);
      return isEmpty || this.isBoundary(end.previous, group.role) || lastIsOpen;
    });
    return whole ? 'flatten' : 'cut';
  }
}

function roleOf(value: number): Role {
  return value === BLOCK || value === STRUCT || value === ENUM || value === INITIALISER || value === PAREN
    ? value
    : FILE;
}

function likelyArms(table: TokenTable, directives: readonly number[]): readonly number[] {
  const [head = 0] = directives;
  const isOff = isNever(table, head);
  const full = directives.slice(0, -1).flatMap((row, arm) => {
    const next = directives[arm + 1] ?? row;
    return next > row + 1 && !(isOff && arm === 0) ? [arm] : [];
  });
  if (full.length === 0) return [isOff ? -1 : 0];
  const directive = table.textOf(head);
  const isUnlikely = /^#\s*(?:ifndef\b|if\s*!)/.test(directive) && !directive.includes('__ASSEMBLY__');
  return isUnlikely && full.includes(1) ? [1, ...full.filter((arm) => arm !== 1)] : full;
}

/** True for an `#if 0`, whose code is never compiled and need not be C. */
function isNever(table: TokenTable, directive: number): boolean {
  return /^#\s*if\s+0\s*(?:\/[*/]|$)/.test(table.textOf(directive));
}
