/** `textDocument/codeLens`: above a function that looks into a page it was given, which pages its callers hand to it. */
import type { CodeLens, CodeLensParams } from 'vscode-languageserver';
import { reachedText } from '../../docs/reach-words.ts';
import { reachedFunctions } from '../../engine/reach.ts';
import { toPosition } from '../convert.ts';
import type { Session } from '../session.ts';

/** Answers nothing while the tree is not solved. */
export async function codeLenses(params: CodeLensParams, session: Session): Promise<CodeLens[]> {
  await session.ready();
  session.rehearsal.postpone();
  const document = session.documents.get(params.textDocument.uri);
  if (document === undefined) return [];
  const { enable, codeLens } = session.settingsFor(document);
  if (!enable || !codeLens) return [];
  const { unit, chains, lines } = session.analysed(document);
  return reachedFunctions(unit.sites, chains).map((reached) => {
    const start = toPosition(lines, reached.within.start);
    return { range: { start, end: start }, command: { title: reachedText(reached), command: '' } };
  });
}
