/** What came of mending one file, as plain data: its text before and after, what was applied and what is left. */
import type { AnalysedFile } from '../engine/api.ts';
import { mend } from '../engine/mend.ts';
import type { Finding } from '../model/finding.ts';
import type { Level } from '../model/settings.ts';
import { type LocatedFinding, Locator } from './located.ts';

/** A fix that was applied. */
export interface LocatedFix {
  readonly file: string;
  /** 1-based line in the mended text. */
  readonly line: number;
  readonly rule: string;
  readonly title: string;
  /** Why a person must look; absent for a safe one. */
  readonly eye?: string;
}

/** The text of a file before and after it was mended. */
export interface TextChange {
  readonly before: string;
  readonly after: string;
  /** Whether the bytes of the file are UTF-8; else each unit of the texts is a byte. */
  readonly isUtf8: boolean;
}

/** What a file is once it is mended. */
export interface MendedReport {
  readonly status: 'mended';
  /** Absent where there was nothing to do. */
  readonly change?: TextChange;
  readonly applied: readonly LocatedFix[];
  /** The findings of the mended text that the level shows. */
  readonly left: readonly LocatedFinding[];
  /** The number of those that a fix would mend, if somebody looked at it. */
  readonly fixable: number;
}

/** Mends a file as far as asked for. */
export function mendedReport(
  file: AnalysedFile,
  { all, level }: { readonly all: boolean; readonly level: Level },
  {
    name,
    nameOf,
    isUtf8,
  }: { readonly name: string; readonly nameOf: (path: string) => string; readonly isUtf8: boolean },
): MendedReport {
  const isWanted = ({ severity }: Finding): boolean => level === 'hint' || severity !== 'hint';
  const { file: mended, applied } = mend(file, { all, isWanted });
  const locator = new Locator(mended, name, nameOf);
  const left = mended.findings.filter(isWanted);
  return {
    status: 'mended',
    ...(applied.length === 0 ? {} : { change: { before: file.text, after: mended.text, isUtf8 } }),
    applied: applied
      .map(({ finding, fix: { title, eye }, at }) => ({
        file: name,
        line: locator.range({ start: at, end: at }).line,
        rule: finding.rule,
        title,
        ...(eye === undefined ? {} : { eye }),
      }))
      .sort((a, b) => a.line - b.line),
    left: left.map((finding) => locator.finding(finding)),
    fixable: all ? 0 : left.filter((finding) => mended.fixes(finding).some(({ byHand }) => !byHand)).length,
  };
}
