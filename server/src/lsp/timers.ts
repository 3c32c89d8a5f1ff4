/** Timers for a program of Node and for a worker of a browser, which do not have the same ones. */

/** What `clearTimeout` takes. */
export type Timer = ReturnType<typeof setTimeout>;

/** Runs something after so many milliseconds, if the program still runs then: it does not wait for it. */
export function whileRunning(run: () => void, milliseconds: number): Timer {
  const timer = setTimeout(run, milliseconds);
  // The timers of a browser are numbers.
  if (typeof timer === 'object') timer.unref();
  return timer;
}

/** Runs something when the messages that have arrived are read. */
export function afterMessages(run: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(run);
  else setTimeout(run, 0);
}
