/** What client and server of daxlint say to each other beyond the language server protocol; the client has the same words. */
import { NotificationType } from 'vscode-languageserver';

/** The parameters of `daxlint/status`, sent for every tree that is opened and whenever its state changes. */
export interface StatusParams {
  /** The era as messages write it: `6.0 - 6.1`. */
  readonly era: string;
  /** Why it is that era, in one sentence. */
  readonly eraReason: string;
  /** Absolute path of the tree's root; null for files that lie in no kernel tree. */
  readonly tree: string | null;
  readonly state: 'ready' | 'busy' | 'error';
  /** What the server is busy with, or what went wrong. */
  readonly message?: string;
}

export const statusNotification = new NotificationType<StatusParams>('daxlint/status');

/** The kind of the code action that applies every safe fix of a file. */
export const FIX_ALL_KIND = 'source.fixAll.daxlint';
