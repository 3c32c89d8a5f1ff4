/** Tracepoint definitions: the prototype and the assignments of one become a function, any other goes. */

import { COMMA, SEMICOLON } from './brackets.ts';
import type { Draft } from './draft.ts';
import { fixParameters } from './declarations.ts';

/** Rewrites a macro call whose arguments are tracepoint sections; false where it has none. */
export function fixTraceEvent(draft: Draft, row: number, end: number): boolean {
  const open = draft.next(row);
  const sections = readSections(draft, open, end);
  if (sections.size === 0) return false;
  const after = draft.next(end);
  const last = draft.isPunct(after, SEMICOLON) ? after : end;
  const assign = sections.get('TP_fast_assign') ?? -1;
  const proto = sections.get('TP_PROTO') ?? -1;
  if (assign < 0 || draft.length(row) < 3) {
    draft.remove(row, last);
    return true;
  }
  const body = draft.next(assign);
  const bodyEnd = draft.closer(body);
  // NAME(event, TP_PROTO(args), ..., TP_fast_assign(statements), ...) becomes int event(args) { statements }
  const [comma] = draft.commas(open);
  const name = draft.next(open);
  draft.canvas.blank(draft.start(row), draft.end(open));
  draft.canvas.write(draft.start(row), 'int');
  const protoEnd = proto < 0 ? -1 : draft.callEnd(proto);
  if (protoEnd > 0 && protoEnd < assign) {
    if (comma !== undefined) draft.remove(comma, proto);
    draft.remove(protoEnd + 1, assign);
    fixParameters(draft, draft.next(name));
  } else if (comma !== undefined) withoutPrototype(draft, comma, assign);
  draft.write(body, '{');
  draft.write(bodyEnd, '}');
  draft.makeBlock(body, bodyEnd);
  draft.remove(bodyEnd + 1, last);
  return true;
}

/** The name row of each section: an argument that is a call of a macro named `TP_...`. */
function readSections(draft: Draft, open: number, end: number): ReadonlyMap<string, number> {
  const sections = new Map<string, number>();
  for (let row = draft.next(open); row < end; row = draft.next(row)) {
    const before = draft.previous(row);
    const begins = draft.isPunct(before, COMMA) || before === open;
    if (begins && draft.table.isName(row) && draft.callEnd(row) > 0 && draft.word(row).startsWith('TP_')) {
      sections.set(draft.word(row), row);
    }
    row = draft.skip(row);
  }
  return sections;
}

/** A class without its prototype gets empty parentheses in the room before its assignments. */
function withoutPrototype(draft: Draft, comma: number, assign: number): void {
  draft.remove(comma, assign);
  draft.canvas.write(draft.start(comma), '(');
  const at = draft.start(assign);
  draft.canvas.write(at, ')');
}
