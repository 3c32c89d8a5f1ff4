/** Tracepoint definitions: the prototype with the assignments, or with the condition, becomes a function; any other goes. */

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
  const condition = sections.get('TP_CONDITION') ?? -1;
  if (assign < 0 && proto >= 0 && condition > proto && last !== end && draft.length(row) >= 3) {
    fixCondition(draft, row, { open, proto, condition, end, last });
    return true;
  }
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

/** NAME(class, event, TP_PROTO(args), ..., TP_CONDITION(test)); becomes int class(args) {return (test) ;} */
function fixCondition(
  draft: Draft,
  row: number,
  at: {
    readonly open: number;
    readonly proto: number;
    readonly condition: number;
    readonly end: number;
    readonly last: number;
  },
): void {
  const name = draft.next(at.open);
  const [comma] = draft.commas(at.open);
  const testEnd = draft.callEnd(at.condition);
  const start = draft.start(at.condition);
  draft.canvas.blank(draft.start(row), draft.end(at.open));
  draft.canvas.write(draft.start(row), 'int');
  const protoEnd = draft.callEnd(at.proto);
  if (comma !== undefined) draft.remove(comma, at.proto);
  if (protoEnd + 1 < at.condition) draft.remove(protoEnd + 1, at.condition - 1);
  draft.canvas.blank(start, draft.end(at.condition));
  draft.canvas.write(start, '{return');
  if (testEnd + 1 < at.end) draft.remove(testEnd + 1, at.end - 1);
  draft.write(at.end, ';');
  draft.write(at.last, '}');
  fixParameters(draft, draft.next(name));
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
