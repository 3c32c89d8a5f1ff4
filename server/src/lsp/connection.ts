/** The server answers each message of the protocol with one function; what it keeps is the session. */
import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { EngineParts } from '../store/open-trees.ts';
import { clientFeatures } from './client-features.ts';
import { FILE_OPERATIONS, handleFiles, WATCHERS } from './file-events.ts';
import { guarded, guardedNotification, logFailure, rethrow } from './guarded.ts';
import { FIX_ALL_KIND } from './protocol.ts';
import type { Platform } from './platform.ts';
import { Publisher } from './publisher.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './requests/call-hierarchy.ts';
import { codeActions, resolveCodeAction } from './requests/code-action.ts';
import { codeLenses } from './requests/code-lens.ts';
import { diagnosticFailure, documentDiagnostic } from './requests/diagnostic.ts';
import { hover } from './requests/hover.ts';
import { inlayHints } from './requests/inlay-hints.ts';
import { Session } from './session.ts';

/** What the server is given by its entry. */
export interface ServerParts {
  readonly engine: Promise<EngineParts>;
  readonly platform: Platform;
  readonly ruleIds: readonly string[];
  readonly version: string;
  /** Answers what goes beyond the protocol. */
  readonly serveMore?: (connection: Connection, session: Session) => void;
}

/** Wires the handlers and starts to listen. */
export function serve(connection: Connection, parts: ServerParts): void {
  // Until a document is open nobody waits for the engine: its failure is told then.
  parts.engine.catch(() => undefined);
  connection.onInitialize((params) => {
    const session = new Session(connection, clientFeatures(params), parts.engine, parts.platform, {
      ruleIds: parts.ruleIds,
      folders: foldersOf(params),
      settings: params?.initializationOptions,
      isTrusted: isTrusted(params),
      onNews: (uris) => publisher.refresh(uris),
      onContracts: () => publisher.refreshHints(),
    });
    const publisher = new Publisher(session);
    handleDocuments(connection, session, publisher);
    handleRequests(connection, session);
    handleCalls(connection, session);
    handleWorkspace(connection, session, publisher);
    handleFiles(connection, session, publisher);
    parts.serveMore?.(connection, session);
    return describeServer(session, parts.version);
  });
  connection.listen();
}

/** A client that knows of folders which are not trusted says so; for others the settings of the user count. */
function isTrusted(params: InitializeParams | undefined): boolean {
  const options: unknown = params?.initializationOptions;
  return typeof options !== 'object' || options === null || Reflect.get(options, 'isTrusted') !== false;
}

function foldersOf(params: InitializeParams | undefined): { uri: string; name: string }[] {
  const folders = params?.workspaceFolders;
  if (Array.isArray(folders)) return folders;
  // Clients from before folders name one root.
  const root = params?.rootUri;
  return typeof root === 'string' ? [{ uri: root, name: '' }] : [];
}

function describeServer(session: Session, version: string): InitializeResult {
  return {
    serverInfo: { name: 'daxlint', version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      hoverProvider: true,
      callHierarchyProvider: true,
      codeLensProvider: {},
      inlayHintProvider: true,
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND],
        resolveProvider: session.features.lazyEdits,
      },
      // What one document hands to the functions of another changes what is found there.
      ...(session.features.pull
        ? { diagnosticProvider: { identifier: 'daxlint', interFileDependencies: true, workspaceDiagnostics: false } }
        : {}),
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: FILE_OPERATIONS,
      },
    },
  };
}

function handleDocuments(connection: Connection, session: Session, publisher: Publisher): void {
  const { documents } = session;
  connection.onDidOpenTextDocument(
    guardedNotification(connection, 'didOpen', async ({ textDocument: { uri, version, text } }) => {
      documents.open(uri, version, text);
      publisher.schedule(uri);
      await session.followAll();
    }),
  );
  connection.onDidChangeTextDocument(
    guardedNotification(connection, 'didChange', ({ textDocument: { uri, version }, contentChanges }) => {
      session.rehearsal.postpone();
      const document = documents.get(uri);
      // Who types into a file that is gone wants to keep it.
      if (document?.isGone) session.filesCome([uri]);
      document?.change(version, contentChanges);
      if (document !== undefined) session.whole.changed(uri, document.text);
      publisher.schedule(uri);
    }),
  );
  connection.onDidCloseTextDocument(
    guardedNotification(connection, 'didClose', ({ textDocument: { uri } }) => {
      documents.close(uri);
      session.whole.leave(uri);
      session.contracts.leave(uri);
      publisher.clear(uri);
    }),
  );
}

function handleRequests(connection: Connection, session: Session): void {
  connection.languages.diagnostics.on(
    guarded(connection, 'diagnostic', diagnosticFailure, (params, token) => documentDiagnostic(params, session, token)),
  );
  connection.onHover(
    guarded(
      connection,
      'hover',
      () => null,
      (params) => hover(params, session),
    ),
  );
  connection.onCodeLens(
    guarded(
      connection,
      'codeLens',
      () => [],
      (params) => codeLenses(params, session),
    ),
  );
  connection.languages.inlayHint.on(
    guarded(
      connection,
      'inlayHint',
      () => [],
      (params) => inlayHints(params, session),
    ),
  );
  connection.onCodeAction(
    guarded(
      connection,
      'codeAction',
      () => [],
      (params) => codeActions(params, session),
    ),
  );
  connection.onCodeActionResolve(
    guarded(connection, 'codeAction/resolve', rethrow, (action) => resolveCodeAction(action, session)),
  );
}

function handleCalls(connection: Connection, session: Session): void {
  const nothing = (): null => null;
  const { callHierarchy } = connection.languages;
  callHierarchy.onPrepare(
    guarded(connection, 'prepareCallHierarchy', nothing, (params) => prepareCallHierarchy(params, session)),
  );
  callHierarchy.onIncomingCalls(
    guarded(connection, 'incomingCalls', nothing, (params) => incomingCalls(params, session)),
  );
  callHierarchy.onOutgoingCalls(
    guarded(connection, 'outgoingCalls', nothing, (params) => outgoingCalls(params, session)),
  );
}

function handleWorkspace(connection: Connection, session: Session, publisher: Publisher): void {
  connection.onInitialized(
    guardedNotification(connection, 'initialized', async () => {
      register(connection, session, publisher);
      await session.ready();
    }),
  );
  connection.onDidChangeConfiguration(
    guardedNotification(connection, 'didChangeConfiguration', async (params) => {
      await session.updateSettings(params?.settings);
      publisher.refreshAll();
      await session.followAll();
    }),
  );
}

/** Asks the client for news that it sends only on request. */
function register(connection: Connection, session: Session, publisher: Publisher): void {
  const { features } = session;
  const logged = (error: unknown): void => logFailure(connection, 'registration', error);
  if (features.registerConfiguration) {
    connection.client.register(DidChangeConfigurationNotification.type, { section: 'daxlint' }).catch(logged);
  }
  if (features.registerWatchers) {
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHERS }).catch(logged);
  }
  if (features.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(
      guardedNotification(connection, 'didChangeWorkspaceFolders', async ({ added, removed }) => {
        await session.updateFolders(added, removed);
        publisher.refreshAll();
        await session.followAll();
      }),
    );
  }
}
