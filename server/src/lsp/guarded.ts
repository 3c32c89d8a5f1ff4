/** A request that fails is logged and answered, a notification that fails is logged; neither ends the server. */
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

type Handler<P, R> = (params: P, token: CancellationToken) => R | Promise<R>;

/** Wraps a handler: a cancelled request fails as such, one that throws is answered by the fallback, which may throw too. */
export function guarded<P, R>(
  connection: Connection,
  name: string,
  fallback: (error: unknown) => R,
  handler: Handler<P, R>,
): (params: P, token: CancellationToken) => Promise<R> {
  return async (params, token) => {
    throwIfCancelled(token);
    let answer: R;
    try {
      answer = await handler(params, token);
    } catch (error) {
      if (!(error instanceof ResponseError)) logFailure(connection, name, error);
      return fallback(error);
    }
    throwIfCancelled(token);
    return answer;
  };
}

/** Wraps the handler of a notification. */
export function guardedNotification<P>(
  connection: Connection,
  name: string,
  handler: (params: P) => void | Promise<void>,
) {
  return async (params: P): Promise<void> => {
    try {
      await handler(params);
    } catch (error) {
      logFailure(connection, name, error);
    }
  };
}

/** The fallback of a request whose failure the client is to hear of. */
export function rethrow(error: unknown): never {
  if (error instanceof ResponseError) throw error;
  throw new ResponseError(LSPErrorCodes.RequestFailed, error instanceof Error ? error.message : String(error));
}

/** Writes a failure to the client's log. */
export function logFailure(connection: Connection, name: string, error: unknown): void {
  connection.console.error(
    `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}

function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'the request was cancelled');
}
