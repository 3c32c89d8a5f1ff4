/** Beside the language of a C file stands what daxlint knows of its tree: the era, what was read, the last audit. */
import * as vscode from 'vscode';
import type { Audits } from './audit/audits.ts';
import { isUrgent } from './audit/rows.ts';
import { sizeOf } from './audit/words.ts';
import { COMMANDS } from './protocol.ts';
import type { StatusItem } from './status-item.ts';
import { t } from './words.ts';

const C: vscode.DocumentSelector = [{ language: 'c' }, { language: 'cpp', pattern: '**/*.h' }];

export class LanguageStatus implements vscode.Disposable {
  private readonly status: StatusItem;
  private readonly audits: Audits;
  private readonly era = vscode.languages.createLanguageStatusItem('daxlint.era', C);
  private readonly tree = vscode.languages.createLanguageStatusItem('daxlint.tree', C);
  private readonly audit = vscode.languages.createLanguageStatusItem('daxlint.audit', C);
  private readonly listening: readonly vscode.Disposable[];

  constructor(status: StatusItem, audits: Audits) {
    this.status = status;
    this.audits = audits;
    this.era.name = t('daxlint: era');
    this.era.command = { command: COMMANDS.chooseEra, title: t('Choose Era') };
    this.tree.name = t('daxlint: tree');
    this.tree.command = { command: COMMANDS.showOutput, title: t('Show Log') };
    this.audit.name = t('daxlint: audit');
    this.audit.command = { command: COMMANDS.auditTree, title: t('Audit') };
    this.listening = [status.onDidChange(() => this.render()), audits.onDidChange(() => this.render())];
    this.render();
  }

  dispose(): void {
    for (const each of [...this.listening, this.era, this.tree, this.audit]) each.dispose();
  }

  private render(): void {
    const { server, tree } = this.status.now;
    const { Error: Broken, Information } = vscode.LanguageStatusSeverity;
    this.era.busy = server.kind === 'starting';
    this.era.severity = server.kind === 'failed' || tree?.state === 'error' ? Broken : Information;
    this.era.text = tree === undefined || tree.era === '' ? 'daxlint' : `Linux ${tree.era}`;
    this.era.detail =
      server.kind === 'failed'
        ? server.reason
        : tree?.whatIf === undefined
          ? shortReason(tree?.eraReason ?? '')
          : t('what if {0}', tree.whatIf.title);
    this.tree.text =
      tree === undefined || tree.tree === null
        ? t('No kernel tree')
        : tree.files === undefined
          ? t('The tree is not read yet')
          : t('{0} files indexed', tree.files);
    this.tree.detail = tree?.memory === undefined ? '' : t('{0} of memory', sizeOf(tree.memory));
    this.renderAudit();
  }

  private renderAudit(): void {
    const { last } = this.audits;
    if (last === undefined) {
      this.audit.text = t('Not audited yet');
      this.audit.detail = '';
      return;
    }
    const { rows, gaps } = last.result;
    const time = last.at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    this.audit.text = t('{0} to be looked at', rows.filter(isUrgent).length);
    const age = last.isStale ? t('out of date') : t('audited at {0}', time);
    this.audit.detail = gaps.length === 0 ? age : `${age}, ${t('{0} gaps', gaps.length)}`;
  }
}

/** Of a reason the place that decides it, where it names one: a long text hides the command beside it. */
function shortReason(reason: string): string {
  const [, place] = /\(([^()]+:\d+)\)$/.exec(reason) ?? [];
  return place ?? reason.replaceAll('`', '');
}
