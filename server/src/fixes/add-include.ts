/** Adds the `#include` that a helper needs in the order that the file keeps. */
import { rowsOf } from '../kernel/helper-table.ts';
import type { Fix } from '../model/finding.ts';
import type { TextEdit } from '../text/edit.ts';
import { insertLines, nextLine } from './placement.ts';
import type { Problem } from './problem.ts';

const LINE = /^#[ \t]*include[ \t]*<(linux\/[\w./-]+\.h)>[^\n]*$/gm;

/** A fix with the headers of the helpers that it brings in and the file does not see. */
export function withIncludes(fix: Fix, problem: Problem): Fix {
  const names = new Set(fix.edits.flatMap(({ newText }) => newText.match(/\b[A-Za-z_]\w*\b/g) ?? []));
  const missing = [...names].filter((name) => rowsOf(name).length > 0 && problem.sees(name) === false);
  const headers = new Set(missing.flatMap((name) => headerOf(name) ?? []));
  const includes = [...headers].flatMap((header) => includeEdit(problem.view.text, header) ?? []);
  return includes.length === 0 ? fix : { ...fix, edits: [...includes, ...fix.edits] };
}

/** The header that declares a helper, as an `#include` names it; undefined for one that is private to a folder. */
export function headerOf(name: string): string | undefined {
  return rowsOf(name)
    .flatMap(({ headers }) => headers)
    .find((path) => /^include\/linux\/[\w-]+\.h$/.test(path))
    ?.replace(/^include\//, '');
}

/** Puts the line where it keeps the order of its neighbours, else behind the last of them; never between directives. */
function includeEdit(text: string, header: string): TextEdit | undefined {
  const line = `#include <${header}>`;
  if (text.includes(line)) return undefined;
  const others = [...text.matchAll(LINE)].filter(({ index }) => isOutside(text, index));
  const last = others.at(-1);
  if (last === undefined) return undefined;
  const names = others.map(([, name = '']) => name);
  const isSorted = names.every((name, at) => at === 0 || (names[at - 1] ?? '') <= name);
  const next = isSorted ? others.find(([, name = '']) => name > header) : undefined;
  return insertLines(text, next?.index ?? nextLine(text, last.index), [line]);
}

/** Whether no `#if` is open at an offset, but for the one that guards a header against a second reading. */
function isOutside(text: string, offset: number): boolean {
  const before = text.slice(0, offset).replace(/^#ifndef[ \t]+(\w+)[ \t]*\r?\n#define[ \t]+\1\b/m, '');
  const opened = before.match(/^[ \t]*#[ \t]*if/gm)?.length ?? 0;
  return opened === (before.match(/^[ \t]*#[ \t]*endif/gm)?.length ?? 0);
}
