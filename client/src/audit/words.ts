/** The words and icons in which an audit is shown. */
import * as vscode from 'vscode';
import type { AuditResult, AuditRow } from '../protocol.ts';
import { type Grouping, NO_RULE } from './rows.ts';
import { t } from '../words.ts';

/** The icon of a verdict, in a colour of the theme. */
export function iconOf(verdict: string): vscode.ThemeIcon {
  const [icon, color] = ICONS[verdict] ?? ['circle-outline', undefined];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

const ICONS: Readonly<Record<string, readonly [icon: string, color: string | undefined]>> = {
  introduced: ['error', 'list.errorForeground'],
  reachable: ['warning', 'list.warningForeground'],
  fixed: ['pass', 'testing.iconPassed'],
  hazard: ['warning', 'list.warningForeground'],
  remark: ['comment', undefined],
  undecided: ['question', undefined],
  latent: ['info', 'problemsInfoIcon.foreground'],
  safe: ['pass', 'testing.iconPassed'],
  'dax-code': ['code', undefined],
  'not-parsed': ['circle-slash', undefined],
};

/** What a verdict means, in a few words. */
export function meaningOf(verdict: string): string {
  switch (verdict) {
    case 'introduced':
      return t('in code that the change touches');
    case 'reachable':
      return t('a DAX page now gets to code that is as it was');
    case 'fixed':
      return t('gone with the change');
    case 'hazard':
      return t('a DAX page can get here, and the use is wrong for it');
    case 'remark':
      return t('what holds whatever page gets here, such as a suppression without a reason');
    case 'undecided':
      return t('something on the way is not known');
    case 'latent':
      return t('the use would be wrong for a DAX page, and none gets here');
    case 'safe':
      return t('a guard keeps DAX pages out, or the use is right for them too');
    case 'dax-code':
      return t('the code that sets and clears the association itself');
    default:
      return t('the code around it could not be read');
  }
}

/** What a group is called. */
export function groupName(key: string, grouping: Grouping): string {
  if (grouping === 'rule' && key === NO_RULE) return t('no rule');
  return key === '' ? t('no subsystem') : key;
}

/** What rows are grouped by. */
export function groupingName(grouping: Grouping): string {
  return {
    verdict: t('Verdict'),
    rule: t('Rule'),
    subsystem: t('Subsystem'),
    file: t('File'),
  }[grouping];
}

/** Says of an audit what it was over and what it saw, in one line. */
export function summaryOf(result: AuditResult): string {
  const tree = result.root.split(/[\\/]/).pop() ?? result.root;
  const era = `Linux ${result.era}`;
  const gaps = result.gaps.length === 0 ? '' : ` · ${t('{0} gaps', result.gaps.length)}`;
  if (result.kind === 'tree') return `${tree} · ${era} · ${t('{0} files', result.counts.files)}${gaps}`;
  const what = result.kind === 'changes' ? t('changes since the last commit') : result.title;
  const quiet = t('{0} were there before', result.counts.quiet);
  return `${tree} · ${what} · ${era} · ${quiet}${gaps}`;
}

/** All that is known of a row, for its tooltip. */
export function tooltipOf(row: AuditRow): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(row.verdict).appendMarkdown('**: ').appendText(meaningOf(row.verdict));
  const paragraph = (words: string): void => void text.appendMarkdown('\n\n').appendText(words.replaceAll('`', ''));
  paragraph(row.reason === '' ? row.title : row.reason);
  if (row.rule !== null) paragraph(t('Rule: {0}', row.rule));
  if (row.subsystem !== '') paragraph(t('Subsystem: {0}', row.subsystem));
  if (row.config !== null) paragraph(t('Compiled with: {0}', row.config));
  if (row.suppressed !== undefined) paragraph(t('Suppressed in the code: {0}', row.suppressed));
  paragraph(`${row.file}:${row.line}`);
  return text;
}

/** A size in bytes for people. */
export function sizeOf(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
