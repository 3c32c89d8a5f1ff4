/** The term around a tested value is found with its polarity, and what can stand in its place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeView } from '../../../server/src/fixes/code-view.ts';
import { needsParentheses, testedTerm } from '../../../server/src/fixes/tested-term.ts';
import { spanOf } from './hand-made.ts';

const TERMS: readonly (readonly [code: string, term: string, positive: boolean])[] = [
  ['if (page->mapping)', 'page->mapping', true],
  ['if (!page->mapping)', '!page->mapping', false],
  ['if (!!page->mapping)', '!!page->mapping', true],
  ['if (unlikely(!page->mapping))', '!page->mapping', false],
  ['if (!(page->mapping))', '!(page->mapping)', false],
  ['if (page->mapping == NULL)', 'page->mapping == NULL', false],
  ['if (NULL != page->mapping && x)', 'NULL != page->mapping', true],
  ['if (!(page->mapping != NULL))', '!(page->mapping != NULL)', false],
  ['if (READ_ONCE(page->mapping))', 'READ_ONCE(page->mapping)', true],
  ['if (!READ_ONCE(page->mapping) || y)', '!READ_ONCE(page->mapping)', false],
  ['BUG_ON(!page->mapping);', '!page->mapping', false],
  ['return (page->mapping);', '(page->mapping)', true],
  ['if (page->mapping == 0x10)', 'page->mapping', true],
];

for (const [code, term, positive] of TERMS) {
  test(`the term of ${code}`, () => {
    const found = testedTerm(spanOf(code, 'page->mapping'), new CodeView(code));
    assert.equal(code.slice(found.start, found.end), term);
    assert.equal(found.positive, positive);
  });
}

const PLACES: readonly (readonly [code: string, operator: '&&' | '||', needed: boolean | undefined])[] = [
  ['if (T)', '&&', false],
  ['if (a && T && b)', '&&', false],
  ['if (a || T)', '&&', true],
  ['if (T && a)', '||', true],
  ['x = T;', '&&', false],
  ['x = T ? a : b;', '&&', true],
  ['return T;', '||', false],
  ['f(a, T, b);', '&&', false],
  ['if (T == a)', '&&', undefined],
  ['if (T & a)', '&&', undefined],
  ['if (a != T)', '&&', undefined],
  ['x = a + T;', '||', undefined],
];

for (const [code, operator, needed] of PLACES) {
  test(`parentheses for ${operator} in ${code}`, () => {
    assert.equal(needsParentheses(spanOf(code, 'T'), operator, new CodeView(code)), needed);
  });
}
