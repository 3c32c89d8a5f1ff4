/** `textDocument/codeAction`: the fixes of the findings at a place, a suppression for each, and all safe fixes at once. */
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { NO_REASON_YET, suppressEdit } from '../../fixes/suppress.ts';
import { mend } from '../../engine/mend.ts';
import type { Finding, Fix, Severity } from '../../model/finding.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { overlaps } from '../../text/span.ts';
import { changedLines } from '../changed-lines.ts';
import { toSpan } from '../convert.ts';
import { type FindingIdentity, identityOf, isShown, shownFindings, toDiagnostic } from '../diagnostics.ts';
import type { OpenDocument } from '../open-document.ts';
import { FIX_ALL_KIND } from '../protocol.ts';
import type { Session } from '../session.ts';
import { fixEdit, workspaceEdit } from '../workspace-edits.ts';

/** What a lazy action carries until its edit is asked for. */
interface ActionData {
  readonly uri: string;
  readonly version: number;
  /** Absent for the action that applies all safe fixes. */
  readonly finding?: FindingIdentity;
  /** 0-based place among the fixes of the finding; absent for a suppression. */
  readonly fix?: number;
}

/** A line of a menu that is longer is cut by the editor, and not where it makes sense. */
const LONGEST_TITLE = 120;

const LOOK = ' (look it over)';

/** A menu that is longer is not read. */
const MOST_ACTIONS = 4;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'hint'];

/** Lists the actions; edits come with them only for a client that cannot ask later. */
export async function codeActions(params: CodeActionParams, session: Session): Promise<CodeAction[]> {
  await session.ready();
  session.rehearsal.postpone();
  const document = session.documents.get(params.textDocument.uri);
  if (document === undefined) return [];
  const wanted = (kind: string): boolean => isWanted(kind, params.context.only);
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    const few = fewActions(findingsAt(params, document, session), document, session);
    actions.push(...(await compiledFirst(few, document, session)));
  }
  // A source action is run by name, on save for instance, and has no place in the menu of a line.
  if (params.context.only !== undefined && wanted(FIX_ALL_KIND) && safeEdits(document, session).length > 0) {
    actions.push({
      title: 'Apply all safe fixes of daxlint',
      kind: FIX_ALL_KIND,
      data: { uri: document.uri, version: document.version } satisfies ActionData,
    });
  }
  return session.features.lazyEdits ? actions : actions.map((action) => withEdit(action, session));
}

/** `codeAction/resolve`: adds the edit; fails with "content modified" where the text is no longer the one it was for. */
export async function resolveCodeAction(action: CodeAction, session: Session): Promise<CodeAction> {
  await session.ready();
  session.rehearsal.postpone();
  return withEdit(action, session);
}

function findingsAt(params: CodeActionParams, document: OpenDocument, session: Session): Finding[] {
  const span = toSpan(document.lines, params.range);
  const named = params.context.diagnostics.map((diagnostic) => identityIn(diagnostic));
  // Some clients send the place of the caret and, with it, the diagnostics of the whole line.
  return shownFindings(document, session).filter(
    (finding) =>
      overlaps(finding, span) || named.some((identity) => identity !== undefined && isSame(finding, identity)),
  );
}

