/** Declarations are found in headers as they are written, and uses are not taken for declarations. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankComments, declarationText } from '../../../server/src/kernel/probe-text.ts';

const HEADER = `/* SPDX: declared_in_comment() */
#ifndef _X_H
#define PLAIN_MACRO	0x1
#  define INDENTED_MACRO(x) used_in_macro(x)

enum kind_of {
	FIRST_KIND = 1,	/* SECOND_KIND, in a comment */
	THIRD_KIND,
	LAST_KIND
};

typedef unsigned int my_type_t;

struct page {
	unsigned long flags;
	union {
		struct {
			struct list_head lru;
			struct address_space *mapping;
			union { pgoff_t index; unsigned long share; };
		};
		struct dev_pagemap *pgmap;
		int a, *b, c[4], bits : 3;
	};
	void (*callback)(struct page *argument);
};

struct pages { int inode; };

extern struct page *prototype(int one,
			      int two);

static inline bool with_body(const struct page *page)
{
#ifdef A
	if (called_in_body(page)) {
#else
	if (called_in_other_body(page)) {
#endif
		return true;
	}
	return false;
}

static inline int one_line(int x) { return called_on_one_line(x); }

struct page *
on_next_line(void);

static int initialised = called_in_initialiser(1);
const char *text = "declared_in_string()";
PAGEFLAG(LRU, lru, PF_HEAD) __CLEARPAGEFLAG(LRU, lru, PF_HEAD)
FOLIO_FLAG(swapbacked, FOLIO_HEAD_PAGE)
FOLIO_TYPE_OPS(slab, slab)
#endif
`;

test('macros, functions, constants, types and flag functions are found at their name', () => {
  const text = declarationText(HEADER);
  for (const name of [
    'PLAIN_MACRO',
    'INDENTED_MACRO',
    'FIRST_KIND',
    'THIRD_KIND',
    'LAST_KIND',
    'my_type_t',
    'prototype',
  ]) {
    const at = text.find(name);
    assert.equal(at === undefined ? '' : HEADER.slice(at, at + name.length), name);
  }
  for (const name of ['with_body', 'one_line', 'on_next_line']) assert.ok(text.find(name) !== undefined, name);
  for (const name of [
    'PageLRU',
    'SetPageLRU',
    'TestClearPageLRU',
    '__ClearPageLRU',
    'folio_test_lru',
    'folio_set_lru',
  ]) {
    assert.ok(text.find(name) !== undefined, name);
  }
  assert.ok(text.find('folio_test_swapbacked') !== undefined && text.find('folio_test_slab') !== undefined);
});

test('what is only used, commented or quoted is not found', () => {
  const text = declarationText(HEADER);
  const names = ['declared_in_comment', 'used_in_macro', 'SECOND_KIND', 'called_in_body', 'called_in_other_body'];
  for (const name of [...names, 'called_on_one_line', 'called_in_initialiser', 'declared_in_string', 'PageDirty']) {
    assert.equal(text.find(name), undefined, name);
  }
  for (const part of ['PLAIN', 'MACRO', 'proto', 'type', 'folio_test_head', 'page'])
    assert.equal(text.find(part), undefined, part);
});

test('members are found in nested anonymous unions, and only in their own struct', () => {
  const text = declarationText(HEADER);
  for (const member of ['flags', 'lru', 'mapping', 'index', 'share', 'pgmap', 'a', 'b', 'c', 'bits']) {
    assert.ok(text.findMember('page', member) !== undefined, member);
  }
  for (const member of ['inode', 'argument', 'list_head', 'dev_pagemap', 'unsigned', 'map']) {
    assert.equal(text.findMember('page', member), undefined, member);
  }
  assert.ok(text.findMember('pages', 'inode') !== undefined);
  assert.equal(text.findMember('folio', 'mapping'), undefined);
  assert.ok(text.findStruct('page') !== undefined);
  assert.equal(text.findStruct('address_space'), undefined);
});

test('lines are 1-based', () => {
  const text = declarationText(HEADER);
  assert.equal(text.lineOf(0), 1);
  assert.equal(text.lineOf(text.find('PLAIN_MACRO') ?? -1), 3);
  assert.equal(text.lineOf(text.findMember('page', 'share') ?? -1), 20);
});

test('a store counts only through a pointer that the file declares as one of the structs', () => {
  const source = `
static void f(struct page *page, struct key *key, struct folio *const folio)
{
	key->mapping = NULL;
	if (page->index == 1 || page->share != 2)
		page -> mapping = NULL; /* folio->index = 0; */
}`;
  const text = declarationText(source);
  assert.equal(text.lineOf(text.findStore(['page', 'folio'], 'mapping') ?? -1), 6);
  assert.equal(text.findStore(['page', 'folio'], 'index'), undefined);
  assert.equal(text.findStore(['page', 'folio'], 'share'), undefined);
  assert.equal(text.findStore(['folio'], 'mapping'), undefined);
  assert.equal(declarationText('int x;').findStore(['page'], 'mapping'), undefined);
});

test('blanking keeps offsets and line breaks, whatever the text', () => {
  const samples = ['a /* b\nc */ d', 'a // b \\\n c\nd', `'"' "/*" x`, '/* open', '"open\nnext', "'", '\\', ''];
  for (const sample of samples) {
    const blanked = blankComments(sample);
    assert.equal(blanked.length, sample.length);
    for (let i = 0; i < sample.length; i++) {
      if (sample[i] === '\n') assert.equal(blanked[i], '\n');
      else assert.ok(blanked[i] === sample[i] || blanked[i] === ' ');
    }
  }
  assert.equal(blankComments(`'"' x "/*" y`).replace(/\s+/g, ''), 'xy');
});

test('broken text is answered, not refused', () => {
  for (const source of [
    'struct page {',
    'struct page { int a;',
    '}}}}',
    'enum {',
    '#define',
    '(((((',
    '\u0000\uffff',
  ]) {
    const text = declarationText(source);
    assert.equal(text.find('missing'), undefined);
    assert.equal(text.findMember('page', 'missing'), undefined);
    assert.equal(text.findStore(['page'], 'missing'), undefined);
  }
});
