/** The early exit fits the loop or the return type. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earlyExit } from '../../../server/src/fixes/early-exit.ts';
import { cType } from '../../../server/src/model/c-type.ts';
import { place } from './hand-made.ts';

const EXITS: readonly (readonly [name: string, stars: number, statement: string | undefined])[] = [
  ['void', 0, 'return;'],
  ['bool', 0, 'return false;'],
  ['int', 0, 'return 0;'],
  ['unsigned long', 0, 'return 0;'],
  ['vm_fault_t', 0, 'return 0;'],
  ['struct inode', 1, 'return NULL;'],
  ['void', 1, 'return NULL;'],
  ['struct swap', 0, undefined],
  ['pte_t', 0, undefined],
];

for (const [name, stars, statement] of EXITS) {
  test(`out of a function that returns ${name} ${'*'.repeat(stars)}`, () => {
    assert.equal(earlyExit(place('go();', { statement: 'go();', returns: cType(name, stars) }))?.statement, statement);
  });
}

test('out of the round of a loop, whatever the function returns', () => {
  assert.equal(earlyExit(place('go();', { statement: 'go();', inLoop: true }))?.statement, 'continue;');
});

test('nothing without a return type', () => {
  const { returns: _, ...where } = place('go();', { statement: 'go();' });
  assert.equal(earlyExit(where), undefined);
});
