/** What client and server of daxlint say to each other beyond the language server protocol. */

/** The method of the notification in which the server tells the state of a tree. */
export const STATUS_METHOD = 'daxlint/status';

/** The parameters of `daxlint/status`, sent by the server for every tree that it opens and whenever its state changes. */
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

/** The commands that the client registers; their ids are those of `contributes.commands`. */
export const COMMANDS = {
  restartServer: 'daxlint.restartServer',
  showOutput: 'daxlint.showOutput',
  explainRule: 'daxlint.explainRule',
  openSettings: 'daxlint.openSettings',
} as const;
