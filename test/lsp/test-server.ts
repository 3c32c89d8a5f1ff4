/** A language server under test, spoken to over standard input and output like an editor does. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  type CodeAction,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  type Hover,
  type DocumentDiagnosticReport,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCreateRequest,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver-protocol/node';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The server as it is shipped, and as it is developed. */
export const SERVERS = ['bundle', 'source'] as const;
export type ServerKind = (typeof SERVERS)[number];

export interface ServerOptions {
  readonly kind: ServerKind;
  readonly capabilities?: ClientCapabilities;
  /** The value of the section `daxlint`, for a client that is asked for it. */
  readonly settings?: unknown;
  readonly initializationOptions?: unknown;
  /** Absolute paths. */
  readonly folders?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Another server than that of the kind: the absolute path of its script. */
  readonly program?: string;
}

/** Nothing is written to the cache of whoever runs the tests. */
const CACHE = join(tmpdir(), `daxlint-test-cache-${process.pid}`);

/** What a modern editor can do. */
export const MODERN: ClientCapabilities = {
  textDocument: {
    diagnostic: { relatedInformation: true, codeDescriptionSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
  workspace: { workspaceEdit: { documentChanges: true }, configuration: true, diagnostics: { refreshSupport: true } },
};

/** What an editor from before pulled diagnostics can do. */
export const PLAIN: ClientCapabilities = { textDocument: { publishDiagnostics: { relatedInformation: true } } };

export class TestServer {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcessWithoutNullStreams;
  /** The status with which the server ended. */
  readonly exit: Promise<number | null>;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly notifications: { readonly method: string; readonly params: unknown }[] = [];
  /** What the server has told of the progress of its work. */
  readonly progress: (WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd)[] = [];
  private readonly waiting: (() => void)[] = [];
  settings: unknown;
  /** How often the server asked to be asked again. */
  refreshes = 0;

  constructor(kind: ServerKind, settings: unknown, env: NodeJS.ProcessEnv = {}, program?: string) {
    this.settings = settings;
    this.process = spawn(process.execPath, program === undefined ? commandOf(kind) : [program, '--stdio'], {
      cwd: ROOT,
      stdio: 'pipe',
      env: { ...process.env, XDG_CACHE_HOME: CACHE, ...env },
    });
    this.exit = new Promise((resolve) => this.process.on('exit', (code) => resolve(code)));
    this.process.stderr.on('data', (data: Buffer) => process.stderr.write(data));
    // A server that is gone is seen by its exit; what is still written to it is lost.
    this.process.stdin.on('error', () => undefined);
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    this.connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => this.settings));
    this.connection.onRequest(RegistrationRequest.type, () => undefined);
    this.connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      this.connection.onProgress(WorkDoneProgress.type, token, (value) => {
        this.progress.push(value);
        this.wake();
      });
    });
    this.connection.onRequest(DiagnosticRefreshRequest.type, () => {
      this.refreshes += 1;
      this.wake();
    });
    this.connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      this.wake();
    });
    for (const method of ['daxlint/status', 'window/showMessage', 'window/logMessage']) {
      this.connection.onNotification(method, (params: unknown) => {
        this.notifications.push({ method, params });
        this.wake();
      });
    }
    this.connection.listen();
  }

  async initialize(options: ServerOptions): Promise<unknown> {
    const folders = (options.folders ?? []).map((path) => ({ uri: pathToFileURL(path).href, name: path }));
    const answer = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: options.capabilities ?? MODERN,
      workspaceFolders: folders,
      initializationOptions: options.initializationOptions,
    });
    await this.connection.sendNotification('initialized', {});
    return answer;
  }

  async open(uri: string, text: string, version = 1): Promise<void> {
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'c', version, text },
    });
  }

  async change(uri: string, version: number, contentChanges: readonly TextDocumentContentChangeEvent[]): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  async pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return await this.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  /** The diagnostics that the server has now. */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.pull(uri);
    assert.equal(report.kind, 'full');
    return report.kind === 'full' ? report.items : [];
  }

  async actions(uri: string, range: Diagnostic['range'], only?: readonly string[]): Promise<readonly CodeAction[]> {
    return await this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
    });
  }

  /** The Markdown of the hover at a place. */
  async hover(uri: string, position: Diagnostic['range']['start']): Promise<string> {
    const answer: Hover | null = await this.connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    return answer !== null && typeof answer.contents === 'object' && 'value' in answer.contents
      ? answer.contents.value
      : '';
  }

  /** Tells the server, as a client's watcher does, that a file has changed on disk. */
  async changedOnDisk(uri: string): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
  }

  async resolve(action: CodeAction): Promise<CodeAction> {
    return await this.connection.sendRequest('codeAction/resolve', action);
  }

  /** Waits for the first pushed diagnostics that pass; earlier ones count too. */
  async pushed(test: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> {
    for (;;) {
      const found = this.published.find(test);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Waits until the server has asked so many times to be asked again. */
  async refreshed(times: number): Promise<void> {
    while (this.refreshes < times) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Waits for the first word of a kind on the progress of the server's work. */
  async progressed(kind: 'begin' | 'report' | 'end'): Promise<unknown> {
    for (;;) {
      const found = this.progress.find((each) => each.kind === kind);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Waits for a notification of a method. */
  async notified(method: string): Promise<unknown> {
    for (;;) {
      const found = this.notifications.find((notification) => notification.method === method);
      if (found !== undefined) return found.params;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Ends the server as the protocol wants it, and answers its status. */
  async stop(): Promise<number | null> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await this.exit;
    this.connection.dispose();
    return code;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/** Starts a server and introduces the client; the server ends with the test, however that ends. */
export async function startServer(t: TestContext, options: ServerOptions): Promise<TestServer> {
  const server = new TestServer(options.kind, options.settings ?? null, options.env, options.program);
  t.after(() => server.process.kill('SIGKILL'));
  await server.initialize(options);
  return server;
}

function commandOf(kind: ServerKind): readonly string[] {
  if (kind === 'source') return ['--import', 'tsx', 'server/src/lsp/main.ts', '--stdio'];
  assert.ok(existsSync(`${ROOT}/dist/server.js`), 'dist/server.js is missing: run `npm run build`');
  return ['dist/server.js', '--stdio'];
}
