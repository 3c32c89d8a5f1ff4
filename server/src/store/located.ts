/** Findings, sites and gaps as plain data with lines and columns: what leaves a worker and what reporters print. */
import { createHash } from 'node:crypto';
import type { AnalysedFile } from '../engine/api.ts';
import { kindsOf, type Kind } from '../kernel/kinds.ts';
import type { SiteField } from '../kernel/site-fields.ts';
import type { Finding, Severity, SuppressedFinding, Verdict } from '../model/finding.ts';
import type { Site, SiteUse } from '../model/site.ts';
import type { ChainStep } from '../model/solution.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';

/** A stretch of text; lines and columns are 1-based, columns count UTF-16 units, the end column is exclusive. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface LocatedRelated extends Range {
  readonly message: string;
}

export interface LocatedFinding extends Range {
  readonly file: string;
  /** The function, macro or variable around it; empty where nothing with a name is. */
  readonly function: string;
  /**
   * Made of the rule, the function and the expression, and of which of equal ones in the file it is; not of the file's
   * name, of lines, or of whether the code says page or folio.
   */
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  readonly reason: string;
  readonly kinds: readonly Kind[];
  readonly config: string | null;
  readonly related: readonly LocatedRelated[];
  /** The way over which such a page gets here, its source first; the files are named as `file` is. */
  readonly chain: readonly ChainStep[];
  /** The text of the line that the finding begins on, without its line break. */
  readonly source: string;
}

/** A finding that a comment silences. */
export interface LocatedSuppression {
  readonly finding: LocatedFinding;
  /** 1-based line of the comment. */
  readonly line: number;
  readonly reason: string;
}

/** A region that was not read; lines are 1-based, both ends count. */
export interface LocatedGap {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly why: string;
}

/** One step of the chain that leads to a site; `line` is 1-based. */
export interface EvidenceStep {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly step: string;
}

/** A row of the ledger, with its members in the order in which they are printed. */
export interface LedgerRow {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  readonly base: string;
  readonly baseType: 'page' | 'folio';
  readonly field: SiteField;
  /** The function that is asked for the field; absent where the field is a member. */
  readonly asked?: string;
  readonly use: SiteUse;
  readonly kinds: readonly Kind[];
  readonly verdict: Verdict;
  readonly rule: string | null;
  readonly reason: string;
  readonly evidence: readonly EvidenceStep[];
  readonly config: string | null;
  /** The reason that the code gives for silencing what is reported of the site. */
  readonly suppressed?: string;
  /** In a list of changes, what the site was judged before; null for a site that was none. */
  readonly was?: { readonly verdict: Verdict; readonly rule: string | null } | null;
}

/** Turns what the engine found in one file into plain data under the file's printed name. */
export class Locator {
  private readonly lines: LineIndex;
  private readonly text: string;
  private subjects: ReadonlyMap<Finding, Pick<LocatedFinding, 'function' | 'fingerprint'>> | undefined;

  private readonly file: AnalysedFile;
  private readonly name: string;
  private readonly nameOf: (path: string) => string;

  /** `nameOf` gives the printed name of another file of the tree. */
  constructor(file: AnalysedFile, name: string, nameOf: (path: string) => string = (path) => path) {
    this.file = file;
    this.name = name;
    this.nameOf = nameOf;
    this.text = file.text;
    this.lines = new LineIndex(this.text);
  }

  range(span: Span): Range {
    const start = this.lines.position(span.start);
    const end = this.lines.position(span.end);
    return { line: start.line + 1, column: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 };
  }

  finding(finding: Finding): LocatedFinding {
    const range = this.range(finding);
    return {
      file: this.name,
      ...range,
      ...this.subject(finding),
      severity: finding.severity,
      rule: finding.rule,
      message: finding.message,
      reason: finding.reason,
      kinds: kindsOf(finding.kinds),
      config: finding.config ?? null,
      related: finding.related.map((related) => ({ ...this.range(related), message: related.message })),
      chain: finding.chain.map((step) => ({ ...step, file: this.nameIn(step.file) })),
      source: this.sourceLine(range.line),
    };
  }

  gaps(): LocatedGap[] {
    return this.file.gaps.map((gap) => {
      const { line, endLine } = this.range(gap);
      return { file: this.name, line, endLine, why: gap.why };
    });
  }

  row(site: Site): LedgerRow {
    const { line, column } = this.range({ start: site.at, end: site.at });
    const { verdict, rule, reason } = this.file.verdict(site);
    return {
      file: this.name,
      line,
      column,
      function: site.functionName,
      base: site.base,
      baseType: site.baseType,
      field: site.field,
      ...(site.asked === undefined ? {} : { asked: site.asked }),
      use: site.use,
      kinds: kindsOf(site.kinds),
      verdict,
      rule: rule ?? null,
      reason,
      evidence: this.evidence(site),
      config: site.config ?? null,
      ...this.silenced(site),
    };
  }

  suppressed({ finding, by, reason }: SuppressedFinding): LocatedSuppression {
    return { finding: this.finding(finding), line: this.range(by).line, reason };
  }

  private silenced({ at }: Site): Pick<LedgerRow, 'suppressed'> {
    const about = ({ siteAt, concernsAt }: Finding): boolean => siteAt === at || concernsAt?.includes(at) === true;
    const silenced = this.file.suppressed.find(({ finding }) => about(finding));
    return silenced === undefined ? {} : { suppressed: silenced.reason };
  }

  /** The text of a 1-based line without its line break. */
  sourceLine(line: number): string {
    const { start, end } = this.lines.lineSpan(line - 1);
    return this.text.slice(start, end).replace(/\r$/, '');
  }

  /** Those that a level leaves out count among equal ones too, so that a level changes no fingerprint. */
  private subject(finding: Finding): Pick<LocatedFinding, 'function' | 'fingerprint'> {
    this.subjects ??= subjectsOf(this.file);
    return this.subjects.get(finding) ?? { function: '', fingerprint: '' };
  }

  private nameIn(path: string): string {
    return path === this.file.path ? this.name : this.nameOf(path);
  }

  private evidence(site: Site): EvidenceStep[] {
    return site.origins.map((origin) => ({
      file: this.name,
      line: this.range(origin).line,
      function: site.functionName,
      step: describeOrigin(origin.what, origin.name),
    }));
  }
}

/** What is suppressed counts among equal ones too, so that a suppression changes no fingerprint but its own. */
function subjectsOf(file: AnalysedFile): ReadonlyMap<Finding, Pick<LocatedFinding, 'function' | 'fingerprint'>> {
  const seen = new Map<string, number>();
  const all = [...file.findings, ...file.suppressed.map(({ finding }) => finding)];
  return new Map(
    all
      .sort((a, b) => a.start - b.start || a.end - b.end)
      .map((finding) => {
        const { function: name, functionKey, expression } = file.subject(finding);
        const key = JSON.stringify([finding.rule, functionKey, expression]);
        const nth = seen.get(key) ?? 0;
        seen.set(key, nth + 1);
        const fingerprint = createHash('sha256').update(`${key}#${nth}`).digest('hex').slice(0, 32);
        return [finding, { function: name, fingerprint }];
      }),
  );
}

function describeOrigin(what: Site['origins'][number]['what'], name: string): string {
  switch (what) {
    case 'parameter':
      return `comes in as the parameter ${name}`;
    case 'call':
      return `is what ${name}() returns`;
    case 'member':
      return `is read from the member ${name}`;
    case 'unknown':
      return name === '' ? 'comes from a place that is not known' : `comes from ${name}, of which nothing is known`;
  }
}
