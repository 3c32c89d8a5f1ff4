/** What a report shows: plain data that is written into the page and read back there. Every text in it is plain text. */

/** One line of a chain; between backticks stands code. */
export interface ReportStep {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Empty at file level. */
  readonly function: string;
  readonly text: string;
  /** The line of the source; absent where it could not be read. */
  readonly code?: string;
}

/** The lines of source around a site. */
export interface ReportCode {
  /** The 1-based line of the first of them. */
  readonly first: number;
  readonly lines: readonly string[];
  /** What the site is on its own line: UTF-16 units from 0, the end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** One site with its verdict. */
export interface ReportRow {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  /** The site as the code has it, `page->mapping`. */
  readonly site: string;
  /** What is done there, as a clause; between backticks stands code. */
  readonly use: string;
  readonly verdict: string;
  readonly rule: string | null;
  /** Empty where the tree tells of none. */
  readonly subsystem: string;
  readonly reason: string;
  readonly kinds: readonly string[];
  readonly config: string | null;
  readonly steps: readonly ReportStep[];
  readonly code?: ReportCode;
}

/** A region that was not read. */
export interface ReportGap {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly subsystem: string;
  readonly why: string;
}

export interface ReportData {
  /** The verdicts in the order in which they are shown, with what each of them means. */
  readonly verdicts: readonly { readonly name: string; readonly meaning: string }[];
  /** The belief that each rule refutes and what to write instead, for the rules of the rows. */
  readonly rules: Readonly<Record<string, { readonly summary: string; readonly instead: string }>>;
  readonly rows: readonly ReportRow[];
  readonly gaps: readonly ReportGap[];
}
