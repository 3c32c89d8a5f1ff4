/** What the last audit found is in the list of problems too, as far as the setting wants it; open files are the server's. */
import * as vscode from 'vscode';
import type { AuditProblem } from '../protocol.ts';
import type { Audits } from './audits.ts';
import { selectionAt, uriOf } from './places.ts';
import { isC } from './tree-choice.ts';

const SETTING = 'daxlint.problemsScope';

export class Problems implements vscode.Disposable {
  private readonly audits: Audits;
  private readonly pages: vscode.Uri;
  private readonly collection = vscode.languages.createDiagnosticCollection('daxlint audit');
  private readonly listening: readonly vscode.Disposable[];

  /** `pages` is the folder with the pages of the rules. */
  constructor(audits: Audits, pages: vscode.Uri) {
    this.audits = audits;
    this.pages = pages;
    const refresh = (): void => this.refresh();
    this.listening = [
      audits.onDidChange(refresh),
      vscode.workspace.onDidOpenTextDocument(refresh),
      vscode.workspace.onDidCloseTextDocument(refresh),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTING)) refresh();
      }),
    ];
  }

  dispose(): void {
    for (const each of this.listening) each.dispose();
    this.collection.dispose();
  }

  private refresh(): void {
    this.collection.clear();
    const scope = vscode.workspace.getConfiguration().get<string>(SETTING);
    const audit =
      scope === 'tree' ? this.audits.of('tree') : scope === 'changed' ? this.audits.of('changes') : undefined;
    if (audit === undefined) return;
    const { root, problems } = audit.result;
    const open = new Set(vscode.workspace.textDocuments.filter(isC).map(({ uri }) => uri.toString()));
    for (const [file, found] of grouped(problems)) {
      const uri = uriOf(root, file);
      if (open.has(uri.toString())) continue;
      this.collection.set(
        uri,
        found.map((problem) => diagnosticOf(problem, root, this.pages)),
      );
    }
  }
}

function grouped(problems: readonly AuditProblem[]): ReadonlyMap<string, readonly AuditProblem[]> {
  const byFile = new Map<string, AuditProblem[]>();
  for (const problem of problems) byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), problem]);
  return byFile;
}

function diagnosticOf(problem: AuditProblem, root: string, pages: vscode.Uri): vscode.Diagnostic {
  const { line, column, endLine, endColumn, message, severity, rule, steps } = problem;
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const diagnostic = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
  diagnostic.source = 'daxlint';
  diagnostic.code = { value: rule, target: vscode.Uri.joinPath(pages, `${rule}.md`) };
  diagnostic.relatedInformation = steps.map((step) => {
    const location = new vscode.Location(uriOf(root, step.file), selectionAt(step.line));
    return new vscode.DiagnosticRelatedInformation(location, step.text);
  });
  return diagnostic;
}

/** Hints are shown as information, as the server shows them. */
const SEVERITIES: Readonly<Record<AuditProblem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Information,
};
