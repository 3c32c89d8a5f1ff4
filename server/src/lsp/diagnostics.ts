/** A diagnostic is a finding as the protocol has it. */
import { type Diagnostic, type DiagnosticRelatedInformation, DiagnosticTag } from 'vscode-languageserver';
import { stepLine, worded } from '../docs/chain-text.ts';
import type { Finding } from '../model/finding.ts';
import { toRange, toSeverity } from './convert.ts';
import type { OpenDocument } from './open-document.ts';
import { ruleLink } from './page-links.ts';
import type { Session } from './session.ts';

/** What a diagnostic carries so that a code action finds its finding again; offsets count UTF-16 units. */
export interface FindingIdentity {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** The findings that the user's level shows, in the order of the text. */
export function shownFindings(document: OpenDocument, session: Session): readonly Finding[] {
  if (document.isGone || !session.settingsFor(document).enable) return [];
  return session.analysed(document).findings.filter(isShown(document, session));
}

/** Tells which findings the user's level shows. */
export function isShown(document: OpenDocument, session: Session): (finding: Finding) => boolean {
  const { enable, level } = session.settingsFor(document);
  return ({ severity }) => enable && (level === 'hint' || severity !== 'hint');
}

/** Renders the findings of a document that are shown. */
export function diagnosticsOf(document: OpenDocument, session: Session): Diagnostic[] {
  return shownFindings(document, session).map((finding) => toDiagnostic(finding, document, session));
}

/** Renders one finding; what the client cannot show is left out. */
export function toDiagnostic(finding: Finding, document: OpenDocument, session: Session): Diagnostic {
  const { features } = session;
  const href = features.codeDescription ? ruleLink(finding.rule, session.platform) : undefined;
  const related = features.relatedInformation ? relatedTo(finding, document, session) : [];
  return {
    range: toRange(document.lines, finding),
    severity: toSeverity(finding.severity),
    code: finding.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: 'daxlint',
    message: finding.message,
    ...(finding.isUnnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    data: identityOf(finding),
  };
}

/** The way over which such a page gets here, its source first, and the places that the rule names. */
function relatedTo(finding: Finding, document: OpenDocument, session: Session): DiagnosticRelatedInformation[] {
  const { lines, uri } = document;
  const { path, tree } = session.analysed(document);
  const chain = worded(finding.chain).map((step) => {
    const at = { line: step.line - 1, character: 0 };
    const file = step.file === path || tree.root === undefined ? uri : session.platform.uriInTree(tree.root, step.file);
    return { location: { uri: file, range: { start: at, end: at } }, message: stepLine(step) };
  });
  const related = finding.related.map((at) => ({
    location: { uri, range: toRange(lines, at) },
    message: at.message,
  }));
  return [...chain, ...related];
}

/** The identity of a finding within one version of a text. */
export function identityOf({ rule, start, end }: Finding): FindingIdentity {
  return { rule, start, end };
}
