/** An early exit is the way out of a loop's round or of a function for a page that the code below is wrong for. */
import type { CType } from '../model/c-type.ts';
import type { Placement } from '../model/site.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';
import { namesIn } from './names.ts';
import { type SplitDeclaration, splitWithDependents } from './split-declaration.ts';
import { tailReleases } from './tail-releases.ts';
import { entersLoop, isQuiet, type OwnExit, ownExits } from './own-exits.ts';

export interface EarlyExit {
  /** What gives back is first, what leaves is last; each on one line. */
  readonly statements: readonly string[];
  /** What a person has to decide about it. */
  readonly eye: string;
}

const NUMBER =
  /^(?:(?:un)?signed |long |short )*(?:int|long|short|char|signed|unsigned)$|^(?:[us](?:8|16|32|64)|s?size_t|loff_t|off_t|pgoff_t|sector_t|gfp_t|umode_t|vm_fault_t|blk_status_t|dev_t|ino_t|u?int(?:8|16|32|64|ptr)_t)$/;

/** Where an exit goes, and the declarations whose initialisers move behind it. */
interface Here {
  readonly place: Placement;
  readonly at: number;
  readonly moved: readonly SplitDeclaration[];
}

const HELD = 'locks and references that are held here are not released';

/**
 * The exit for code that is put at an offset, in the function's own style: as another exit leaves between which and the
 * offset nothing is taken or given back; else what fits the loop or the return type. Undefined where the return type has
 * no plain value.
 */
export function earlyExit(place: Placement, at: number, view: CodeView): EarlyExit | undefined {
  const exits = ownExits(place.within, view).filter(({ kind }) => kind !== 'break');
  const here: Here = { place, at, moved: (place.isDeclaration && splitWithDependents(place, at, view)) || [] };
  const same = exits.flatMap((exit) => (isReachedAlike(exit, here, view) ? (asIs(exit, place, view) ?? []) : []));
  const nearest = same.sort((a, b) => Math.abs(a.start - at) - Math.abs(b.start - at));
  // The use can be in a loop that the exit is put before.
  const round = place.inLoop ? loopBody(place, at, view) : undefined;
  const own =
    nearest.find(({ kind }) => round !== undefined && kind === 'continue') ??
    nearest.find(({ kind }) => kind !== 'continue');
  const skips = { statements: ['continue;'], eye: 'what the rest of the round does for every page is skipped too' };
  if (own?.kind !== 'continue' && round !== undefined && isQuiet({ start: round, end: at }, view)) return skips;
  if (own !== undefined) {
    const line = view.text.slice(0, own.start).split('\n').length;
    return { statements: own.statements, eye: `it leaves as line ${line} does: is that right for such a page?` };
  }
  return round !== undefined ? { ...skips, eye: `${skips.eye}, and ${HELD}` } : byType(here, view);
}

/** What the return type suggests. */
function byType({ place, at, moved }: Here, view: CodeView): EarlyExit | undefined {
  const value = place.returns && returned(place.returns, view.code.slice(place.within.start, place.within.end));
  if (value === undefined) return undefined;
  const isFree = isQuiet({ start: bodyStart(place, view), end: at }, view);
  const all = isFree ? [] : (tailReleases(at, place.within, view) ?? []);
  // What has no value yet is not held.
  const releases = all.filter((release) => !moved.some(({ name }) => namesIn(release).includes(name)));
  const leave = value === '' ? 'return;' : `return ${value};`;
  if (releases.length > 0) {
    const guessed = value === '' ? '' : `\`${value}\` is a guess; `;
    const eye = `${guessed}it gives back what the end of the function does: is that all?`;
    return { statements: [...releases, leave], eye };
  }
  if (value === '') return { statements: [leave], eye: isFree ? 'nothing at all is done for such a page then' : HELD };
  const guess = `\`${value}\` is a guess`;
  return { statements: [leave], eye: isFree ? guess : `${guess}, and ${HELD}` };
}

