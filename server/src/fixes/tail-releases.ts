/** What a function gives back at its end, read from the statements there: an exit before them has to give it back too. */
import { releaseOf } from '../kernel/questions.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';

/** A statement that gives something back, by what it is called. */
const RELEASE = /^(?:\w*_)?(?:un(?:lock|pin|map)\w*|put(?:_\w+)?|up_(?:read|write)|k?v?free|release\w*)$|^kunmap\w*$/;

/** A call that takes what has to be given back. */
const TAKE = /(?:^|_)(?:get|pin|lock|trylock|try|grab|find|hold|down|alloc|kmap|map|begin|start|read|acquire)(?:_|$)/;

/** The calls that give back what is held at an offset, as the end of the function's block has them; undefined where that has exits of its own. */
export function tailReleases(at: number, within: Span, view: CodeView): readonly string[] | undefined {
  const open = view.enclosing(at, within.start);
  const close = open === undefined ? undefined : view.closing(open);
  if (open === undefined || close === undefined || view.code.charAt(open) !== '{') return undefined;
  // Only the block of the function itself is left where it ends.
  if (view.enclosing(open, within.start) !== undefined) return undefined;
  const tail = view.code.slice(at, close);
  if ((tail.match(/\b(?:return|goto)\b/g)?.length ?? 0) > 1 || /(?:^|[;{}\n])\s*\w+\s*:(?!:)/.test(tail))
    return undefined;
  const calls = topLevelCalls({ start: at, end: close }, view);
  return calls
    .filter(({ name, args }, nth) => isRelease(name) && !calls.slice(0, nth).some((other) => takes(other, name, args)))
    .map(({ text }) => `${text};`);
}

interface Call {
  readonly name: string;
  readonly args: string;
  readonly text: string;
}

/** The statements of a block that are one call. */
function topLevelCalls({ start, end }: Span, view: CodeView): readonly Call[] {
  const calls: Call[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < end; at += 1) {
    const character = view.code.charAt(at);
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (depth > 0 || (character !== ';' && character !== '}')) continue;
    const text = view.code.slice(from, at).trim().replace(/\s+/g, ' ');
    const [, name, args] = /^([A-Za-z_]\w*) ?\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/.exec(text) ?? [];
    if (name !== undefined && args !== undefined) calls.push({ name, args, text });
    from = at + 1;
  }
  return calls;
}

function isRelease(name: string): boolean {
  return releaseOf(name) !== undefined || RELEASE.test(name);
}

/** A lock is not what a reference is given back for, nor the other way round. */
function takes({ name, args }: Call, release: string, released: string): boolean {
  const isSameSort = /lock/.test(name) === /lock/.test(release);
  return args === released && isSameSort && !isRelease(name) && TAKE.test(name);
}
