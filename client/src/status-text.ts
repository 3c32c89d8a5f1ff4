/** The status item shows the state of one tree: the one that the active file lies in. */
import type { StatusParams } from './protocol.ts';
import { t } from './words.ts';

/** What the client knows about the server as a whole; a tree's own state comes from the server. */
export type ServerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly reason: string };

/** The status item in plain data. */
export interface StatusText {
  /** The text in the status bar, with `$(icon)` marks. */
  readonly text: string;
  /** The lines of the tooltip, Markdown. */
  readonly details: readonly string[];
  readonly severity: 'normal' | 'error';
}

/**
 * Picks the status that holds for a file: that of the innermost tree around it, else that of files in no tree.
 * `path` is absolute and of this platform; undefined stands for a file that was never saved.
 */
export function statusFor(path: string | undefined, known: readonly StatusParams[]): StatusParams | undefined {
  const around = known.filter((status) => status.tree !== null && path !== undefined && lies(path, status.tree));
  around.sort((a, b) => (b.tree?.length ?? 0) - (a.tree?.length ?? 0));
  return around[0] ?? known.find((status) => status.tree === null);
}

/** Words the status item. */
export function statusText(server: ServerState, status: StatusParams | undefined): StatusText {
  if (server.kind === 'failed') {
    return {
      text: '$(error) daxlint',
      details: [t('The server is not running: {0}', server.reason)],
      severity: 'error',
    };
  }
  if (server.kind === 'stopped') {
    return { text: '$(circle-slash) daxlint', details: [t('The server is not running.')], severity: 'normal' };
  }
  if (server.kind === 'starting') {
    return { text: '$(sync~spin) daxlint', details: [t('The server is starting.')], severity: 'normal' };
  }
  if (status === undefined) {
    return { text: 'daxlint', details: [t('The server has not read this file yet.')], severity: 'normal' };
  }
  const where = status.tree === null ? t('No kernel tree is read for the file.') : t('Tree: {0}', `\`${status.tree}\``);
  const details = [`**Linux ${status.era}**`, status.eraReason, where];
  if (status.message !== undefined) details.push(status.message);
  const icon = { ready: '', busy: '$(sync~spin) ', error: '$(warning) ' }[status.state];
  return {
    text: `${icon}daxlint: Linux ${status.era}`,
    details: details.filter((line) => line !== ''),
    severity: status.state === 'error' ? 'error' : 'normal',
  };
}

function lies(path: string, tree: string): boolean {
  const root = comparable(tree).replace(/\/+$/, '');
  const file = comparable(path);
  return file === root || file.startsWith(`${root}/`);
}

// Windows compares drive letters without case, and editors disagree on how to write them.
function comparable(path: string): string {
  return path.replace(/\\/g, '/').replace(/^[A-Za-z]:/, (drive) => drive.toLowerCase());
}
