/** The commands and views of audits, and the commands about the tree and the server. */
import * as vscode from 'vscode';
import { AUDIT_VIEW, type AuditNode, AuditView } from './audit/audit-view.ts';
import { Audits, tell } from './audit/audits.ts';
import { CHAIN_VIEW, ChainView } from './audit/chain-view.ts';
import { chooseFilter, chooseGrouping } from './audit/filter-choice.ts';
import { uriOf } from './audit/places.ts';
import { Problems } from './audit/problems.ts';
import { ReportPanel } from './audit/report-panel.ts';
import { NO_FILTER } from './audit/rows.ts';
import { isC } from './audit/tree-choice.ts';
import { clearCache, copyDebugInfo } from './commands/about-server.ts';
import { chooseEra, chooseOverlay } from './commands/choose-settings.ts';
import { Explanations } from './commands/explain-here.ts';
import { goToFinding } from './commands/go-to-finding.ts';
import { checkPatch, exportReport } from './commands/reports.ts';
import { LanguageStatus } from './language-status.ts';
import { type ChainAnswer, COMMANDS, REQUESTS } from './protocol.ts';
import type { Session } from './session.ts';
import type { StatusItem } from './status-item.ts';
import { t } from './words.ts';

/** Registers all of it; a command that fails tells the user why. */
export function registerAudits(context: vscode.ExtensionContext, session: Session, status: StatusItem): void {
  const audits = new Audits(session);
  const chain = new ChainView();
  const view = new AuditView(audits, (row, root) => chain.show(row, root));
  const report = new ReportPanel(audits);
  const explanations = new Explanations(audits);
  const pages = vscode.Uri.joinPath(context.extensionUri, 'docs', 'rules');
  const problems = new Problems(audits, pages);
  context.subscriptions.push(audits, chain, view, report, explanations, problems, new LanguageStatus(status, audits));

  const { version } = context.extension.packageJSON as { readonly version: string };
  const focus = (id: string): Thenable<unknown> => vscode.commands.executeCommand(`${id}.focus`);
  const audited = async (audit: Promise<unknown>): Promise<void> => {
    if ((await audit) !== undefined) await focus(AUDIT_VIEW);
  };
  const commands: Readonly<Record<string, (argument: unknown) => unknown>> = {
    [COMMANDS.auditTree]: () => audited(audits.run('tree')),
    [COMMANDS.auditChanges]: () => audited(audits.run('changes')),
    [COMMANDS.checkPatch]: () => audited(checkPatch(audits)),
    [COMMANDS.showReport]: () => report.show(),
    [COMMANDS.exportReport]: () => exportReport(audits),
    [COMMANDS.groupAudit]: () => chooseGrouping(view),
    [COMMANDS.filterAudit]: () => chooseFilter(view),
    [COMMANDS.clearAuditFilter]: () => {
      view.filter = NO_FILTER;
    },
    [COMMANDS.showChain]: async (node) => {
      const root = audits.last?.result.root;
      if (isRow(node) && root !== undefined) chain.show(node.row, root);
      else if (!(await showChainHere(session, chain))) return;
      await focus(CHAIN_VIEW);
    },
    [COMMANDS.explainHere]: (node) => {
      const root = audits.last?.result.root;
      if (!isRow(node) || root === undefined) return explanations.show();
      const position = new vscode.Position(node.row.line - 1, node.row.column - 1);
      return explanations.show({ uri: uriOf(root, node.row.file), position });
    },
    [COMMANDS.nextFinding]: () => goToFinding('next'),
    [COMMANDS.previousFinding]: () => goToFinding('previous'),
    [COMMANDS.chooseEra]: () => chooseEra(session),
    [COMMANDS.chooseOverlay]: () => chooseOverlay(session),
    [COMMANDS.copyDebugInfo]: () => copyDebugInfo(session, audits, version),
    [COMMANDS.clearCache]: () => clearCache(session),
  };
  for (const [id, command] of Object.entries(commands)) {
    const guarded = async (argument: unknown): Promise<void> => {
      try {
        await command(argument);
      } catch (error) {
        tell(error);
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(id, guarded));
  }
  void vscode.commands.executeCommand('setContext', 'daxlint.canAudit', true);
}

/** Shows the chain of what the caret stands on; false where there is nothing on the line, which is told. */
async function showChainHere(session: Session, chain: ChainView): Promise<boolean> {
  const editor = vscode.window.activeTextEditor;
  const at = editor?.selection.active;
  if (editor !== undefined && at !== undefined && isC(editor.document)) {
    const answer = await session.request<ChainAnswer | null>(REQUESTS.chain, {
      textDocument: { uri: editor.document.uri.toString() },
      position: { line: at.line, character: at.character },
    });
    if (answer !== null) {
      chain.show(answer.row, answer.root);
      return true;
    }
  }
  void vscode.window.showInformationMessage(t('daxlint: no use of a page field stands on this line'));
  return false;
}

function isRow(node: unknown): node is Extract<AuditNode, { readonly is: 'row' }> {
  return typeof node === 'object' && node !== null && 'is' in node && node.is === 'row';
}
