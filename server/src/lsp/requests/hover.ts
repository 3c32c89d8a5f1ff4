/** `textDocument/hover`: what the field, helper or finding under the caret means in this tree. */
import type { Hover, HoverParams } from 'vscode-languageserver';
import { renderHover } from '../../docs/hover.ts';
import { markdownToText } from '../../docs/markdown-to-text.ts';
import { toOffset, toRange } from '../convert.ts';
import { pageLink } from '../page-links.ts';
import type { Session } from '../session.ts';

/** Answers null where there is nothing to say. */
export async function hover(params: HoverParams, session: Session): Promise<Hover | null> {
  await session.ready();
  session.rehearsal.postpone();
  const document = session.documents.get(params.textDocument.uri);
  if (document === undefined || !session.settingsFor(document).enable) return null;
  const file = session.analysed(document);
  const found = renderHover(file, toOffset(document.lines, params.position), {
    page: (path, anchor) => (session.features.markdownHover ? pageLink(session.platform, path, anchor) : undefined),
    line: (path, line) =>
      session.features.markdownHover && file.tree.root !== undefined
        ? `${session.platform.uriInTree(file.tree.root, path)}#L${line}`
        : undefined,
    declared: (name) => session.declared(file.tree, name),
  });
  if (found === undefined) return null;
  const contents = session.features.markdownHover
    ? { kind: 'markdown' as const, value: found.markdown }
    : { kind: 'plaintext' as const, value: markdownToText(found.markdown) };
  return { contents, range: toRange(document.lines, found.span) };
}
