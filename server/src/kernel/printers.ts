/** A printer only prints, traces or formats its arguments; a value that goes nowhere else is not relied upon. */

import { PRINTERS_ROWS } from './word-rows.generated.ts';
import type { WordRow } from './word-types.ts';

/** Tells whether a call of this name does no more with its arguments than print, trace or format them. */
export function isPrinter(name: string): boolean {
  return NAMES.has(name) || isTracepoint(name);
}

/**
 * Tells whether a name is that of a tracepoint: `TRACE_EVENT(x, …)` declares `trace_x()`
 * (6.1: include/linux/tracepoint.h:237, 6.12: include/linux/tracepoint.h:253).
 */
export function isTracepoint(name: string): boolean {
  return name.startsWith('trace_') && !NOT_TRACEPOINTS.test(name);
}

/** Every printer that has a name of its own, in the order of the table. */
export const PRINTERS: readonly WordRow[] = PRINTERS_ROWS;

// The tracing core names its own functions this way, and `trace_x_enabled()` is a question.
const NOT_TRACEPOINTS = /^trace_(?:array|buffer|event|eval|iter|parser|pid|probe|seq|types|trigger)_|_enabled$/;

const NAMES: ReadonlySet<string> = new Set(PRINTERS_ROWS.map((row) => row.name));
