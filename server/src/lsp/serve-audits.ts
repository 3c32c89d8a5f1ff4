/** What the server answers beyond the protocol: audits, reports, explanations, and what it knows of itself. */
import type { Connection } from 'vscode-languageserver';
import { guarded, rethrow } from './guarded.ts';
import {
  auditRequest,
  cacheRequest,
  chainRequest,
  choicesRequest,
  debugRequest,
  explainRequest,
  reportRequest,
} from './protocol.ts';
import { cacheState, choices, debugState } from './requests/about.ts';
import { audit, explain, report } from './requests/audit.ts';
import { chainAt } from './requests/chain.ts';
import type { Session } from './session.ts';

/** Wires the handlers. */
export function serveAudits(connection: Connection, session: Session): void {
  connection.onRequest(
    auditRequest,
    guarded(connection, 'audit', rethrow, (params, token) => audit(params, session, token)),
  );
  connection.onRequest(
    reportRequest,
    guarded(connection, 'report', rethrow, (params, token) => report(params, session, token)),
  );
  connection.onRequest(
    explainRequest,
    guarded(connection, 'explain', rethrow, (params, token) => explain(params, session, token)),
  );
  connection.onRequest(
    chainRequest,
    guarded(connection, 'chain', rethrow, (params) => chainAt(params, session)),
  );
  connection.onRequest(
    cacheRequest,
    guarded(connection, 'cache', rethrow, (params) => cacheState(params)),
  );
  connection.onRequest(choicesRequest, () => choices());
  connection.onRequest(debugRequest, () => debugState(session));
}
