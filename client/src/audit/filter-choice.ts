/** The filter and the grouping of the audit's view are chosen from lists. */
import * as vscode from 'vscode';
import type { AuditView } from './audit-view.ts';
import { countsBy, GROUPINGS, type Grouping, isFiltering, NO_FILTER } from './rows.ts';
import { groupingName, groupName, iconOf, meaningOf } from './words.ts';
import { t } from '../words.ts';

/** Asks by what the rows are to be grouped. */
export async function chooseGrouping(view: AuditView): Promise<void> {
  const choices = GROUPINGS.map((grouping) => ({
    label: groupingName(grouping),
    grouping,
    iconPath: new vscode.ThemeIcon(grouping === view.grouping ? 'check' : 'blank'),
  }));
  const title = t('Group the Audit By');
  const chosen = await vscode.window.showQuickPick(choices, { title });
  if (chosen !== undefined) view.grouping = chosen.grouping;
}

/** Asks what the filter is to be about, and then for that. */
export async function chooseFilter(view: AuditView): Promise<void> {
  const { filter } = view;
  const of = (values: readonly string[]): string => (values.length === 0 ? t('all') : values.join(', '));
  const choices = [
    { label: t('Verdict'), description: of(filter.verdicts), run: () => chooseValues(view, 'verdict') },
    { label: t('Rule'), description: of(filter.rules), run: () => chooseValues(view, 'rule') },
    { label: t('Text'), description: filter.text, run: () => chooseText(view) },
    ...(isFiltering(filter)
      ? [
          {
            label: t('Show everything'),
            run: async () => {
              view.filter = NO_FILTER;
            },
          },
        ]
      : []),
  ];
  const chosen = await vscode.window.showQuickPick(choices, { title: t('Filter the Audit') });
  await chosen?.run();
}

async function chooseValues(view: AuditView, grouping: Extract<Grouping, 'verdict' | 'rule'>): Promise<void> {
  const { filter } = view;
  const picked = grouping === 'verdict' ? filter.verdicts : filter.rules;
  const counts = countsBy(view.rows, grouping);
  const choices = counts.map(([value, count]) => ({
    label: groupName(value, grouping),
    value,
    description: String(count),
    picked: picked.length === 0 || picked.includes(value),
    ...(grouping === 'verdict' ? { detail: meaningOf(value), iconPath: iconOf(value) } : {}),
  }));
  const title = t('Show Only');
  const chosen = await vscode.window.showQuickPick(choices, { title, canPickMany: true });
  if (chosen === undefined) return;
  // All of them, and none of them, is no filter.
  const values = chosen.length === counts.length ? [] : chosen.map(({ value }) => value);
  view.filter = grouping === 'verdict' ? { ...filter, verdicts: values } : { ...filter, rules: values };
}

async function chooseText(view: AuditView): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: t('Show Only'),
    prompt: t('Words that have to be in the path, the function or what was found'),
    value: view.filter.text,
  });
  if (text !== undefined) view.filter = { ...view.filter, text };
}
