/** A fix is tried: its text is compiled, read anew, and compared with the text before. */
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import type { Finding, Fix } from '../../../server/src/model/finding.ts';
import { applyEdits, type TextEdit } from '../../../server/src/text/edit.ts';
import type { Compiler } from './compiler.ts';
import { freshFindings, isSilent } from './findings.ts';

/** What became of a fix. */
export interface Tried {
  readonly path: string;
  /** 1-based, in the text before. */
  readonly line: number;
  readonly rule: string;
  readonly severity: string;
  readonly title: string;
  readonly safe: boolean;
  /** Why the compiler does not take it; undefined where it does, or was not asked. */
  readonly complaint?: string;
  /** Whether this configuration compiles the file at all. */
  readonly isCompiled: boolean;
  readonly isSilent: boolean;
  /** What else it changes: a finding that was not there before, or text outside of the function; undefined where it changes nothing else. */
  readonly also?: string;
  readonly text: string;
}

/** Opens a text in the place of a file, with what the tree sends to that file. */
export type Open = (path: string, text: string) => AnalysedFile;

/** Tries one fix of a finding of a file. */
export function tried(
  file: AnalysedFile,
  finding: Finding,
  fix: Fix,
  open: Open,
  compiler: Pick<Compiler, 'takes' | 'complaint'>,
): Tried {
  const { path } = file;
  const text = applyEdits(file.text, fix.edits);
  const after = open(path, text);
  const isCompiled = compiler.takes(path);
  const complaint = isCompiled ? compiler.complaint(path, file.text, text) : undefined;
  const also = alsoChanged(file, finding, after, fix.edits);
  return {
    path,
    line: file.lines.position(finding.start).line + 1,
    rule: finding.rule,
    severity: finding.severity,
    title: fix.title,
    safe: fix.safe,
    ...(complaint === undefined ? {} : { complaint }),
    isCompiled,
    isSilent: isSilent(finding, file, after),
    ...(also === undefined ? {} : { also }),
    text,
  };
}

function alsoChanged(
  before: AnalysedFile,
  finding: Finding,
  after: AnalysedFile,
  edits: readonly TextEdit[],
): string | undefined {
  const within = before.unit.sites.find((site) => site.at === finding.siteAt)?.events[0]?.place.within;
  const outside = edits.find(({ span, newText }) => {
    if (within === undefined || (within.start <= span.start && span.end <= within.end)) return false;
    return !/^#include <[^>\n]+>\r?\n$/.test(newText);
  });
  if (outside !== undefined) return 'text outside of the function';
  if (after.gaps.length > before.gaps.length) return 'a part that can no longer be read';
  const [fresh] = freshFindings(before, after);
  return fresh === undefined ? undefined : `${fresh.rule}: ${fresh.message}`;
}
