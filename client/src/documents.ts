/** Which documents the server is told of. */
import { workspace } from 'vscode';
import type { DocumentFilter } from 'vscode-languageclient';

/** C in files, in new documents, and in folders that lie on no disk; not the other sides of a comparison. */
export function documentFilters(): DocumentFilter[] {
  const folders = workspace.workspaceFolders ?? [];
  const schemes = new Set(['file', 'untitled', ...folders.map(({ uri }) => uri.scheme)]);
  return [...schemes].flatMap((scheme): DocumentFilter[] => [
    { scheme, language: 'c' },
    // Headers are C to the kernel and C++ to VS Code.
    { scheme, language: 'cpp', pattern: '**/*.h' },
  ]);
}
