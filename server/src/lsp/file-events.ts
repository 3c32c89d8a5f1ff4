/** What the editor tells of files beside the text of documents: they are saved, changed on disk, made, renamed, deleted. */
import {
  type Connection,
  FileChangeType,
  type FileOperationOptions,
  type FileOperationRegistrationOptions,
} from 'vscode-languageserver';
import { guardedNotification } from './guarded.ts';
import type { Publisher } from './publisher.ts';
import type { Session } from './session.ts';

/** The files and folders whose coming and going the editor is asked to tell. */
const FILES: FileOperationRegistrationOptions = {
  filters: [{ pattern: { glob: '**/*.{c,h}', matches: 'file' } }, { pattern: { glob: '**', matches: 'folder' } }],
};

/** What the server wants to hear of what is done to files in the editor. */
export const FILE_OPERATIONS: FileOperationOptions = {
  didCreate: FILES,
  didRename: FILES,
  didDelete: FILES,
};

/** What watchers of the editor look at. */
export const WATCHERS = [{ globPattern: '**/*.{c,h}' }, { globPattern: '**/{Makefile,Kbuild}' }];

/** Wires the handlers. */
export function handleFiles(connection: Connection, session: Session, publisher: Publisher): void {
  const news = ({ come = [], gone = [], changed = [] }: FileNews): void => {
    const isTold = session.filesGone(gone);
    const isBack = session.filesCome(come);
    const isTouched = session.filesChanged([...gone, ...come, ...changed]);
    if (isTold || isBack || isTouched) publisher.refreshAll();
  };
  connection.onDidSaveTextDocument(
    guardedNotification(connection, 'didSave', ({ textDocument: { uri } }) => {
      news({ come: [uri] });
      session.whole.saved(uri);
    }),
  );
  connection.onDidChangeWatchedFiles(
    guardedNotification(connection, 'didChangeWatchedFiles', ({ changes }) => {
      // A file that was replaced is told of twice, and the last word counts.
      const last = new Map(changes.map(({ uri, type }) => [uri, type]));
      const of = (type: FileChangeType): string[] => [...last].flatMap(([uri, each]) => (each === type ? uri : []));
      news({
        come: of(FileChangeType.Created),
        gone: of(FileChangeType.Deleted),
        changed: of(FileChangeType.Changed),
      });
    }),
  );
  connection.workspace.onDidCreateFiles(
    guardedNotification(connection, 'didCreateFiles', ({ files }) => news({ come: files.map(({ uri }) => uri) })),
  );
  connection.workspace.onDidRenameFiles(
    guardedNotification(connection, 'didRenameFiles', ({ files }) =>
      news({ come: files.map(({ newUri }) => newUri), gone: files.map(({ oldUri }) => oldUri) }),
    ),
  );
  connection.workspace.onDidDeleteFiles(
    guardedNotification(connection, 'didDeleteFiles', ({ files }) => news({ gone: files.map(({ uri }) => uri) })),
  );
}

/** Files and folders by URI. */
interface FileNews {
  readonly come?: readonly string[];
  readonly gone?: readonly string[];
  readonly changed?: readonly string[];
}