function returned(type: CType, code: string): string | undefined {
  if (type.stars > 0) return /\bERR_PTR\s*\(/.test(code) ? 'ERR_PTR(-EOPNOTSUPP)' : 'NULL';
  if (type.name === 'void') return '';
  if (type.name === 'bool' || type.name === '_Bool') return 'false';
  if (!NUMBER.test(type.name)) return undefined;
  return /^(?:int|long|ssize_t|loff_t)$/.test(type.name) && /(?:return|=)\s*-E[A-Z]/.test(code) ? '-EOPNOTSUPP' : '0';
}

/** Whether what is held at an offset is what is held where an exit begins. */
function isReachedAlike(exit: OwnExit, { place, at, moved }: Here, view: CodeView): boolean {
  // A condition that takes something says by its answer whether it did.
  if (!isQuiet(exit.condition, view)) return false;
  // A label can be there only where the code that jumps to it is compiled.
  if (isCut({ start: Math.min(exit.start, at), end: Math.max(exit.end, at) }, view)) return false;
  if (exit.end <= at) {
    const between = { start: exit.end, end: at };
    return (
      view.staysInside(between) && isQuiet(between, view) && !hasLabel(between, view) && !entersLoop(between, view)
    );
  }
  const between = { start: at, end: exit.start };
  if (exit.start < at || !view.isBalanced(between) || !isQuiet(between, view) || hasLabel(between, view)) return false;
  // The initialisers that move behind the exit are not run before it.
  if (!moved.every(({ init }) => isQuiet(init, view))) return false;
  const code = view.code.slice(place.within.start, place.within.end);
  const used = [...exit.statements, exit.kind === 'goto' ? codeBehind(exit.operand, code) : ''].flatMap(namesIn);
  return used.every((name) => !view.assigns(between, name) && !moved.some((split) => split.name === name));
}

function isCut({ start, end }: Span, view: CodeView): boolean {
  return /^[ \t]*#[ \t]*(?:if|el|end)/m.test(view.text.slice(start, end));
}

/** Somebody can jump to a label, with something else in hand. */
function hasLabel(span: Span, view: CodeView): boolean {
  return /(?:^|[;{}\n])\s*(?:case\b[^;{}?]*|default\s*|[A-Za-z_]\w*\s*):(?!:)/.test(
    view.code.slice(span.start, span.end),
  );
}

/** An exit with a value that fits here: that of an error which is not there is replaced. */
function asIs(exit: OwnExit, place: Placement, view: CodeView): OwnExit | undefined {
  const { kind, operand, condition, statements } = exit;
  if (kind === 'continue') return exit;
  // What is computed there is an answer about that case.
  if (kind === 'return' && !/^(?:-?\w+|ERR_PTR\(-?\w+\))?$/.test(operand)) return undefined;
  const code = view.code.slice(place.within.start, place.within.end);
  const name = kind === 'goto' ? resultBehind(operand, code) : operand;
  if (name === undefined || !/^[a-z_]\w*$/.test(name) || !view.mentions(condition, name)) return exit;
  if (statements.some((each) => new RegExp(`^${name}\\s*=`).test(each))) return exit;
  const value = place.returns && returned(place.returns, code);
  if (value === undefined || value === '') return undefined;
  const last = statements.at(-1) ?? '';
  const before = statements.slice(0, -1);
  return kind === 'goto'
    ? { ...exit, statements: [...before, `${name} = ${value};`, last] }
    : { ...exit, statements: [...before, `return ${value};`] };
}

function codeBehind(label: string, code: string): string {
  return new RegExp(`(?:^|[;{}\\n])\\s*${label}\\s*:(?!:)[\\s\\S]*$`).exec(code)?.[0] ?? '';
}

/** What is returned behind a label, where the code there only gives back. */
function resultBehind(label: string, code: string): string | undefined {
  return new RegExp(`(?:^|[;{}\\n])\\s*${label}\\s*:(?!:)[\\s\\S]*?\\breturn\\b\\s*([^;]*);`).exec(code)?.[1]?.trim();
}

const LOOP = /^(?:for|while|do)$|for_?each/;

/** Where the body of the innermost loop around an offset begins. */
function loopBody({ within }: Placement, at: number, view: CodeView): number | undefined {
  const outer = (offset: number): number | undefined => view.enclosing(offset, within.start);
  for (let open = outer(at); open !== undefined; open = outer(open)) {
    if (view.code.charAt(open) !== '{') continue;
    for (let body: number | undefined = open; body !== undefined; ) {
      const head = headOf(body, view);
      if (head === undefined) break;
      if (LOOP.test(head.word)) return body === open ? open + 1 : body;
      // A statement can be the whole body of another: `for (...) if (...) { }`.
      body = /^(?:if|else|switch)$/.test(head.word) ? head.start : undefined;
    }
  }
  return undefined;
}

/** The keyword before a statement and what stands in parentheses between the two: `for` of `for (...) {`. */
function headOf(statement: number, view: CodeView): { readonly word: string; readonly start: number } | undefined {
  const close = view.before(statement);
  const paren = view.code.charAt(close) === ')' ? view.enclosing(close) : undefined;
  const word = view.wordBefore(paren ?? statement);
  return word === '' ? undefined : { word, start: view.before(paren ?? statement) + 1 - word.length };
}

/** Where the code of the function begins. */
function bodyStart({ within }: Placement, view: CodeView): number {
  const open = view.code.indexOf('{', within.start);
  return open < 0 || open > within.end ? within.start : open + 1;
}
