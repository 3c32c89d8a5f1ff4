/** What the page of a report says to the editor is checked before anything is done with it. */

/** A place that the page wants to be opened; `file` is relative to the tree. */
export interface PlaceMessage {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const MOST = 10_000_000;

/** Reads a message; undefined for whatever is no place inside of a tree. */
export function placeIn(message: unknown): PlaceMessage | undefined {
  if (typeof message !== 'object' || message === null || !('open' in message)) return undefined;
  const { open } = message;
  if (typeof open !== 'object' || open === null || !('file' in open) || !('line' in open)) return undefined;
  const { file, line } = open;
  const column = 'column' in open ? open.column : 1;
  if (typeof file !== 'string' || !isInside(file) || !isCount(line) || !isCount(column)) return undefined;
  return { file, line, column };
}

/** Whether a path stays below the folder that it starts from. */
function isInside(path: string): boolean {
  if (path === '' || path.length > 4096 || path.includes('\0') || path.includes('\\')) return false;
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST;
}
