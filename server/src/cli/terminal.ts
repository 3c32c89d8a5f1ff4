/** The terminal is what the command line writes to: colours, progress, a reader that goes away, Ctrl-C. */
import picocolors from 'picocolors';
import { EXIT } from './exit-status.ts';

export type Colors = ReturnType<typeof picocolors.createColors>;

export interface Terminal {
  /** Bytes are written as they are. */
  readonly out: (text: string | Uint8Array) => void;
  readonly err: (text: string) => void;
  /** Colours for standard output; without colours each function returns its text as it is. */
  readonly colors: Colors;
  /** Shows one line of progress on standard error, if that is a terminal and the work has taken a while. */
  readonly progress: (text: string) => void;
  /** From here on no progress is shown. */
  readonly quieten: () => void;
  /** From here to `calm()` Ctrl-C ends the program at once with status 130; work on other threads is dropped. */
  readonly watchInterrupt: () => void;
  /** Takes the line of progress away and lets Ctrl-C do what it does to any program; to be called before output. */
  readonly calm: () => void;
}

/** Progress is shown after this many milliseconds, and then as often. */
const PATIENCE = 1000;
const REDRAW = 100;

/** Makes the terminal of this process. A reader of the output that goes away (`| head`) ends the program quietly. */
export function createTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(process.exitCode ?? EXIT.nothing);
    });
  }
  const started = Date.now();
  let drawn = 0;
  let isQuiet = false;
  const clear = (): void => {
    if (drawn > 0) process.stderr.write('\r\u001b[K');
    drawn = 0;
  };
  const interrupt = (): void => {
    clear();
    process.exit(EXIT.interrupted);
  };
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => {
      clear();
      process.stderr.write(text);
    },
    colors: picocolors.createColors(wantsColor()),
    progress: (text) => {
      const now = Date.now();
      if (isQuiet || !process.stderr.isTTY || now - started < PATIENCE || now - drawn < REDRAW) return;
      process.stderr.write(`\r${text}\u001b[K`);
      drawn = now;
    },
    quieten: () => {
      isQuiet = true;
    },
    watchInterrupt: () => void process.on('SIGINT', interrupt),
    calm: () => {
      clear();
      process.removeListener('SIGINT', interrupt);
    },
  };
}

/** `NO_COLOR` wins over `FORCE_COLOR`, and that over what standard output is. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}
