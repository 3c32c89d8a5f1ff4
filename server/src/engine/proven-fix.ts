/** A fix is proven by reading the text that it would leave: what it mends is silent there, and nothing else is reported. */
import type { Finding, Fix } from '../model/finding.ts';
import { rowsOf } from '../kernel/helper-table.ts';
import type { AnalysedFile } from './api.ts';

/**
 * The fix as it may be offered for a finding of a file; of one that needs the tree only that it brings nothing new. Undefined where the finding would still be there, where the text
 * could no longer be read, or where it would name a helper that the file does not see; no longer safe where something else would be reported instead.
 */
export function proven(fix: Fix, finding: Finding, file: AnalysedFile): Fix | undefined {
  const after = file.edited(fix.edits);
  if (after.gaps.length > file.gaps.length) return undefined;
  if (namesIn(fix).some((name) => !file.text.includes(name) && after.sees(name) === false)) return undefined;
  if (fix.silentOnceSolved) return missing(after.findings, file.findings).length === 0 ? fix : undefined;
  const [gone, fresh] = [missing(file.findings, after.findings), missing(after.findings, file.findings)];
  if (!gone.some((each) => keyOf(each) === keyOf(finding))) return undefined;
  // Worded otherwise, it is still there; another one of the rule can have other words now, but none may have come.
  const again = fresh.filter(({ rule }) => rule === finding.rule);
  const text = textAt(finding, file);
  if (again.some((each) => textAt(each, after) === text)) return undefined;
  if (again.length >= gone.filter(({ rule }) => rule === finding.rule).length) return undefined;
  const [first] = fresh;
  return !fix.safe || first === undefined ? fix : { ...fix, safe: false, eye: `then ${first.message}` };
}

function textAt({ start, end }: Finding, { text }: AnalysedFile): string {
  return text.slice(start, end);
}

/** The helpers that a fix writes. */
function namesIn({ edits }: Fix): readonly string[] {
  const names = edits.flatMap(({ newText }) => newText.match(/\b[A-Za-z_]\w*\b/g) ?? []);
  return names.filter((name) => rowsOf(name).length > 0);
}

/** The findings of a list that another one does not have, each as often as it is there more often. */
function missing(findings: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(keyOf(other), (left.get(keyOf(other)) ?? 0) + 1);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}

/** What is the same of a finding wherever its line has moved to. */
function keyOf({ rule, message }: Finding): string {
  return `${rule}: ${message}`;
}
