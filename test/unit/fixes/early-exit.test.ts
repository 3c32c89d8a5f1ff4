/** The early exit is that of the function, where it is known that it fits; else what fits the loop or the return type. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeView } from '../../../server/src/fixes/code-view.ts';
import { earlyExit } from '../../../server/src/fixes/early-exit.ts';
import { type CType, cType } from '../../../server/src/model/c-type.ts';
import { place } from './hand-made.ts';

/** The exit before `HERE;` in a function with a body. */
function exitIn(body: string, { returns = cType('int'), inLoop = false }: { returns?: CType; inLoop?: boolean } = {}) {
  const text = `f(struct page *page)\n{\n${body}}\n`;
  const where = place(text, { statement: 'HERE;', returns, inLoop });
  const exit = earlyExit(where, where.start, new CodeView(text));
  return exit && ([exit.statements.join(' '), exit.eye] as const);
}

const HELD = /references that are held here are not released/;

const TYPES: readonly (readonly [name: string, stars: number, statement: string | undefined])[] = [
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

for (const [name, stars, statement] of TYPES) {
  test(`out of a function that returns ${name} ${'*'.repeat(stars)}`, () => {
    assert.equal(exitIn('\tHERE;\n', { returns: cType(name, stars) })?.[0], statement);
  });
}

test('nothing without a return type', () => {
  const { returns: _, ...where } = place('go();', { statement: 'go();' });
  assert.equal(earlyExit(where, 0, new CodeView('go();')), undefined);
});

test('where something may be held, that is said', () => {
  assert.match(exitIn('\tlock_page(page);\n\tHERE;\n')?.[1] ?? '', HELD);
  assert.doesNotMatch(exitIn('\tHERE;\n\tlock_page(page);\n')?.[1] ?? '', HELD);
  assert.match(exitIn('\tget_page(page);\n\tHERE;\n', { returns: cType('void') })?.[1] ?? '', HELD);
  assert.doesNotMatch(exitIn('\tif (PageAnon(page))\n\t\tn++;\n\tHERE;\n')?.[1] ?? '', HELD);
});

const OUT = `\tlock_page(page);
	if (PageAnon(page)) {
		ret = -EINVAL;
		goto out;
	}
	n++;
	HERE;
	go(page);
out:
	unlock_page(page);
	return ret;
`;

test('as the exit before it leaves, if nothing is taken in between', () => {
  assert.deepEqual(exitIn(OUT), [
    'ret = -EINVAL; goto out;',
    'it leaves as line 4 does: is that right for such a page?',
  ]);
  assert.match(exitIn(OUT.replace('n++;', 'get_page(page);'))?.[1] ?? '', HELD);
});

test('as the exit behind it leaves', () => {
  const body =
    '\tlock_page(page);\n\tHERE;\n\tif (!PageUptodate(page)) {\n\t\tunlock_page(page);\n\t\treturn -EIO;\n\t}\n';
  assert.equal(exitIn(body)?.[0], 'unlock_page(page); return -EIO;');
  assert.match(exitIn(body.replace('HERE;\n', 'HERE;\n\tget_page(page);\n'))?.[1] ?? '', HELD);
});

test('the label of an exit is not written twice', () => {
  const body =
    '\tlock_page(page);\n\tHERE;\n\tif (!PageUptodate(page)) {\nout_unlock:\n\t\tunlock_page(page);\n\t\treturn -EIO;\n\t}\n\tif (n)\n\t\tgoto out_unlock;\n';
  assert.equal(exitIn(body)?.[0], 'unlock_page(page); return -EIO;');
});

test('an exit whose condition takes something tells nothing', () => {
  assert.match(exitIn('\tif (!get_page_unless_zero(page))\n\t\treturn -EBUSY;\n\tHERE;\n')?.[1] ?? '', HELD);
  assert.match(exitIn('\tif (!trylock_page(page))\n\t\treturn -EBUSY;\n\tHERE;\n')?.[1] ?? '', HELD);
});

test('an exit behind a label, in another loop, or between directives tells nothing', () => {
  const before = '\tlock_page(page);\n\tif (n)\n\t\treturn -EIO;\n';
  assert.equal(exitIn(`${before}\tHERE;\n`)?.[0], 'return -EIO;');
  assert.match(exitIn(`${before}again:\n\tHERE;\n`)?.[1] ?? '', HELD);
  assert.match(exitIn(`${before}\tfor (;;) {\n\t\tHERE;\n\t}\n`, { inLoop: true })?.[0] ?? '', /continue/);
  assert.match(exitIn(`#ifdef X\n${before}#endif\n\tHERE;\n`)?.[1] ?? '', HELD);
});

test('an error that is not there is not what is returned', () => {
  assert.equal(exitIn('\tint err = go();\n\n\tif (err)\n\t\treturn err;\n\tHERE;\n')?.[0], 'return 0;');
  assert.equal(
    exitIn(
      '\tint err = -EIO;\n\n\tlock_page(page);\n\tif (err)\n\t\tgoto out;\n\tHERE;\nout:\n\tunlock_page(page);\n\treturn err;\n',
    )?.[0],
    'err = -EOPNOTSUPP; goto out;',
  );
});

test('out of the round of a loop', () => {
  const loop = (body: string): string => `\tfor (i = 0; i < n; i++) {\n${body}\t}\n`;
  const exit = (body: string): string | undefined => exitIn(loop(body), { inLoop: true })?.[0];
  assert.equal(exit('\t\tHERE;\n'), 'continue;');
  assert.equal(
    exit('\t\tget_page(page);\n\t\tHERE;\n\t\tif (!n) {\n\t\t\tput_page(page);\n\t\t\tcontinue;\n\t\t}\n'),
    'put_page(page); continue;',
  );
  assert.equal(exit('\t\tget_page(page);\n\t\tif (n)\n\t\t\tgoto put;\n\t\tHERE;\n'), 'goto put;');
  assert.equal(exit('\t\tget_page(page);\n\t\tHERE;\n'), 'continue;');
});

test('a function that gives errors in pointers gives one', () => {
  const body = '\tif (n)\n\t\treturn ERR_PTR(-EIO);\n\tget_page(page);\n\tHERE;\n';
  assert.equal(exitIn(body, { returns: cType('struct page', 1) })?.[0], 'return ERR_PTR(-EOPNOTSUPP);');
});

test('what the end of the function gives back is given back, if it is held', () => {
  const body = '\tget_page(page);\n\tHERE;\n\tgo(page);\n\tput_page(page);\n\treturn 0;\n';
  assert.equal(exitIn(body)?.[0], 'put_page(page); return 0;');
  assert.match(exitIn(body)?.[1] ?? '', /is that all\?$/);
  const locked = '\tget_page(page);\n\tHERE;\n\tlock_page(page);\n\tunlock_page(page);\n\tput_page(page);\n';
  assert.equal(exitIn(locked, { returns: cType('void') })?.[0], 'put_page(page); return;');
  assert.match(exitIn(`${body.replace('go(page);', 'if (n)\n\t\treturn go(page);')}`)?.[1] ?? '', HELD);
});

test('a loop is one whose body the exit stands in', () => {
  const each = '\tvma_interval_tree_foreach(vma, root, 0, 1) {\n\t\tHERE;\n\t}\n';
  assert.equal(exitIn(each, { inLoop: true })?.[0], 'continue;');
  const bare = '\tfor (i = 0; i < n; i++)\n\t\tif (n) {\n\t\t\tHERE;\n\t\t}\n';
  assert.equal(exitIn(bare, { inLoop: true })?.[0], 'continue;');
  const before = '\tHERE;\n\tfor (i = 0; i < n; i++)\n\t\tgo(i);\n';
  assert.equal(exitIn(before, { inLoop: true })?.[0], 'return 0;');
});
