/** What all audits have: the tree, how it is judged, and a terminal that tells the server of the progress. */
import { relative, resolve, sep } from 'node:path';
import picocolors from 'picocolors';
import type { CacheArguments } from '../cli/cache.ts';
import type { Terminal } from '../cli/terminal.ts';
import type { TreeOptions } from '../engine/api.ts';
import type { AuditResponse, AuditTree } from '../store/audit-messages.ts';

/** One audit. */
export interface AuditRun {
  readonly tree: AuditTree;
  readonly terminal: Terminal;
  readonly threads: number;
  /** When it was started, by `performance.now()`. */
  readonly started: number;
}

/** The server is told of the progress this often, in milliseconds. */
const PAUSE = 100;

/** A terminal without colours whose lines of progress are sent; what else is written to it is lost. */
export function quietTerminal(send: (message: AuditResponse) => void): Terminal {
  let sent = 0;
  const nothing = (): void => undefined;
  return {
    out: nothing,
    err: nothing,
    colors: picocolors.createColors(false),
    progress: (line) => {
      const now = performance.now();
      if (now - sent < PAUSE) return;
      sent = now;
      const text = line.replace(/^daxlint: /, '');
      const [, done, of] = /(\d+) of (\d+)/.exec(text) ?? [];
      send({ is: 'progress', text, ...(of === undefined ? {} : { done: Number(done), of: Number(of) }) });
    },
    quieten: nothing,
    watchInterrupt: nothing,
    calm: nothing,
  };
}

/** The options of the engine; without `rules` as the command line has them. */
export function optionsOf({ era, whatIf, rules }: AuditTree, withRules: boolean): TreeOptions {
  return {
    ...(era === 'auto' ? {} : { era }),
    ...(whatIf === undefined ? {} : { whatIf }),
    ...(withRules && Object.keys(rules).length > 0 ? { rules } : {}),
  };
}

/** Where things are kept, as the command line says it. */
export function cacheArguments({ cacheFolder }: AuditTree): CacheArguments {
  return cacheFolder === undefined ? { cache: false } : { cache: true, cacheDir: cacheFolder };
}

/** A path as the outputs of the command line have it, relative to the tree. */
export function inTree(root: string, name: string): string {
  return relative(root, resolve(name)).split(sep).join('/');
}
