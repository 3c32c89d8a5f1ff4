/** The name by which code calls what an item defines: a tracepoint is called by another name than its macro has. */
import type { FunctionIr } from '../model/statement.ts';

const TRACEPOINT = /^(TRACE_EVENT\w*|DECLARE_EVENT_CLASS|DEFINE_EVENT\w*)\((\w+)\)$/;

/** The name of a function in the whole tree; that of a class of tracepoints is one that no code can call. */
export function calledAs({ form, name }: Pick<FunctionIr, 'form' | 'name'>): string {
  if (form !== 'trace') return name;
  const [, macro, event] = TRACEPOINT.exec(name) ?? [];
  if (event === undefined) return name;
  return macro?.startsWith('TRACE_EVENT') ? `trace_${event}` : classOf(event);
}

/** The name of a class of tracepoints. */
export function classOf(event: string): string {
  return `class#${event}`;
}
