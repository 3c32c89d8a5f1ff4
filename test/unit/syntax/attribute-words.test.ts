/** The attribute words of a tree come from its headers: macros of attributes are found, flags and guards are not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AttributeWords,
  BUILT_IN_ATTRIBUTE_WORDS,
  collectAttributeWords,
  extendAttributeWords,
} from '../../../server/src/syntax/mask/attribute-words.ts';

function has(found: AttributeWords, name: string): 'word' | 'call' | 'neither' {
  if ([...found.words.values()].includes(name)) return 'word';
  return [...found.calls.values()].includes(name) ? 'call' : 'neither';
}

const HEADER = `
#ifndef _MY_HEADER_H
#define _MY_HEADER_H
#define my_attribute __attribute__((my))
#define my_chain my_attribute	/* and then */ \\
	__my_second
# define __my_second static my_attribute
#define my_call(x) __attribute__((call(x)))
#define my_call_chain(x, y) my_call(x) my_attribute
#define __my_empty
#define MY_FLAG
#define my_number 3
#define my_statement(x) do { } while (0)
#define my_empty_call(x)
#define my_two_ways __attribute__((a))
#define inline inline __attribute__((b))
#define my_self my_self
#define my_c_linkage extern "C" my_attribute
#endif
#ifdef OTHER
#define my_two_ways 7
#define my_call(x)
#endif
`;

const EXPECTED: readonly (readonly [name: string, sort: 'word' | 'call' | 'neither'])[] = [
  ['my_attribute', 'word'],
  ['my_chain', 'word'],
  ['__my_second', 'word'],
  ['my_call', 'call'],
  ['my_call_chain', 'call'],
  ['__my_empty', 'word'],
  ['my_c_linkage', 'word'],
  ['MY_FLAG', 'neither'],
  ['_MY_HEADER_H', 'neither'],
  ['my_number', 'neither'],
  ['my_statement', 'neither'],
  ['my_empty_call', 'neither'],
  ['my_two_ways', 'neither'],
  ['my_self', 'neither'],
  ['inline', 'neither'],
];

const found = collectAttributeWords([HEADER]);

for (const [name, sort] of EXPECTED) {
  test(`${name} is ${sort === 'neither' ? 'no attribute' : `an attribute ${sort}`}`, () => {
    assert.equal(has(found, name), sort);
  });
}

test('the built-in words are always there', () => {
  assert.equal(has(found, '__init'), 'word');
  assert.equal(has(found, '__releases'), 'call');
});

test('texts without macros of this sort change nothing', () => {
  assert.equal(extendAttributeWords(BUILT_IN_ATTRIBUTE_WORDS, ['int x;', '#define A 1\n']), BUILT_IN_ATTRIBUTE_WORDS);
  assert.equal(extendAttributeWords(BUILT_IN_ATTRIBUTE_WORDS, []), BUILT_IN_ATTRIBUTE_WORDS);
});

test('collected words survive a copy to another thread', () => {
  const copy = structuredClone(found);
  assert.equal(has(copy, 'my_chain'), 'word');
});
