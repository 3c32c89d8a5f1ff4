/** The draft of a review: the parts of a patch that matter are quoted, and what is found stands below its line. */
import { relative, resolve } from 'node:path';
import { type DiffLine, type DiffOfFile, diffText, filesOf } from '../../change/quoted-diff.ts';
import type { StepResult } from '../../change/run-change.ts';
import { stepLine, worded } from '../../docs/chain-text.ts';
import type { Rule } from '../../rules/rule.ts';
import type { LocatedFinding } from '../../store/located.ts';
import { type ChangeReport, newFindings } from '../change-report.ts';
import { printable } from '../printable.ts';

/** What mails are wrapped at. */
const WIDTH = 72;

/** The name of a file in the tree, by the name that outputs give it. */
type PathOf = (file: string) => string;

interface Wording {
  readonly rules: readonly Rule[];
  readonly pathOf: PathOf;
}

/** Renders a draft for each step that introduces something or makes it reachable; empty where none does. */
export function changeReply({ steps, era }: ChangeReport, rules: readonly Rule[]): string {
  const root = era.root ?? '';
  const drafts = steps
    .filter((step) => newFindings(step).length > 0)
    .map((step) => unsteering(draft(step, rules, (file) => relative(root, resolve(file)))));
  return drafts.join('\n\n');
}

/** Text from a mail or a file cannot steer the terminal; lines stay. */
function unsteering(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function draft(step: StepResult, rules: readonly Rule[], pathOf: PathOf): string {
  const left = new Set(newFindings(step));
  const quoted: string[] = [];
  for (const file of quotedFiles(step)) {
    const own = [...left].filter((finding) => pathOf(finding.file) === file.path);
    if (own.length === 0) continue;
    for (const finding of own) left.delete(finding);
    quoted.push(...fileWithComments(file, own, { rules, pathOf }), '');
  }
  const elsewhere = [...left].flatMap((finding) => [...comment(finding, { rules, pathOf }, true), '']);
  return [...heading(step), ...quoted, ...elsewhere].join('\n').trimEnd().concat('\n');
}

function heading({ step: { mail, title } }: StepResult): readonly string[] {
  if (mail === undefined) return [`On ${title}:`, ''];
  const headers = [
    ...(mail.from === '' ? [] : [`To: ${mail.from}`]),
    `Subject: ${/^re:/i.test(mail.subject) ? '' : 'Re: '}${mail.subject}`,
    ...(mail.messageId === '' ? [] : [`In-Reply-To: ${mail.messageId}`, `References: ${mail.messageId}`]),
  ];
  const who = mail.from === '' ? 'the author' : mail.from;
  return [...headers, '', `${mail.date === '' ? '' : `On ${mail.date}, `}${who} wrote:`];
}

/** The patch as it was sent; of a commit as git would write it. */
function quotedFiles({ step, changed, before, after }: StepResult): readonly DiffOfFile[] {
  const text = step.text ?? changed.map((path) => diffText(path, before(path), after(path))).join('');
  const known = new Set(changed);
  const pathOf = (name: string): string | undefined => {
    const shorter = name.slice(name.indexOf('/') + 1);
    return known.has(shorter) ? shorter : known.has(name) ? name : undefined;
  };
  return filesOf(text, pathOf, after);
}

/** The headers of a file and those of its hunks that something is said about. */
function fileWithComments(
  { lines }: DiffOfFile,
  findings: readonly LocatedFinding[],
  wording: Wording,
): readonly string[] {
  const places = findings.map((finding) => ({ finding, at: placeOf(finding, lines) }));
  const hunks = new Set(places.map(({ at }) => lines[at]?.hunk));
  return lines.flatMap((line, at) => {
    if (line.hunk !== undefined && !hunks.has(line.hunk)) return [];
    const here = places.filter((place) => place.at === at);
    const comments = here.flatMap(({ finding }) => ['', ...comment(finding, wording, line.line !== finding.line)]);
    return [line.text === '' ? '>' : `> ${line.text}`, ...comments, ...(here.length > 0 ? [''] : [])];
  });
}

/** The line of the diff below which something is said about a finding: its own, or the nearest one before it. */
function placeOf({ line }: LocatedFinding, lines: readonly DiffLine[]): number {
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const [at, each] of lines.entries()) {
    if (each.line === undefined || Math.abs(each.line - line) >= distance) continue;
    best = at;
    distance = Math.abs(each.line - line);
  }
  return best < 0 ? lines.length - 1 : best;
}

function comment(finding: LocatedFinding, { rules, pathOf }: Wording, isElsewhere: boolean): readonly string[] {
  const { message, reason, chain, source, file, line, function: name } = finding;
  const where = name === '' ? '' : ` in ${name}()`;
  const place = isElsewhere ? [`${pathOf(file)}:${line}${where}:`, '', `    ${source.trim()}`, ''] : [];
  const capital = message.charAt(0).toUpperCase() + message.slice(1);
  const steps = worded(chain).map((step) => `    ${pathOf(step.file)}:${step.line}: ${stepLine(step)}`);
  const rule = rules.find(({ id }) => id === finding.rule);
  return [
    ...place,
    ...wrapped(`${capital}${reason === '' ? '' : `: ${reason}`}.`),
    ...(steps.length === 0 ? [] : ['', 'Such a page gets here:', '', ...steps]),
    ...(rule === undefined ? [] : ['', ...wrapped(rule.docs.instead)]),
    '',
    `(daxlint: ${finding.rule})`,
  ];
}

/** Breaks text into lines at spaces. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replace(/\s+/g, ' ').split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line += `${line === '' ? '' : ' '}${word}`;
  }
  return [...lines, line];
}
