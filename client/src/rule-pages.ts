/** The pages of the rules come with the extension; a link to one opens rendered, as the manifest's `configurationDefaults` say. */
import * as vscode from 'vscode';

/** Opens the page of a rule; without a rule, or with one that has no page, it asks which. */
export async function explainRule(extensionUri: vscode.Uri, rule: unknown): Promise<void> {
  const folder = vscode.Uri.joinPath(extensionUri, 'docs', 'rules');
  const rules = await rulesWithPage(folder);
  if (rules.length === 0) {
    void vscode.window.showErrorMessage('daxlint: this build of the extension has no pages about the rules.');
    return;
  }
  const chosen =
    typeof rule === 'string' && rules.includes(rule)
      ? rule
      : await vscode.window.showQuickPick(rules, { title: 'daxlint: Explain a Rule', placeHolder: 'Which rule?' });
  if (chosen === undefined) return;
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(folder, `${chosen}.md`));
}

async function rulesWithPage(folder: vscode.Uri): Promise<string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries.flatMap(([name]) => /^([a-z0-9-]+)\.md$/.exec(name)?.[1] ?? []).sort();
  } catch {
    return [];
  }
}
