/** What the server keeps on disk, and what a report of a defect has to tell of it. */
import * as vscode from 'vscode';
import { sizeOf } from '../audit/words.ts';
import type { Audits } from '../audit/audits.ts';
import { type CacheAnswer, type DebugAnswer, REQUESTS } from '../protocol.ts';
import type { Session } from '../session.ts';
import { t } from '../words.ts';

/** Asks, empties the cache, and tells how much room that made. */
export async function clearCache(session: Session): Promise<void> {
  const held = await session.request<CacheAnswer>(REQUESTS.cache, { clear: false });
  if (held.files === 0) {
    void vscode.window.showInformationMessage(t('daxlint: the cache is empty'));
    return;
  }
  const clear = t('Clear');
  const answer = await vscode.window.showWarningMessage(
    t('Clear the cache of daxlint?'),
    {
      modal: true,
      detail: t(
        '{0} files, {1}, in {2}. The next tree that is opened is read anew.',
        held.files,
        sizeOf(held.bytes),
        held.folder,
      ),
    },
    clear,
  );
  if (answer !== clear) return;
  const gone = await session.request<CacheAnswer>(REQUESTS.cache, { clear: true });
  void vscode.window.showInformationMessage(t('daxlint: {0} freed', sizeOf(gone.bytes)));
}

/** Puts versions, trees, counts and settings into the clipboard; no text of a file is among them. */
export async function copyDebugInfo(session: Session, audits: Audits, version: string): Promise<void> {
  const server = await session.request<DebugAnswer>(REQUESTS.debug).catch((error: unknown) => String(error));
  const text = `${debugText(server, audits, version)}\n`;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(t('daxlint: the debug information is in the clipboard'), 5000);
}

function debugText(server: DebugAnswer | string, audits: Audits, version: string): string {
  const lines = [`daxlint ${version}, VS Code ${vscode.version}, ${vscode.env.appName}`];
  if (typeof server === 'string') lines.push(`server: ${server}`);
  else {
    lines.push(`server: ${server.version}, ${server.runtime}, ${server.platform}`);
    lines.push(`memory: ${sizeOf(server.memory)}; open documents: ${server.documents}`);
    lines.push(`cache: ${server.cache.files} files, ${sizeOf(server.cache.bytes)}`);
    for (const { tree, era, eraReason, files, whatIf } of server.trees) {
      const what = whatIf === undefined ? '' : `, what if ${whatIf.name}`;
      lines.push(`tree: ${tree ?? 'none'}, Linux ${era} (${eraReason}), ${files ?? 'unknown'} files${what}`);
    }
  }
  const { last } = audits;
  if (last !== undefined) {
    const { kind, rows, gaps, milliseconds } = last.result;
    lines.push(`last audit: ${kind}, ${rows.length} rows, ${gaps.length} gaps, ${milliseconds} ms`);
  }
  const settings = vscode.workspace.getConfiguration().get('daxlint');
  return [...lines, `settings: ${JSON.stringify(settings)}`].join('\n');
}
