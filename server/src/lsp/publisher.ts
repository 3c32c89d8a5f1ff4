/** A client that does not ask for diagnostics is sent them, once for all changes that have come in by then. */
import { CodeLensRefreshRequest, DiagnosticRefreshRequest, InlayHintRefreshRequest } from 'vscode-languageserver';
import { diagnosticsOf } from './diagnostics.ts';
import { logFailure } from './guarded.ts';
import type { Session } from './session.ts';
import { afterMessages } from './timers.ts';

export class Publisher {
  private readonly due = new Set<string>();

  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  /** Sends the diagnostics of a document as soon as what has already arrived is read. */
  schedule(uri: string): void {
    if (this.session.features.pull || this.due.has(uri)) return;
    this.due.add(uri);
    afterMessages(() => void this.publish(uri));
  }

  /** A closed document has no diagnostics. */
  clear(uri: string): void {
    this.due.delete(uri);
    if (!this.session.features.pull) void this.session.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Brings every open document up to date, over the client where it is one that asks. */
  refreshAll(): void {
    this.refresh(this.session.documents.all().map(({ uri }) => uri));
  }

  /** Brings some open documents up to date. */
  refresh(uris: readonly string[]): void {
    const { features, connection } = this.session;
    for (const uri of uris) this.schedule(uri);
    if (features.lensRefresh)
      connection
        .sendRequest(CodeLensRefreshRequest.type)
        .catch((error: unknown) => logFailure(connection, 'refresh', error));
    this.refreshHints();
    if (!features.pull || !features.refresh) return;
    connection
      .sendRequest(DiagnosticRefreshRequest.type)
      .catch((error: unknown) => logFailure(connection, 'refresh', error));
  }

  /** Has the client ask anew for what stands before arguments. */
  refreshHints(): void {
    const { features, connection } = this.session;
    if (!features.hintRefresh) return;
    connection
      .sendRequest(InlayHintRefreshRequest.type)
      .catch((error: unknown) => logFailure(connection, 'refresh', error));
  }

  private async publish(uri: string): Promise<void> {
    try {
      await this.session.ready();
      const document = this.session.documents.get(uri);
      if (!this.due.delete(uri) || document === undefined) return;
      const diagnostics = diagnosticsOf(document, this.session);
      await this.session.connection.sendDiagnostics({ uri, version: document.version, diagnostics });
      this.session.fixesAhead.look(uri);
    } catch (error) {
      this.due.delete(uri);
      logFailure(this.session.connection, 'diagnostics', error);
    }
  }
}
