/** Code is told from comments, literals and directives, with every offset kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeView } from '../../../server/src/fixes/code-view.ts';
import { spanOf } from './hand-made.ts';

test('comments, the insides of literals and directives are blank, and offsets stay', () => {
  const text = 'a; /* b\r\n c */ d("e\\"f", \'g\'); // h\n#define I \\\n\tj\nk;';
  const { code } = new CodeView(text);
  assert.equal(code.length, text.length);
  assert.equal(code.replace(/\s+/g, ' '), 'a; d(" ", \' \'); k;');
  assert.equal(code.indexOf('k;'), text.indexOf('k;'));
  assert.equal(code.split('\r\n').length, text.split('\r\n').length);
});

test('a name is mentioned by itself, not as a member and not as a part of a word', () => {
  const view = new CodeView('page->inode = x.inode + inodes /* inode */;');
  const all = { start: 0, end: view.text.length };
  assert.equal(view.mentions(all, 'inode'), false);
  assert.equal(view.mentions(all, 'page'), true);
});

test('a name is assigned by =, by ++, by op= and by handing out its address', () => {
  for (const code of ['p = q;', 'p += 1;', 'p++;', '--p;', 'get(&p);', 'p <<= 2;']) {
    const view = new CodeView(code);
    assert.ok(view.assigns({ start: 0, end: code.length }, 'p'), code);
  }
  for (const code of ['p == q;', 'x->p = q;', 'f(p);', 'a && p;', 'p <= q;', 'p->x = q;']) {
    const view = new CodeView(code);
    assert.ok(!view.assigns({ start: 0, end: code.length }, 'p'), code);
  }
});

test('a span is balanced where it leaves every bracket that it enters', () => {
  const view = new CodeView('{ a; { b; } c; } d;');
  assert.ok(view.isBalanced(spanOf(view.text, 'a; { b; } c;')));
  assert.ok(!view.isBalanced(spanOf(view.text, 'b; } c;')));
  assert.ok(view.staysInside(spanOf(view.text, 'a; { b;')));
  assert.ok(!view.staysInside(spanOf(view.text, 'c; } d;')));
});
