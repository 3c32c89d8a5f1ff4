/** The view of an audit: its rows in groups, each of which opens its place. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { AuditRow } from '../protocol.ts';
import type { Audits } from './audits.ts';
import { openCommand, uriOf } from './places.ts';
import { type Filter, filtered, type Group, grouped, type Grouping, isFiltering, isUrgent, NO_FILTER } from './rows.ts';
import { groupName, iconOf, meaningOf, summaryOf, tooltipOf } from './words.ts';
import { t } from '../words.ts';

/** What stands in the view. */
export type AuditNode =
  | { readonly is: 'group'; readonly group: Group; readonly isFirst: boolean }
  | { readonly is: 'row'; readonly row: AuditRow };

/** The id of the view in the manifest. */
export const AUDIT_VIEW = 'daxlint.audit';

export class AuditView implements vscode.TreeDataProvider<AuditNode>, vscode.Disposable {
  private readonly audits: Audits;
  private readonly view: vscode.TreeView<AuditNode>;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly listening: vscode.Disposable;
  private currentFilter: Filter = NO_FILTER;
  private currentGrouping: Grouping = 'verdict';

  constructor(audits: Audits, onSelect: (row: AuditRow, root: string) => void) {
    this.audits = audits;
    this.view = vscode.window.createTreeView<AuditNode>(AUDIT_VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.view.onDidChangeSelection(({ selection: [node] }) => {
      const root = audits.last?.result.root;
      if (node?.is === 'row' && root !== undefined) onSelect(node.row, root);
    });
    this.listening = audits.onDidChange(() => this.refresh());
  }

  get filter(): Filter {
    return this.currentFilter;
  }

  set filter(filter: Filter) {
    this.currentFilter = filter;
    void vscode.commands.executeCommand('setContext', 'daxlint.isAuditFiltered', isFiltering(filter));
    this.refresh();
  }

  get grouping(): Grouping {
    return this.currentGrouping;
  }

  set grouping(grouping: Grouping) {
    this.currentGrouping = grouping;
    this.refresh();
  }

  /** All rows of the audit that is shown. */
  get rows(): readonly AuditRow[] {
    return this.audits.last?.result.rows ?? [];
  }

  getChildren(node?: AuditNode): AuditNode[] {
    if (node?.is === 'row') return [];
    if (node?.is === 'group') return node.group.rows.map((row) => ({ is: 'row', row }));
    const groups = grouped(filtered(this.rows, this.filter), this.grouping);
    return groups.map((group, at) => ({ is: 'group', group, isFirst: at === 0 }));
  }

  getTreeItem(node: AuditNode): vscode.TreeItem {
    return node.is === 'group' ? this.groupItem(node.group, node.isFirst) : this.rowItem(node.row);
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
    this.view.dispose();
  }

  private groupItem({ key, rows, urgent }: Group, isFirst: boolean): vscode.TreeItem {
    const { grouping } = this;
    const name = groupName(key, grouping);
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(name, isFirst ? Expanded : Collapsed);
    item.id = `${this.audits.last?.at.getTime() ?? 0} ${grouping} ${key}`;
    const isPlain = grouping === 'verdict' || urgent === 0;
    item.description = isPlain ? String(rows.length) : t('{0} of {1}', urgent, rows.length);
    if (!isPlain) item.tooltip = t('{0} of {1} rows are to be looked at first', urgent, rows.length);
    item.contextValue = 'group';
    item.accessibilityInformation = { label: t('{0}, {1} rows', name, rows.length) };
    if (grouping === 'verdict') {
      item.iconPath = iconOf(key);
      item.tooltip = meaningOf(key);
    }
    const root = this.audits.last?.result.root;
    if (grouping === 'file' && root !== undefined) {
      item.resourceUri = uriOf(root, key);
      item.iconPath = vscode.ThemeIcon.File;
    }
    return item;
  }

  private rowItem(row: AuditRow): vscode.TreeItem {
    // Below its file a row needs no name of it.
    const place = this.grouping === 'file' ? String(row.line) : `${basename(row.file)}:${row.line}`;
    const item = new vscode.TreeItem(place, vscode.TreeItemCollapsibleState.None);
    const where = row.function === '' ? '' : `${row.function}() · `;
    const silenced = row.suppressed === undefined ? '' : ` · ${t('suppressed')}`;
    item.description = `${where}${row.title.replaceAll('`', '')}${silenced}`;
    item.iconPath = iconOf(row.verdict);
    item.tooltip = tooltipOf(row);
    item.contextValue = 'row';
    item.accessibilityInformation = {
      label: t('{0}: {1} in {2}, line {3} of {4}', row.verdict, row.title, row.function, row.line, row.file),
    };
    const root = this.audits.last?.result.root;
    if (root !== undefined) item.command = openCommand(uriOf(root, row.file), row.line, row.column);
    return item;
  }

  private refresh(): void {
    const { last } = this.audits;
    if (last === undefined) return;
    const shown = filtered(this.rows, this.filter);
    const urgent = this.rows.filter(isUrgent).length;
    const stale = last.isStale ? ` · ${t('out of date')}` : '';
    this.view.message =
      shown.length > 0 ? `${summaryOf(last.result)}${stale}` : `${summaryOf(last.result)}${stale}\n${this.emptyText()}`;
    this.view.description = isFiltering(this.filter)
      ? t('{0} of {1}', shown.length, this.rows.length)
      : String(this.rows.length);
    this.view.badge = urgent === 0 ? undefined : { value: urgent, tooltip: t('{0} to be looked at', urgent) };
    this.changed.fire();
  }

  private emptyText(): string {
    if (this.rows.length > 0) return t('The filter lets nothing through.');
    return this.audits.last?.result.kind === 'tree'
      ? t('No page field is used in this tree.')
      : t('Nothing is introduced, made reachable or fixed.');
  }
}
