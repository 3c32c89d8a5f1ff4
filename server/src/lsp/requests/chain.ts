/** `daxlint/chain`: how a page gets to the finding, or the use, that the caret stands on or else is nearest to on its line. */
import { stepLine, worded } from '../../docs/chain-text.ts';
import type { AnalysedFile } from '../../engine/api.ts';
import { shortestChain } from '../../engine/chain.ts';
import { kindsOf } from '../../kernel/kinds.ts';
import type { Finding } from '../../model/finding.ts';
import { type Site, siteText } from '../../model/site.ts';
import type { AuditRow, AuditStep } from '../../store/audit-messages.ts';
import type { Span } from '../../text/span.ts';
import { toOffset } from '../convert.ts';
import type { ChainAnswer, PlaceParams } from '../protocol.ts';
import type { Session } from '../session.ts';

/** Answers null where nothing stands on the line, and for a document that is not open. */
export async function chainAt(params: PlaceParams, session: Session): Promise<ChainAnswer | null> {
  await session.ready();
  const { uri } = params.textDocument;
  const document = session.documents.get(uri);
  if (document === undefined || !session.settingsFor(document).enable) return null;
  const file = session.analysed(document);
  const offset = toOffset(document.lines, params.position);
  const { line } = document.lines.position(offset);
  const isOnLine = ({ start, end }: Span): boolean =>
    document.lines.position(start).line <= line && line <= document.lines.position(end).line;
  const finding = nearest(file.findings.filter(isOnLine), offset);
  const site = nearest(file.unit.sites.filter(isOnLine), offset);
  const row = finding ? findingRow(file, finding) : site && siteRow(file, site);
  return row === undefined ? null : { root: file.tree.root ?? null, row };
}

/** What stands around the place, the smallest first, or else begins next to it. */
function nearest<T extends Span>(all: readonly T[], offset: number): T | undefined {
  const distance = ({ start, end }: Span): number =>
    start <= offset && offset <= end ? 0 : Math.min(Math.abs(start - offset), Math.abs(end - offset));
  return [...all].sort((a, b) => distance(a) - distance(b) || a.end - a.start - (b.end - b.start))[0];
}

function findingRow(file: AnalysedFile, finding: Finding): AuditRow {
  const places = finding.related.map((at) => ({
    file: file.path,
    line: file.lines.position(at.start).line + 1,
    function: '',
    text: at.message,
  }));
  return {
    ...placeOf(file, finding.start),
    function: file.subject(finding).function,
    title: finding.message,
    verdict: finding.severity === 'hint' ? 'latent' : 'hazard',
    rule: finding.rule,
    reason: finding.reason,
    config: finding.config ?? null,
    steps: [...stepsOf(worded(finding.chain)), ...places],
  };
}

function siteRow(file: AnalysedFile, site: Site): AuditRow {
  const { verdict, rule, reason, kinds } = file.verdict(site);
  const { chains } = file;
  const places = site.origins.flatMap(({ place }) => place ?? []);
  const chain = chains === undefined ? [] : shortestChain(places, kindsOf(kinds ?? site.kinds), chains, true);
  return {
    ...placeOf(file, site.at),
    function: site.functionName,
    title: siteText(site),
    verdict,
    rule: rule ?? null,
    reason,
    config: site.config ?? null,
    steps: stepsOf(worded(chain)),
  };
}

function placeOf(file: AnalysedFile, at: number): Pick<AuditRow, 'file' | 'line' | 'column' | 'subsystem'> {
  const { line, column } = file.lines.position(at);
  return { file: file.path, line: line + 1, column: column + 1, subsystem: '' };
}

function stepsOf(steps: ReturnType<typeof worded>): readonly AuditStep[] {
  return steps.map((step) => ({
    file: step.file,
    line: step.line,
    function: step.function,
    text: stepLine(step),
  }));
}
