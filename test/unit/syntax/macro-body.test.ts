/** The body of a `#define` parses at its own offsets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUILT_IN_ATTRIBUTE_WORDS } from '../../../server/src/syntax/mask/attribute-words.ts';
import { maskMacroBody } from '../../../server/src/syntax/mask/mask-item.ts';
import { faults, parse, rowsOf } from './parsed.ts';

interface Body {
  readonly title: string;
  readonly text: string;
  /** Texts that stay where they are. */
  readonly keeps: readonly string[];
  readonly has?: string;
  readonly form?: 'block' | 'initialiser';
}

const BODIES: readonly Body[] = [
  {
    title: 'an expression',
    text: '#define host(page) ((page)->mapping->host)',
    keeps: ['((page)->mapping->host)'],
    has: 'field_expression',
  },
  { title: 'the shortest head', text: '#define F(a) a->b', keeps: ['a->b'] },
  {
    title: 'a block in do and while',
    text: '#define PUT(p) do {\t\\\n\tif ((p)->mapping)\t\\\n\t\tput(p);\t\\\n} while (0)',
    keeps: ['(p)->mapping', 'put(p);', '} while (0)'],
    has: 'do_statement',
  },
  {
    title: 'a statement expression',
    text: '#define get(p) ({\t\\\n\ttypeof(p) q = (p);\t\\\n\tq->x;\t\\\n})',
    keeps: ['q = (p);', 'q->x;'],
    has: 'compound_statement',
  },
  {
    title: 'a loop’s head',
    text: '#define for_each_it(p, h) \\\n\tfor (p = (h)->first; p; p = p->next)',
    keeps: ['for (p = (h)->first; p; p = p->next)'],
    has: 'for_statement',
  },
  {
    title: 'pasted names and strings',
    text: '#define SHOW(n) print(#n "=%d", dev->n##_count, a ## b)',
    keeps: ['print(', 'dev->n'],
    has: 'field_expression',
  },
  {
    title: 'a comment inside',
    text: '#define A(p) p->x /* one\n two */ + p->y',
    keeps: ['p->x', '+ p->y'],
    has: 'binary_expression',
  },
  {
    title: 'a function',
    text: '#define ATTR(n)\t\\\nstatic int n##_show(struct dev *d)\t\\\n{\t\\\n\treturn d->n;\t\\\n}',
    keeps: ['(struct dev *d)', 'return d->n;'],
  },
  {
    title: 'designators',
    text: '#define OPS(n) .open = n##_open, .read = n->read',
    keeps: ['.open = n', '.read = n->read'],
    has: 'initializer_pair',
    form: 'initialiser',
  },
  {
    title: 'a list',
    text: '#define ONE(n) { .name = n, .ops = &(n)->ops }',
    keeps: ['.name = n', '&(n)->ops'],
    has: 'initializer_pair',
    form: 'initialiser',
  },
];

for (const { title, text, keeps, has, form } of BODIES) {
  test(`macro body: ${title}`, () => {
    const masked = maskMacroBody(text, BUILT_IN_ATTRIBUTE_WORDS);
    assert.ok(masked);
    assert.equal(masked.form, form ?? 'block');
    const tree = parse(masked.text);
    assert.deepEqual(faults(tree, masked.text), [], masked.text);
    for (const kept of keeps) {
      const at = text.indexOf(kept);
      assert.equal(masked.text.slice(at, at + kept.length), kept, masked.text);
    }
    if (has !== undefined) assert.ok(rowsOf(tree, has).length > 0, `no ${has} in ${masked.text}`);
  });
}

test('the name, the parameters and the body are told', () => {
  const text = '# define  PUT(p, n...)  \\\n\tput(p) ';
  const masked = maskMacroBody(text, BUILT_IN_ATTRIBUTE_WORDS);
  assert.ok(masked);
  assert.equal(masked.name, 'PUT');
  assert.equal(text.slice(masked.nameSpan.start, masked.nameSpan.end), 'PUT');
  assert.deepEqual(masked.parameters, ['p', 'n']);
  assert.equal(text.slice(masked.body.start, masked.body.end), 'put(p) ');
  assert.deepEqual(maskMacroBody('#define A(x, ...) x', BUILT_IN_ATTRIBUTE_WORDS)?.parameters, ['x', '__VA_ARGS__']);
  assert.deepEqual(maskMacroBody('#define A() x', BUILT_IN_ATTRIBUTE_WORDS)?.parameters, []);
  assert.equal(maskMacroBody('#define A x', BUILT_IN_ATTRIBUTE_WORDS)?.parameters, undefined);
});

test('what is no macro with a body gives nothing', () => {
  for (const text of ['#define A', '#define A(x) /* b */', '#include "a.h"', 'int x;', '']) {
    assert.equal(maskMacroBody(text, BUILT_IN_ATTRIBUTE_WORDS), undefined, text);
  }
});
