/** `textDocument/prepareCallHierarchy` and what follows it: who hands pages to a function, and to whom it hands them, also through operations tables. */
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyPrepareParams,
  type Range,
  SymbolKind,
} from 'vscode-languageserver';
import type { CalledFunction, PageCall } from '../../model/page-call.ts';
import { toOffset } from '../convert.ts';
import type { Session } from '../session.ts';

/** What an item carries through the client. */
interface ItemData {
  readonly root: string;
  readonly file: string;
  readonly name: string;
}

/** The functions of the name under the caret; null where none of them can get or give a page, or the tree is not known. */
export async function prepareCallHierarchy(
  params: CallHierarchyPrepareParams,
  session: Session,
): Promise<CallHierarchyItem[] | null> {
  await session.ready();
  const document = session.documents.get(params.textDocument.uri);
  if (document === undefined || !session.settingsFor(document).enable) return null;
  // A document that was never looked at is not followed yet.
  session.analysed(document);
  const place = session.whole.placeOf(document.uri);
  const name = wordAt(document.text, toOffset(document.lines, params.position));
  if (place === undefined || name === undefined) return null;
  const answer = await session.whole.ask(place.root, { about: 'function', file: place.file, name });
  if (answer === undefined || answer.functions.length === 0) return null;
  const lines = new Lines(place.root, session);
  return answer.functions.map((each) => itemOf(each, place.root, lines));
}

/** Who hands pages to the function. */
export async function incomingCalls(
  { item }: { readonly item: CallHierarchyItem },
  session: Session,
): Promise<CallHierarchyIncomingCall[] | null> {
  const found = await callsOf(item, 'callers', session);
  return found?.map(({ other, ranges }) => ({ from: other, fromRanges: ranges })) ?? null;
}

/** To whom the function hands pages. */
export async function outgoingCalls(
  { item }: { readonly item: CallHierarchyItem },
  session: Session,
): Promise<CallHierarchyOutgoingCall[] | null> {
  const found = await callsOf(item, 'callees', session);
  return found?.map(({ other, ranges }) => ({ to: other, fromRanges: ranges })) ?? null;
}

/** The other function of some calls, and where they stand. */
interface CallGroup {
  readonly other: CallHierarchyItem;
  readonly ranges: Range[];
}

async function callsOf(
  item: CallHierarchyItem,
  about: 'callers' | 'callees',
  session: Session,
): Promise<readonly CallGroup[] | undefined> {
  const { data } = item;
  if (!isItemData(data)) return undefined;
  const { root, file, name } = data;
  const answer = await session.whole.ask(root, { about, file, name });
  if (answer === undefined) return undefined;
  const lines = new Lines(root, session);
  const groups = new Map<string, CallGroup>();
  for (const call of answer.calls) {
    const { function: other, through } = call;
    const key = `${other.file}:${other.line} ${through ?? ''}`;
    const group = groups.get(key) ?? { other: itemOf(other, root, lines, through), ranges: [] };
    group.ranges.push(rangeOf(call, about === 'callers' ? name : other.name, lines));
    groups.set(key, group);
  }
  return [...groups.values()];
}

function itemOf({ file, name, line }: CalledFunction, root: string, lines: Lines, through?: string): CallHierarchyItem {
  const range = lines.word(file, line, name);
  const data: ItemData = { root, file, name };
  return {
    name,
    kind: SymbolKind.Function,
    detail: through === undefined ? file : `${file}, through ${through}`,
    uri: lines.uriOf(file),
    range,
    selectionRange: range,
    data,
  };
}

/** The name that is called in a line: that of the function, or of the member that holds it. */
function rangeOf({ file, line, through }: PageCall, name: string, lines: Lines): Range {
  return lines.word(file, line, through?.slice(through.lastIndexOf('.') + 1) ?? name);
}

function isItemData(data: unknown): data is ItemData {
  if (typeof data !== 'object' || data === null) return false;
  return (['root', 'file', 'name'] as const).every((key) => typeof Reflect.get(data, key) === 'string');
}

/** The lines of a tree's files: of an open document as it is typed, of another as it is on disk. */
class Lines {
  private readonly root: string;
  private readonly session: Session;
  private readonly files = new Map<string, readonly string[]>();

  constructor(root: string, session: Session) {
    this.root = root;
    this.session = session;
  }

  uriOf(file: string): string {
    return this.session.platform.uriInTree(this.root, file);
  }

  /** The range of a word in a 1-based line; all of the line where the word is not in it. */
  word(file: string, line: number, word: string): Range {
    const text = this.of(file)[line - 1] ?? '';
    const at = text.search(new RegExp(`\\b${word}\\b`));
    const [from, to] = at < 0 ? [text.length - text.trimStart().length, text.length] : [at, at + word.length];
    return { start: { line: line - 1, character: from }, end: { line: line - 1, character: to } };
  }

  private of(file: string): readonly string[] {
    const known = this.files.get(file);
    if (known) return known;
    const open = this.session.documents.get(this.uriOf(file))?.text;
    const lines = (open ?? this.session.platform.textInTree(this.root, file)).split(/\r?\n/);
    this.files.set(file, lines);
    return lines;
  }
}

function wordAt(text: string, offset: number): string | undefined {
  let start = offset;
  while (start > 0 && /\w/.test(text[start - 1] ?? '')) start -= 1;
  return /^[A-Za-z_]\w*/.exec(text.slice(start, start + 200))?.[0];
}
