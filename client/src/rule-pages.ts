/** The pages of the rules come with the extension; a link to one opens rendered, as the manifest's `configurationDefaults` say. */
import * as vscode from 'vscode';
import { t } from './words.ts';

/** Opens the page of a rule; without a rule, or with one that has no page, it asks which. */
export async function explainRule(extension: vscode.Extension<unknown>, rule: unknown): Promise<void> {
  const folder = vscode.Uri.joinPath(extension.extensionUri, 'docs', 'rules');
  const rules = rulesOf(extension.packageJSON);
  const chosen =
    typeof rule === 'string' && rules.includes(rule)
      ? rule
      : await vscode.window.showQuickPick(rules, {
          title: t('daxlint: Explain a Rule'),
          placeHolder: t('Which rule?'),
        });
  if (chosen === undefined) return;
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(folder, `${chosen}.md`));
}

/** The rules by the manifest, which has a setting for each; in a browser no folder can be listed. */
function rulesOf(manifest: unknown): readonly string[] {
  const { properties } = Object(manifest).contributes.configuration;
  return Object.keys(properties['daxlint.rules'].properties).sort();
}
