/** The page docs/fix-proof.md: what a full proof counted, and every fix that did not do what it should. */
import type { Proof, TriedMutation } from './prove.ts';
import { describeFix } from './prove.ts';
import type { Tried } from './tried.ts';

/** What is counted of some fixes. */
export interface FixCounts {
  readonly offered: number;
  /** Those in files that this configuration compiles. */
  readonly compilable: number;
  readonly compiled: number;
  readonly silenced: number;
  readonly nothingElse: number;
}

export interface MutationCounts {
  readonly made: number;
  /** Mutations for which a fix is offered, and for which a safe one is. */
  readonly offered: number;
  readonly withSafe: number;
  readonly equivalent: number;
  readonly fixes: FixCounts;
  readonly safe: FixCounts;
}

export function countFixes(fixes: readonly Tried[]): FixCounts {
  const compilable = fixes.filter(({ isCompiled }) => isCompiled);
  return {
    offered: fixes.length,
    compilable: compilable.length,
    compiled: compilable.filter(({ complaint }) => complaint === undefined).length,
    silenced: fixes.filter(({ isSilent }) => isSilent).length,
    nothingElse: fixes.filter(({ also }) => also === undefined).length,
  };
}

export function countMutations(mutations: readonly TriedMutation[]): MutationCounts {
  const fixes = mutations.flatMap((each) => each.fixes);
  return {
    made: mutations.length,
    offered: mutations.filter((each) => each.fixes.length > 0).length,
    withSafe: mutations.filter((each) => each.fixes.some(({ safe }) => safe)).length,
    equivalent: mutations.filter((each) => each.isEquivalent).length,
    fixes: countFixes(fixes),
    safe: countFixes(fixes.filter(({ safe }) => safe)),
  };
}

/** Renders the page. */
export function renderProof(
  proofs: readonly Proof[],
  { compiler, seed }: { readonly compiler: string; readonly seed: number },
): string {
  const releases = proofs.map(({ release }) => release).join(' and ');
  const mutations = proofs.flatMap((proof) => proof.mutations);
  const offered = proofs.flatMap((proof) => proof.offered);
  const failed = [...offered, ...mutations.flatMap(({ fixes }) => fixes)].filter(
    ({ complaint, isSilent, also, safe }) => complaint !== undefined || !isSilent || (safe && also !== undefined),
  );
  return `# What the fixes do to real kernel code

Written by \`npm run prove-fixes -- --all\` with seed ${seed}, over Debian's Linux ${releases}, configured with the DAX, mm and
filesystem code built in. Each text that a fix leaves is compiled by ${compiler} with the command line of the kernel's own
build, and read by the engine as if it had been opened afresh.

- *compiled*: no error, and no warning that the file did not have before the fix.
- *silenced*: the finding is gone.
- *nothing else*: no other finding has come, and no text has changed outside of the function but an \`#include\`.

## Every fix that is offered

All findings, hints too, of all files of the trees as they are. Fixes in files that this configuration does not compile
are left out of *compiled*.

${table(
  ['tree', 'findings', 'fixes', 'safe', 'compiled', 'silenced', 'nothing else'],
  proofs.map((proof) => {
    const counts = countFixes(proof.offered);
    const safe = proof.offered.filter((fix) => fix.safe).length;
    return [proof.release, proof.findings, counts.offered, safe, ...cells(counts)];
  }),
)}

All fixes of a file together, as \`daxlint fix --all\` applies them:

${table(
  ['tree', 'files', 'fixes', 'compiled', 'new findings', 'second run changes nothing'],
  proofs.map(({ release, together }) => {
    const compilable = together.filter(({ isCompiled }) => isCompiled);
    return [
      release,
      together.length,
      together.reduce((sum, { fixes }) => sum + fixes, 0),
      of(compilable.filter(({ complaint }) => complaint === undefined).length, compilable.length),
      together.reduce((sum, { fresh }) => sum + fresh.length, 0),
      of(together.filter(({ isSettled }) => isSettled).length, together.length),
    ];
  }),
)}

## Guards that are missing

A guard is missing from real code, and the fix for what is then found is asked for. So that pages of DAX are proven to be
there, each function of the tree is given one more caller, which hands it DAX pages. There are three sorts:

- *taken away*: a condition of the file, which alone kept the finding away, is replaced by a constant;
- *read raw*: a call of \`folio_mapping()\` and its like is replaced by \`->mapping\`;
- *planted*: the file is as it is, and the guard that was put before a finding's statement, one of those that ask about the
  memory of a device, is taken out again; at most one for each file, drawn by the seed.

The first fix is *equivalent* where the same kinds of page get to the use as with the guard, neither more nor fewer; for
a helper that was replaced, where the helper is asked again.

${table(
  [
    'sort',
    'mutations',
    'with a fix',
    'first is equivalent',
    'with a safe one',
    'safe: compiled',
    'safe: silenced',
    'safe: nothing else',
    'all: compiled',
    'all: silenced',
  ],
  [
    ...(['taken away', 'read raw', 'planted'] as const).map((sort) =>
      mutationRow(
        sort,
        mutations.filter((each) => each.mutation.sort === sort),
      ),
    ),
    mutationRow('**all**', mutations),
  ],
)}

By tree and rule:

${table(
  ['tree', 'rule', 'mutations', 'with a fix', 'first is equivalent', 'with a safe one'],
  proofs.flatMap((proof) =>
    byRule(proof).map(([rule, { made, offered: some, equivalent, withSafe }]) => [
      proof.release,
      `\`${rule}\``,
      made,
      some,
      equivalent,
      withSafe,
    ]),
  ),
)}

## Fixes that failed

Those that do not compile or do not silence, and safe ones that change something else.

${failed.length === 0 ? 'None.' : failed.map((fix) => `- ${describeFix(fix)}`).join('\n')}

## The mutations

${table(
  ['tree', 'where', 'guard', 'rule', 'first fix'],
  proofs.flatMap(({ release, mutations: all }) =>
    all.map(({ mutation, line, fixes: [first], isEquivalent }) => [
      release,
      `${mutation.path}:${line}`,
      `${mutation.sort}: \`${mutation.guard}\``,
      `\`${mutation.finding.rule}\``,
      first === undefined
        ? 'none'
        : `${isEquivalent ? 'equivalent' : 'another'}, ${first.safe ? 'safe' : 'for an eye'}`,
    ]),
  ),
)}
`;
}

function mutationRow(name: string, mutations: readonly TriedMutation[]): readonly (string | number)[] {
  const { made, offered, equivalent, withSafe, safe, fixes } = countMutations(mutations);
  return [name, made, offered, of(equivalent, made), withSafe, ...cells(safe), ...cells(fixes).slice(0, 2)];
}

function byRule({ mutations }: Proof): readonly (readonly [rule: string, counts: MutationCounts])[] {
  const rules = [...new Set(mutations.map(({ mutation }) => mutation.finding.rule))].sort();
  return rules.map((rule) => [
    rule,
    countMutations(mutations.filter(({ mutation }) => mutation.finding.rule === rule)),
  ]);
}

function cells({ offered, compilable, compiled, silenced, nothingElse }: FixCounts): readonly string[] {
  return [of(compiled, compilable), of(silenced, offered), of(nothingElse, offered)];
}

function of(part: number, whole: number): string {
  return `${part} of ${whole}`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (row: readonly (string | number)[]): string =>
    `| ${row.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
