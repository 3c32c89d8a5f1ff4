/** Scripts rely on the exit status, and on this: with status 2 nothing was written to standard output. */
export const EXIT = {
  /** Nothing at or above the level. */
  nothing: 0,
  /** Findings at or above the level. */
  findings: 1,
  /** Wrong use, or input that could not be read. */
  trouble: 2,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with status 2; the message is one line that names the input and the remedy. */
export class Trouble extends Error {}
