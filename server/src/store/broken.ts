/** Something that the program needs has broken: the message is one line for whoever runs it, and no stack is wanted. */
export class Broken extends Error {}

/** What became of a thread that threw what nobody caught. */
export function brokenBy(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new Broken('a worker thread ran out of memory: fewer threads, as with --jobs 1, need less of it');
  return error instanceof Error ? error : new Error(String(error));
}
