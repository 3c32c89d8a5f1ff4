/** A predicate's test is turned round, and nothing else in its condition. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_KINDS } from '../../../server/src/kernel/kinds.ts';
import { mend, spanOf } from './hand-made.ts';

function turned(
  body: string,
  tested: string,
  whole = tested,
): readonly { text: string; title: string; safe: boolean }[] {
  const at = spanOf(body, whole);
  const predicate = {
    name: 'is_cache',
    nameSpan: { start: 0, end: 0 },
    subject: 'page',
    subjectName: 'page',
    trueFor: NO_KINDS,
    falseFor: NO_KINDS,
    tests: [{ ...spanOf(body, tested), text: tested, trueFor: NO_KINDS, negated: whole !== tested, whole: at }],
  } as const;
  return mend(body, { era: '6.0', sites: [], predicates: [predicate], finding: { rule: 'guard-polarity', at } });
}

const TURNED: readonly (readonly [before: string, tested: string, whole: string, after: string | undefined])[] = [
  ['return IS_DAX(inode);', 'IS_DAX(inode)', 'IS_DAX(inode)', 'return !IS_DAX(inode);'],
  ['if (!IS_DAX(inode))', 'IS_DAX(inode)', '!IS_DAX(inode)', 'if (IS_DAX(inode))'],
  ['if (! (IS_DAX(inode)))', 'IS_DAX(inode)', '! (IS_DAX(inode)', 'if ((IS_DAX(inode)))'],
  ['if (!(IS_DAX(inode) && x))', 'IS_DAX(inode)', '!(IS_DAX(inode)', undefined],
  ['return IS_DAX(inode) != 0;', 'IS_DAX(inode)', 'IS_DAX(inode)', 'return IS_DAX(inode) == 0;'],
  ['return word & ANON;', 'word & ANON', 'word & ANON', 'return !(word & ANON);'],
  ['if (!page->mapping)', 'page->mapping', '!page->mapping', undefined],
];

for (const [before, tested, whole, after] of TURNED) {
  test(`turned round: ${before}`, () => {
    const [fix] = turned(before, tested, whole);
    assert.equal(fix?.text, after);
    if (fix) assert.equal(fix.safe, false);
  });
}
