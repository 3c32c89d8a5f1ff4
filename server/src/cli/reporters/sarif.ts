/** The SARIF format is what code hosts and review tools read. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeFlow, Location, Log, Notification, Region, ReportingDescriptor, Result } from 'sarif';
import { stepLine, worded } from '../../docs/chain-text.ts';
import { renderRule } from '../../docs/rule-page.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Severity } from '../../model/finding.ts';
import type { LocatedFinding, LocatedSuppression, Range } from '../../store/located.ts';
import type { CheckReport } from '../check-report.ts';
import { markdownToText } from '../../docs/markdown-to-text.ts';

export interface SarifContext {
  readonly version: string;
  readonly rules: readonly Rule[];
  /** Absolute path of the folder that locations are relative to. */
  readonly folder: string;
  /** Whether a finding is new, or gone, beside another state of the tree or a baseline; absent where there is none. */
  readonly stateOf?: (finding: LocatedFinding) => 'new' | 'unchanged' | 'absent';
}

/** What of a report SARIF has. */
export type SarifReport = Pick<CheckReport, 'findings' | 'gaps' | 'notRead' | 'whatIf' | 'baseline'> &
  Partial<Pick<CheckReport, 'suppressed'>>;

const BASE = '%SRCROOT%';

/** Renders a report as SARIF 2.1.0. */
export function reportSarif(report: SarifReport, given: SarifContext): string {
  // What a baseline knows is there, and suppressed.
  const known = new Set(report.baseline?.known);
  const stateOf = (finding: LocatedFinding): 'new' | 'unchanged' => (known.has(finding) ? 'unchanged' : 'new');
  const context = report.baseline === undefined ? given : { ...given, stateOf };
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'daxlint', semanticVersion: context.version, rules: context.rules.map(describeRule) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [BASE]: { uri: `${pathToFileURL(context.folder).href.replace(/\/$/, '')}/` } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report, context) }],
        ...(report.whatIf === undefined ? {} : { properties: { whatIf: report.whatIf } }),
        results: [
          ...[...report.findings, ...known].map((finding) => describeResult(finding, context)),
          ...(report.suppressed ?? []).map((each) => describeSuppressed(each, context)),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRule(rule: Rule): ReportingDescriptor {
  const markdown = renderRule(rule);
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.docs.what },
    help: { text: markdownToText(markdown), markdown },
    defaultConfiguration: { level: sarifLevel(rule.severity) },
    properties: { precision: rule.confidence },
  };
}

function describeResult(finding: LocatedFinding, context: SarifContext): Result {
  const ruleIndex = context.rules.findIndex((rule) => rule.id === finding.rule);
  return {
    ruleId: finding.rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: sarifLevel(finding.severity),
    ...stateIn(finding, context),
    message: { text: finding.reason === '' ? finding.message : `${finding.message}\n${finding.reason}` },
    locations: [location(finding.file, finding, context)],
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map((related, i) => ({
            id: i + 1,
            ...location(finding.file, related, context),
            message: { text: related.message },
          })),
        }),
    ...(finding.chain.length === 0 ? {} : { codeFlows: [codeFlow(finding, context)] }),
    partialFingerprints: { 'daxlint/v2': finding.fingerprint },
    properties: { kinds: finding.kinds, ...(finding.config === null ? {} : { config: finding.config }) },
  };
}

/** What is suppressed is a result too, so that a reviewer sees it and its reason. */
function describeSuppressed({ finding, line, reason }: LocatedSuppression, context: SarifContext): Result {
  const region = { startLine: line };
  const physicalLocation = { artifactLocation: artifact(finding.file, context), region };
  const justification = reason === '' ? {} : { justification: reason };
  const suppressions = [{ kind: 'inSource' as const, ...justification, location: { physicalLocation } }];
  return { ...describeResult(finding, context), suppressions };
}

function stateIn(finding: LocatedFinding, { stateOf }: SarifContext): Pick<Result, 'baselineState' | 'suppressions'> {
  if (stateOf === undefined) return {};
  const baselineState = stateOf(finding);
  return baselineState === 'unchanged' ? { baselineState, suppressions: [{ kind: 'external' }] } : { baselineState };
}

/** The way of a page to the finding, which is its last place. */
function codeFlow(finding: LocatedFinding, context: SarifContext): CodeFlow {
  const steps = worded(finding.chain).map((step) => ({
    physicalLocation: {
      artifactLocation: artifact(step.file, context),
      region: { startLine: step.line },
    },
    message: { text: stepLine(step) },
  }));
  const last = { ...location(finding.file, finding, context), message: { text: finding.message } };
  return { threadFlows: [{ locations: [...steps, last].map((at) => ({ location: at })) }] };
}

function location(file: string, range: Range, context: SarifContext): Location {
  const region: Region = {
    startLine: range.line,
    startColumn: range.column,
    endLine: range.endLine,
    endColumn: range.endColumn,
  };
  return { physicalLocation: { artifactLocation: artifact(file, context), region } };
}

function artifact(file: string, context: SarifContext): { uri: string; uriBaseId?: string } {
  const absolute = resolve(context.folder, file);
  const way = relative(context.folder, absolute);
  if (way.startsWith('..') || isAbsolute(way)) return { uri: pathToFileURL(absolute).href };
  return { uri: way.split(sep).map(encodeURIComponent).join('/'), uriBaseId: BASE };
}

function notifications(report: SarifReport, context: SarifContext): Notification[] {
  const gaps = report.gaps.map(
    (gap): Notification => ({
      level: 'note',
      message: { text: `not analysed: ${gap.why}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: artifact(gap.file, context),
            region: { startLine: gap.line, endLine: gap.endLine },
          },
        },
      ],
    }),
  );
  const files = report.notRead.map(
    ({ file, why }): Notification => ({
      level: 'warning',
      message: { text: `${file} ${why}` },
      locations: [{ physicalLocation: { artifactLocation: artifact(file, context) } }],
    }),
  );
  return [...files, ...gaps];
}

function sarifLevel(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'hint' ? 'note' : severity;
}
