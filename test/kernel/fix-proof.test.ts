/**
 * Fixes on real code: what is offered compiles with the kernel's own command line, and what it mends is silent. A sample
 * chosen by a seed; with DAXLINT_FIXES=all every fix that is offered, which takes the better part of an hour.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { A_SAMPLE, ALL_OF_IT, SEED } from './proof/amounts.ts';
import { describeFix, type Proof, prove } from './proof/prove.ts';
import { ProofTree } from './proof/proof-tree.ts';
import { countMutations } from './proof/report.ts';
import type { Tried } from './proof/tried.ts';
import { SERIES } from './trees.ts';

const amount = process.env['DAXLINT_FIXES'] === 'all' ? ALL_OF_IT : A_SAMPLE;

for (const series of SERIES) {
  describe(`Linux ${series}`, () => {
    let proof: Proof;
    let fixes: readonly Tried[];

    before(async () => {
      const lines: string[] = [];
      proof = prove(await ProofTree.open(series, SEED), amount, (line) => lines.push(line));
      fixes = [...proof.offered, ...proof.mutations.flatMap((each) => each.fixes)];
      console.log(lines.join('\n'));
    });

    test('a fix compiles without a new warning', (t) => {
      const tried = fixes.filter(({ isCompiled }) => isCompiled);
      assert.ok(tried.length > 0);
      assert.deepEqual(tried.filter(({ complaint }) => complaint !== undefined).map(describeFix), []);
      t.diagnostic(`${tried.length} fixes of ${fixes.length}, the compiler ran ${proof.compilerRuns} times`);
    });

    test('what it mends is silent', () => {
      assert.deepEqual(fixes.filter(({ isSilent }) => !isSilent).map(describeFix), []);
    });

    test('a safe one changes nothing else', (t) => {
      const safe = fixes.filter((fix) => fix.safe);
      assert.deepEqual(safe.filter(({ also }) => also !== undefined).map(describeFix), []);
      t.diagnostic(`${safe.length} safe fixes`);
    });

    test('all fixes of a file go together, and a second run changes nothing', (t) => {
      assert.ok(proof.together.length > 0);
      for (const { path, complaint, isSettled } of proof.together) {
        assert.equal(complaint, undefined, path);
        assert.ok(isSettled, path);
      }
      t.diagnostic(`${proof.together.length} files`);
    });

    test('guards that are taken away are asked back', (t) => {
      const { made, offered, withSafe, equivalent } = countMutations(proof.mutations);
      assert.ok(proof.mutations.filter(({ mutation }) => mutation.sort === 'planted').length >= amount.planted);
      t.diagnostic(`${made} mutations, ${offered} with a fix, ${withSafe} with a safe one, ${equivalent} equivalent`);
    });
  });
}
