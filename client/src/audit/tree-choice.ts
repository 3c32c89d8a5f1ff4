/** Which tree a command is about: that of the file in front, or of the folder that is open. */
import * as vscode from 'vscode';
import { t } from '../words.ts';

/** Whether a document is C as the kernel has it: headers are C++ to the editor. */
export function isC({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'c' || (languageId === 'cpp' && uri.path.endsWith('.h'));
}

/** A file or folder of the tree; asks where there are several folders, and undefined where there is none. */
export async function treeUri(): Promise<vscode.Uri | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme === 'file' && isC(document)) return document.uri;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri;
  const [folder] = folders;
  if (folder === undefined) {
    void vscode.window.showErrorMessage(t('daxlint: open a file or a folder of a kernel tree first'));
  }
  return folder?.uri;
}
