/** The view of a chain: how a page gets to one use, step by step, each of which opens its line. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { AuditRow } from '../protocol.ts';
import { openCommand, uriOf } from './places.ts';
import { iconOf, tooltipOf } from './words.ts';
import { t } from '../words.ts';

/** The id of the view in the manifest. */
export const CHAIN_VIEW = 'daxlint.chain';

/** A step, or the use at the end of the way. */
interface ChainNode {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly number: number;
  readonly of: number;
  /** Present for the use itself. */
  readonly row?: AuditRow;
}

export class ChainView implements vscode.TreeDataProvider<ChainNode>, vscode.Disposable {
  private readonly view: vscode.TreeView<ChainNode>;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private nodes: readonly ChainNode[] = [];
  private root: string | null = null;

  constructor() {
    this.view = vscode.window.createTreeView<ChainNode>(CHAIN_VIEW, { treeDataProvider: this });
  }

  /** Shows the way to a use of the tree at a root. */
  show(row: AuditRow, root: string | null): void {
    this.root = root;
    const of = row.steps.length + 1;
    this.nodes = [
      ...row.steps.map(({ file, line, text }, at) => ({ file, line, text, number: at + 1, of })),
      { file: row.file, line: row.line, text: row.title, number: of, of, row },
    ];
    this.view.message = row.reason.replaceAll('`', '');
    this.view.description = `${basename(row.file)}:${row.line}`;
    void vscode.commands.executeCommand('setContext', 'daxlint.hasChain', true);
    this.changed.fire();
  }

  getChildren(node?: ChainNode): ChainNode[] {
    return node === undefined ? [...this.nodes] : [];
  }

  getTreeItem({ file, line, text, number, of, row }: ChainNode): vscode.TreeItem {
    const plain = text.replaceAll('`', '');
    const item = new vscode.TreeItem(`${number}. ${basename(file)}:${line}`, vscode.TreeItemCollapsibleState.None);
    item.description = plain;
    item.iconPath = row === undefined ? new vscode.ThemeIcon('arrow-down') : iconOf(row.verdict);
    item.tooltip = row === undefined ? `${plain}\n${file}:${line}` : tooltipOf(row);
    item.accessibilityInformation = {
      label: t('step {0} of {1}: {2}, line {3} of {4}', number, of, plain, line, file),
    };
    item.command = openCommand(uriOf(this.root, file), line, row?.column);
    return item;
  }

  dispose(): void {
    this.changed.dispose();
    this.view.dispose();
  }
}
