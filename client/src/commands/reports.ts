/** A patch is read from the editor or from a file, and a report is written to one. */
import * as vscode from 'vscode';
import type { Audit, Audits } from '../audit/audits.ts';
import { treeUri } from '../audit/tree-choice.ts';
import { REQUESTS } from '../protocol.ts';
import { t } from '../words.ts';

const PATCH = /\.(?:patch|diff|mbox|eml)$/i;

/** Audits the patch in front, or else one that the user opens. */
export async function checkPatch(audits: Audits): Promise<Audit | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined && (PATCH.test(document.uri.path) || document.languageId === 'diff')) {
    return audits.run('patch', { name: nameOf(document.uri), text: document.getText() });
  }
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: t('Open a Patch or a Mailbox'),
      filters: { [t('Patches')]: ['patch', 'diff', 'mbox', 'eml'], [t('All Files')]: ['*'] },
    })) ?? [];
  if (uri === undefined) return undefined;
  const bytes = await vscode.workspace.fs.readFile(uri);
  return audits.run('patch', { name: nameOf(uri), text: new TextDecoder().decode(bytes) });
}

/** Writes the audit of the tree as a page, as SARIF or as JSON, by the name that the user gives the file. */
export async function exportReport(audits: Audits): Promise<void> {
  const tree = audits.of('tree')?.uri ?? (await treeUri());
  if (tree === undefined) return;
  const folder = vscode.workspace.getWorkspaceFolder(tree)?.uri;
  const target = await vscode.window.showSaveDialog({
    title: t('Export the Report'),
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, 'daxlint.html') }),
    filters: { HTML: ['html'], SARIF: ['sarif'], JSON: ['json'] },
  });
  if (target === undefined) return;
  const format = /\.(html|sarif|json)$/i.exec(target.path)?.[1]?.toLowerCase();
  if (format === undefined) {
    void vscode.window.showErrorMessage(
      t('daxlint: a report is written to a file that ends in .html, .sarif or .json'),
    );
    return;
  }
  const params = { uri: tree.toString(), format };
  const answer = await audits.ask<{ readonly text: string }>(REQUESTS.report, params, t('Making the report'));
  if (answer === undefined) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(answer.text));
  void vscode.window.showInformationMessage(t('daxlint: the report is in {0}', nameOf(target)));
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').pop() ?? uri.path;
}
