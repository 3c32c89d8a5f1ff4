/** The proof over one tree: every fix that is offered is tried, and so are those for guards that were taken away. */
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import { mend } from '../../../server/src/engine/mend.ts';
import type { ProofTree } from './proof-tree.ts';

import { isEquivalent } from './equivalence.ts';
import { freshFindings } from './findings.ts';
import { type Mutation, planted, readRaw, takenAway } from './mutations.ts';
import { type Tried, tried } from './tried.ts';

/** How much is tried; absent for all there is. */
export interface Amount {
  /** Files with fixes. */
  readonly files?: number;
  /** Planted guards that are taken away again. */
  readonly planted: number;
  /** Files of which the natural guards are tried. */
  readonly natural?: number;
}

/** A file with the first fix of each finding. */
export interface Together {
  readonly path: string;
  readonly fixes: number;
  readonly isCompiled: boolean;
  readonly complaint?: string;
  /** What is found behind it that was not found before. */
  readonly fresh: readonly string[];
  /** Whether the same again changes nothing. */
  readonly isSettled: boolean;
}

export interface TriedMutation {
  readonly mutation: Mutation;
  readonly functionName: string;
  /** 1-based, in the text without the guard. */
  readonly line: number;
  /** Every fix that is offered for the finding, best first. */
  readonly fixes: readonly Tried[];
  /** Whether the first of them keeps the same kinds away as the guard did. */
  readonly isEquivalent: boolean;
}

export interface Proof {
  readonly release: string;
  readonly findings: number;
  readonly offered: readonly Tried[];
  readonly together: readonly Together[];
  readonly mutations: readonly TriedMutation[];
  /** Files that were opened to look for findings. */
  readonly files: number;
  readonly compilerRuns: number;
}

/** Proves the fixes of a tree; what is done is told as it is done. */
export function prove(tree: ProofTree, amount: Amount, tell: (line: string) => void): Proof {
  const offered: Tried[] = [];
  const together: Together[] = [];
  const mutations: TriedMutation[] = [];
  let [findings, files, natural, drawn] = [0, 0, 0, 0];
  for (const path of tree.paths()) {
    const wantsFixes = together.length < (amount.files ?? Infinity);
    const wantsNatural = natural < (amount.natural ?? Infinity);
    const wantsPlanted = drawn < amount.planted;
    if (!wantsFixes && !wantsNatural && !wantsPlanted) break;
    const text = tree.read(path);
    // Most of what there is to find is about this field, and a sample has to be quick.
    if (amount.files !== undefined && !text.includes('->mapping')) continue;
    files += 1;
    const file = tree.open(path, text);
    findings += file.findings.length;
    const here = wantsFixes ? fixesOf(file, tree) : [];
    for (const each of here) tell(describeFix(each));
    offered.push(...here);
    if (here.length > 0) together.push(...inOne(file, tree));
    // Only what compiles as it is can be compiled when it is changed.
    if (!path.endsWith('.c') || file.unit.sites.length === 0 || !tree.compiler.isConfigured(path)) continue;
    file.know(tree.withCallers(path));
    const made = [
      ...(wantsNatural ? [...takenAway(file), ...readRaw(file)] : []),
      ...(wantsPlanted ? first(planted(file, tree.ground())) : []),
    ].flatMap((mutation) => triedMutation(mutation, tree) ?? []);
    for (const each of made) tell(describeMutation(each));
    mutations.push(...made);
    if (made.some(({ mutation }) => mutation.sort === 'planted')) drawn += 1;
    if (made.some(({ mutation }) => mutation.sort !== 'planted')) natural += 1;
  }
  return { release: tree.release, findings, offered, together, mutations, files, compilerRuns: tree.compiler.runs };
}

function fixesOf(file: AnalysedFile, { open, compiler }: ProofTree): readonly Tried[] {
  return file.findings.flatMap((finding) =>
    file.fixes(finding).map((fix) => tried(file, finding, fix, open, compiler)),
  );
}

/** Applies all that `daxlint fix --all` does to a file. */
function inOne(file: AnalysedFile, { open, compiler }: ProofTree): readonly Together[] {
  const { path } = file;
  const wanted = { all: true, isWanted: () => true };
  const { file: mended, applied } = mend(file, wanted);
  if (applied.length === 0) return [];
  const isCompiled = compiler.takes(path);
  const complaint = isCompiled ? compiler.complaint(path, file.text, mended.text) : undefined;
  const after = open(path, mended.text);
  return [
    {
      path,
      fixes: applied.length,
      isCompiled,
      ...(complaint === undefined ? {} : { complaint }),
      fresh: freshFindings(file, after).map(({ rule, message }) => `${rule}: ${message}`),
      isSettled: mend(after, wanted).applied.length === 0,
    },
  ];
}

/** Tries the fixes for a mutation; undefined where its text does not compile, so that nothing could be told of a fix. */
function triedMutation(mutation: Mutation, { openWithCallers: open, compiler }: ProofTree): TriedMutation | undefined {
  const { path, finding } = mutation;
  const [guarded, without] = [open(path, mutation.guarded), open(path, mutation.text)];
  const offered = without.fixes(finding);
  if (offered.length > 0 && !compiler.compile(path, mutation.text).ok) return undefined;
  const fixes = offered.map((fix) => tried(without, finding, fix, open, compiler));
  const [best] = fixes;
  return {
    mutation,
    functionName: without.unit.sites.find(({ at }) => at === finding.siteAt)?.functionName ?? '',
    line: without.lines.position(finding.start).line + 1,
    fixes,
    isEquivalent: best !== undefined && isEquivalent(mutation, guarded, without, open(path, best.text)),
  };
}

/** The first of some values, if there is one: the rest is not made. */
function first<T>(values: Iterable<T>): readonly T[] {
  for (const value of values) return [value];
  return [];
}

/** One line about a fix. */
export function describeFix({ path, line, rule, title, safe, complaint, isCompiled, isSilent, also }: Tried): string {
  const words = [
    safe ? 'safe' : 'eye',
    !isCompiled ? 'not in this configuration' : complaint === undefined ? 'compiles' : `does not compile: ${complaint}`,
    isSilent ? 'silent' : 'not silent',
    ...(also === undefined ? [] : [`also ${also}`]),
  ];
  return `${path}:${line} [${rule}] ${title} (${words.join(', ')})`;
}

function describeMutation({ mutation, line, fixes, isEquivalent: isSame }: TriedMutation): string {
  const { sort, path, guard, finding } = mutation;
  const head = `${sort} \`${guard}\` ${path}:${line} [${finding.rule}] ${isSame ? 'equivalent' : fixes.length === 0 ? 'no fix' : 'other'}`;
  return [head, ...fixes.map((fix) => `  ${describeFix(fix)}`)].join('\n');
}
