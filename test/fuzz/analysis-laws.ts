/** What holds for the analysis of every file, whatever stands in it. */
import picocolors from 'picocolors';
import { renderFinding } from '../../server/src/cli/reporters/text.ts';
import { reportGcc } from '../../server/src/cli/reporters/gcc.ts';
import { reportSarif } from '../../server/src/cli/reporters/sarif.ts';
import { renderHover, type Surroundings } from '../../server/src/docs/hover.ts';
import type { AnalysedFile } from '../../server/src/engine/api.ts';
import { mend } from '../../server/src/engine/mend.ts';
import { FAILED } from '../../server/src/model/finding.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { Locator } from '../../server/src/store/located.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { Span } from '../../server/src/text/span.ts';
import type { Random } from './random.ts';
import { holds, same } from './target.ts';

const PLAIN = picocolors.createColors(false);

/** Fixes are proven by reading the whole mended file, so that of many findings only some are mended here. */
const MOST_FIXED = 4;

/** Mending reads a file many times over: it is done for one input in so many. */
const MENDED_ONE_IN = 4;
const HOVERS = 8;

const VERDICTS = ['hazard', 'latent', 'safe', 'dax-code', 'undecided', 'not-parsed'];

/** What a terminal would act on, and must never be given. */
// oxlint-disable-next-line no-control-regex
const STEERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

/** All that is found in a file, to be compared with what is found there on another way. */
export function foundIn(file: AnalysedFile): object {
  const { findings, suppressed, gaps, unit } = file;
  return { findings, suppressed, gaps, sites: unit.sites, predicates: unit.predicates };
}

/** The spans are in the text, hovers and verdicts are there, and the reports of a file can be printed and read. */
export function checkAnalysis(file: AnalysedFile, random: Random): void {
  const { text, findings, gaps, suppressed, unit } = file;
  const inText = ({ start, end }: Span, what: string): void =>
    holds(start >= 0 && start <= end && end <= text.length, () => `${what} from ${start} to ${end} of ${text.length}`);
  for (const finding of findings) {
    inText(finding, finding.rule);
    for (const related of finding.related) inText(related, `related of ${finding.rule}`);
    holds(finding.message !== '', () => `${finding.rule} says nothing`);
  }
  for (const gap of gaps) {
    inText(gap, 'gap');
    holds(!gap.why.startsWith(FAILED), () => `daxlint failed on ${JSON.stringify(text.slice(gap.start, gap.end))}`);
  }
  for (const { by } of suppressed) inText(by, 'suppression');
  for (const site of unit.sites) {
    inText(site, 'site');
    for (const event of site.events) inText(event, 'event');
    const { verdict, reason } = file.verdict(site);
    holds(VERDICTS.includes(verdict) && reason !== '', () => `the verdict ${verdict}: ${reason}`);
  }
  const around: Surroundings = { page: () => 'file:///x', declared: () => 'unknown', line: () => undefined };
  const places = unit.sites.slice(0, HOVERS).map(({ start }) => start);
  for (let left = HOVERS; left > 0; left -= 1) places.push(random.below(text.length + 1));
  for (const place of places) {
    const hover = renderHover(file, place, around);
    if (hover !== undefined) inText(hover.span, 'hover');
  }
  checkReports(file);
}

function checkReports(file: AnalysedFile): void {
  const locator = new Locator(file, 'test.c');
  const findings = file.findings.map((finding) => locator.finding(finding));
  for (const finding of findings) {
    const shown = renderFinding(finding, PLAIN);
    holds(!STEERS.test(shown), () => `what steers a terminal is printed: ${JSON.stringify(shown)}`);
  }
  const gcc = reportGcc({ findings });
  const related = findings.reduce((sum, each) => sum + each.related.length, 0);
  const lines = gcc.split('\n').filter((line) => line !== '').length;
  holds(
    lines >= findings.length && lines <= findings.length + related + chained(findings),
    () => `${lines} lines: ${gcc}`,
  );
  const context = { version: '0', rules, folder: '/tree' };
  JSON.parse(
    reportSarif({ findings, gaps: locator.gaps().map((gap) => ({ ...gap, named: true })), notRead: [] }, context),
  );
}

function chained(findings: readonly { readonly chain: readonly unknown[] }[]): number {
  return findings.reduce((sum, each) => sum + each.chain.length, 0);
}

/** Fixes change the text where they say, leave no more unread than before, and mending twice is mending once. */
export function checkFixes(file: AnalysedFile, random: Random): void {
  for (const finding of file.findings.slice(0, MOST_FIXED)) {
    for (const { edits, title } of file.fixes(finding).slice(0, 2)) {
      const ordered = edits.map(({ span }) => span).sort((a, b) => a.start - b.start || a.end - b.end);
      for (const [at, span] of ordered.entries()) {
        const before = ordered[at - 1];
        holds(span.start >= (before?.end ?? 0) && span.start <= span.end, () => `edits overlap in "${title}"`);
        holds(span.end <= file.text.length, () => `an edit behind the text in "${title}"`);
      }
      const mended = file.edited(edits);
      holds(mended.text === applyEdits(file.text, edits), () => `another text by "${title}"`);
      holds(mended.gaps.length <= file.gaps.length, () => `a new gap by "${title}": ${JSON.stringify(mended.gaps)}`);
      same(foundIn(mended), foundIn(file.tree.open(file.path, mended.text)), `after "${title}"`);
    }
  }
  if (file.findings.length > MOST_FIXED || !random.oneIn(MENDED_ONE_IN)) return;
  const once = mend(file, { all: true, isWanted: () => true }).file;
  const twice = mend(once, { all: true, isWanted: () => true }).file;
  holds(once.text === twice.text, () => 'mending twice is another thing than mending once');
}
