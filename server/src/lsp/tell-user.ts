/** A message to the user is one that nobody has to answer: the library's own sends a request, which stops some editors. */
import { type Connection, type MessageType, ShowMessageNotification } from 'vscode-languageserver';

/** Shows a message in the editor. */
export function tellUser(connection: Connection, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message: `daxlint: ${message}` });
}