/** The worst finding is what somebody looks for: it is first, and what does not fit is left out. */
function fewActions(findings: readonly Finding[], document: OpenDocument, session: Session): CodeAction[] {
  const byWeight = [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const all = byWeight.map((finding) => actionsFor(finding, document, session));
  const fixes = all.flatMap((each) => each.fixes).sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  const suppressions = all.map(({ suppress }) => suppress);
  // A suppression of the worst one is always there.
  const kept = fixes.slice(0, MOST_ACTIONS - Math.min(1, suppressions.length));
  return [...kept, ...suppressions.slice(0, MOST_ACTIONS - kept.length)];
}

/** Where fixes are tried with the compiler, one is the preferred one only if it compiles. */
async function compiledFirst(actions: CodeAction[], document: OpenDocument, session: Session): Promise<CodeAction[]> {
  const compiler = session.compilerFor(document);
  if (compiler === undefined) return actions;
  const { path } = session.analysed(document);
  const tried: CodeAction[] = [];
  for (const action of actions) {
    const data = readData(action.data);
    const edits = isFirst(action) && data?.finding ? editsOf(data.finding, data.fix, document, session) : undefined;
    const compiles =
      edits === undefined || (await compiler.tries(path, applyEdits(document.text, edits))) === 'compiles';
    tried.push(compiles ? action : { ...action, isPreferred: false });
  }
  return tried;
}

function isFirst({ isPreferred }: CodeAction): boolean {
  return isPreferred === true;
}

interface FindingActions {
  readonly fixes: readonly CodeAction[];
  readonly suppress: CodeAction;
}

function actionsFor(finding: Finding, document: OpenDocument, session: Session): FindingActions {
  const base = { uri: document.uri, version: document.version, finding: identityOf(finding) };
  const diagnostics = [toDiagnostic(finding, document, session)];
  const fixes = session
    .analysed(document)
    .fixes(finding)
    .map(
      (fix, i): CodeAction => ({
        title: menuTitle(fix),
        kind: CodeActionKind.QuickFix,
        diagnostics,
        ...(fix.safe && i === 0 ? { isPreferred: true } : {}),
        data: { ...base, fix: i } satisfies ActionData,
      }),
    );
  const suppress: CodeAction = {
    title: `suppress ${finding.rule} here, with a reason`,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    data: base satisfies ActionData,
  };
  return { fixes, suppress };
}

/** As much as a menu can show: what is done, that somebody has to look, and why if there is room. */
function menuTitle({ title, safe, eye }: Fix): string {
  if (safe) return cut(title, LONGEST_TITLE);
  const why = eye === undefined ? '' : `: ${eye}`;
  const whole = `${title} (look it over${why})`;
  return whole.length <= LONGEST_TITLE ? whole : `${cut(title, LONGEST_TITLE - LOOK.length)}${LOOK}`;
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}\u2026`;
}

function withEdit(action: CodeAction, session: Session): CodeAction {
  const data = readData(action.data);
  const document = data === undefined ? undefined : session.documents.get(data.uri);
  if (data === undefined || document === undefined || document.version !== data.version) throw stale();
  return { ...action, edit: editOf(data, document, session) };
}

function editOf(data: ActionData, document: OpenDocument, session: Session): WorkspaceEdit {
  const identity = data.finding;
  if (identity === undefined) return workspaceEdit(safeEdits(document, session), document, session);
  const edits = editsOf(identity, data.fix, document, session);
  if (edits === undefined) throw stale();
  return fixEdit(edits, document, session);
}

/** The edits of a fix of a finding, by its place among them, or of its suppression; undefined where there is none any more. */
function editsOf(
  identity: FindingIdentity,
  fix: number | undefined,
  document: OpenDocument,
  session: Session,
): Fix['edits'] | undefined {
  const file = session.analysed(document);
  const finding = file.findings.find((candidate) => isSame(candidate, identity));
  if (finding === undefined) return undefined;
  if (fix === undefined) return [suppressEdit(document.text, finding.start, finding.rule, NO_REASON_YET)];
  return file.fixes(finding)[fix]?.edits;
}

/** What all safe fixes of the findings that are shown come to. */
function safeEdits(document: OpenDocument, session: Session): TextEdit[] {
  const { file } = mend(session.analysed(document), { all: false, isWanted: isShown(document, session) });
  return changedLines(document.text, file.text);
}

function isWanted(kind: string, only: CodeActionContext['only']): boolean {
  return only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`) || asked === '');
}

function isSame(finding: Finding, { rule, start, end }: FindingIdentity): boolean {
  return finding.rule === rule && finding.start === start && finding.end === end;
}

function identityIn(diagnostic: Diagnostic): FindingIdentity | undefined {
  return diagnostic.source === 'daxlint' ? readIdentity(diagnostic.data) : undefined;
}

function readData(data: unknown): ActionData | undefined {
  if (!isRecord(data)) return undefined;
  const { uri, version, finding, fix } = data;
  if (typeof uri !== 'string' || typeof version !== 'number') return undefined;
  const identity = readIdentity(finding);
  if (finding !== undefined && identity === undefined) return undefined;
  return {
    uri,
    version,
    ...(identity === undefined ? {} : { finding: identity }),
    ...(typeof fix === 'number' ? { fix } : {}),
  };
}

function readIdentity(data: unknown): FindingIdentity | undefined {
  if (!isRecord(data)) return undefined;
  const { rule, start, end } = data;
  if (typeof rule !== 'string' || typeof start !== 'number' || typeof end !== 'number') return undefined;
  return { rule, start, end };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function stale(): ResponseError<unknown> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed since the action was offered');
}
