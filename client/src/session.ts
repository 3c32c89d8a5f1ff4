/** A session is the life of one language server: started, watched, restarted, stopped. */
import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  WorkDoneProgress,
} from 'vscode-languageclient';
import { documentFilters } from './documents.ts';
import type { Launch } from './launch.ts';
import { STATUS_METHOD, type StatusParams } from './protocol.ts';
import { roomyTables } from './roomy-tables.ts';
import type { StatusItem } from './status-item.ts';
import { t } from './words.ts';

const MAX_CRASHES = 4;
const CRASH_WINDOW_MS = 3 * 60 * 1000;

/** What is not cancelled; to the library a token that is undefined would be one more parameter. */
const NEVER = new vscode.CancellationTokenSource().token;

/** How a request is watched and ended. */
export interface Watch {
  readonly token?: vscode.CancellationToken;
  readonly onProgress?: (progress: { readonly message?: string; readonly percentage?: number }) => void;
}

/** Starts and stops the language server and tells the status item about it. */
export class Session {
  private readonly extension: vscode.ExtensionContext;
  private readonly output: vscode.LogOutputChannel;
  private readonly status: StatusItem;
  private readonly launch: Launch;
  private client: BaseLanguageClient | undefined;
  /** Whether the server came up and its end would be a crash. */
  private up = false;
  /** When it crashed of late, in milliseconds. */
  private crashes: readonly number[] = [];
  /** Starts and stops run one after the other, however quickly they are asked for. */
  private turn: Promise<void> = Promise.resolve();
  private requests = 0;

  constructor(extension: vscode.ExtensionContext, output: vscode.LogOutputChannel, status: StatusItem, launch: Launch) {
    this.extension = extension;
    this.output = output;
    this.status = status;
    this.launch = launch;
  }

  /** Starts the server, ending one that runs; failures are shown to the user and never thrown. */
  restart(): Promise<void> {
    this.crashes = [];
    return this.renew();
  }

  /** Ends the server; resolves when its process has been told to go. */
  stop(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      this.status.setServer({ kind: 'stopped' });
    });
  }

  /** Asks the server; rejects with what the user is to be told. `onProgress` hears of the progress of the work. */
  async request<Answer>(method: string, params: object = {}, watch: Watch = {}): Promise<Answer> {
    const { client } = this;
    if (client === undefined || !this.up) throw new Error(t('the language server is not running'));
    const { onProgress, token = NEVER } = watch;
    this.requests += 1;
    const workDoneToken = `daxlint-${this.requests}`;
    const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (progress) => {
      if (progress.kind === 'report') onProgress?.(progress);
    });
    try {
      return await client.sendRequest<Answer>(method, { ...params, workDoneToken }, token);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      // The library puts the name of the request before what the server says.
      throw new Error(text.replace(/^Request \S+ failed with message: /, ''), { cause: error });
    } finally {
      listening.dispose();
    }
  }

  private renew(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      await this.begin();
    });
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step, step);
    return this.turn;
  }

  private async begin(): Promise<void> {
    this.status.setServer({ kind: 'starting' });
    const client = quiet(this.launch(this.extension, this.clientOptions()));
    this.client = client;
    this.up = false;
    client.onNotification(STATUS_METHOD, (status: StatusParams) => this.status.setTree(status));
    try {
      await client.start();
      this.up = true;
      this.status.setServer({ kind: 'running' });
    } catch (error) {
      this.fail(describe(error));
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.up = false;
    try {
      await client?.dispose();
    } catch (error) {
      // A server that never came up cannot be stopped either; the next one does not depend on it.
      this.output.debug(`while stopping: ${String(error)}`);
    }
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: documentFilters(),
      // The settings are asked for; that a folder is not trusted, no setting says.
      initializationOptions: { daxlint: {}, isTrusted: vscode.workspace.isTrusted },
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      middleware: {
        provideHover: async (document, position, token, next) => roomy(await next(document, position, token)),
      },
      errorHandler: {
        error: (_error, _message, count) => ({
          action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
          handled: true,
        }),
        closed: () => {
          this.closed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
  }

  private closed(): void {
    // While the server starts, the start itself fails and says so.
    if (!this.up) return;
    this.up = false;
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
    this.output.error(`the server ended unexpectedly (${this.crashes.length} of ${MAX_CRASHES} times)`);
    if (this.crashes.length < MAX_CRASHES) void this.renew();
    else this.fail(t('it ended {0} times within three minutes', MAX_CRASHES));
  }

  private fail(reason: string): void {
    this.status.setServer({ kind: 'failed', reason });
    this.output.error(`the server is not running: ${reason}`);
    void this.offerHelp(reason);
  }

  private async offerHelp(reason: string): Promise<void> {
    const restart = t('Restart');
    const show = t('Show Output');
    const answer = await vscode.window.showErrorMessage(
      t('daxlint: the language server is not running: {0}', reason),
      restart,
      show,
    );
    if (answer === restart) await this.restart();
    if (answer === show) this.output.show();
  }
}

function roomy(hover: vscode.Hover | null | undefined): vscode.Hover | null | undefined {
  for (const content of hover?.contents ?? []) {
    if (content instanceof vscode.MarkdownString) content.value = roomyTables(content.value);
  }
  return hover;
}

/** The client of the library shows a message of its own for what the session tells the user already. */
function quiet(client: BaseLanguageClient): BaseLanguageClient {
  const log = client.error.bind(client);
  client.error = (message, data) => log(message, data, false);
  return client;
}

/** Words what went wrong at the start; that a process has ended reaches the client as a lost connection only. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /connection (got|is) (disposed|closed)/i.test(text) ? t('it ended while it was starting') : text;
}
