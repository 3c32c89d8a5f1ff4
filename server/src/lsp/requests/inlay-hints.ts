/** `textDocument/inlayHint`: before an argument, what the function that gets it relies on about the page. */
import { type InlayHint, InlayHintKind, type InlayHintParams } from 'vscode-languageserver';
import { contractLabel, contractText } from '../../docs/contract-words.ts';
import { markdownToText } from '../../docs/markdown-to-text.ts';
import { callsIn } from '../../engine/calls-in.ts';
import { toPosition, toSpan } from '../convert.ts';
import type { Session } from '../session.ts';

/** Answers with what is known by now; when more is known, the client is told to ask again. */
export async function inlayHints(params: InlayHintParams, session: Session): Promise<InlayHint[]> {
  await session.ready();
  session.rehearsal.postpone();
  const document = session.documents.get(params.textDocument.uri);
  if (document === undefined || document.isGone) return [];
  const { enable, inlayHints: isWanted } = session.settingsFor(document);
  if (!enable || !isWanted) return [];
  const file = session.analysed(document);
  const contracts = session.contracts.of(document.uri, file);
  const { lines, text } = document;
  const span = toSpan(lines, params.range);
  const { markdownHover } = session.features;
  const link = (path: string, line: number): string | undefined =>
    file.tree.root === undefined ? undefined : `${session.platform.uriInTree(file.tree.root, path)}#L${line}`;
  return callsIn(text, span, (name) => contracts.mayHave(name)).flatMap(({ name, args }) =>
    contracts.named(name).flatMap((contract): InlayHint[] => {
      const at = args[contract.parameter];
      if (at === undefined || at < span.start || at > span.end) return [];
      const why = contractText(contract, link);
      return [
        {
          position: toPosition(lines, at),
          label: contractLabel(contract),
          kind: InlayHintKind.Parameter,
          paddingRight: true,
          tooltip: markdownHover ? { kind: 'markdown', value: why } : markdownToText(why),
        },
      ];
    }),
  );
}
