/** Flat trees say what the parser says, whatever the text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  childByField,
  ERROR_KIND,
  ERROR_NODE,
  EXTRA,
  firstChild,
  type FlatTree,
  HAS_ERROR,
  MISSING,
  NAMED,
  nextSibling,
} from '../../../server/src/syntax/flat-tree.ts';
import { faults, parse, parser, rowsOf, typeOf } from './parsed.ts';

test('trees are read straight from memory', () => assert.equal(parser.walk, 'memory'));

test('nodes are in pre-order, with their fields and ends', () => {
  const text = 'int f(int a) { return a->b; }';
  const tree = parse(text);
  const [definition = -1] = rowsOf(tree, 'function_definition');
  const fields = children(tree, definition).map(
    (row) => `${parser.names.fieldNames[tree.field[row] ?? 0]}:${typeOf(tree, row)}`,
  );
  assert.deepEqual(fields, ['type:primitive_type', 'declarator:function_declarator', 'body:compound_statement']);
  const [access = -1] = rowsOf(tree, 'field_expression');
  const member = childByField(tree, access, parser.names.fieldOf('field'));
  assert.equal(text.slice(tree.start[member], tree.end[member]), 'b');
  assert.equal(typeOf(tree, member), 'field_identifier');
  assert.equal(childByField(tree, access, parser.names.fieldOf('body')), -1);
  for (let row = 0; row < tree.count; row++) {
    const parent = tree.parent[row] ?? -1;
    assert.ok(parent < row);
    if (parent >= 0) assert.ok((tree.subtreeEnd[row] ?? 0) <= (tree.subtreeEnd[parent] ?? 0));
  }
});

test('kinds and fields have names and numbers', () => {
  const { names } = parser;
  assert.equal(names.names[names.kindOf('if_statement')], 'if_statement');
  assert.equal(names.kindOf('no_such_node'), -1);
  assert.equal(names.fieldOf('no_such_field'), -1);
  assert.equal(names.fieldOf(''), -1);
  assert.equal(names.fieldNames[0], '');
});

test('offsets count UTF-16 units', () => {
  const text = 'char *s = "é中\u{1F600}"; int x;';
  const tree = parse(text);
  const last = rowsOf(tree, 'declaration').at(-1) ?? -1;
  assert.equal(text.slice(tree.start[last], tree.end[last]), 'int x;');
});

test('errors, missing tokens and comments are flagged', () => {
  const tree = parse('void f(void) { g(1) } /* c */ int a b c;');
  const flags = (row: number): number => tree.flags[row] ?? 0;
  const rows = Array.from({ length: tree.count }, (_, row) => row);
  assert.ok((flags(0) & HAS_ERROR) !== 0);
  assert.ok(rows.some((row) => (flags(row) & MISSING) !== 0 && tree.start[row] === tree.end[row]));
  assert.ok(rows.some((row) => (flags(row) & ERROR_NODE) !== 0 && tree.kind[row] === ERROR_KIND));
  const [comment = -1] = rowsOf(tree, 'comment');
  assert.equal(flags(comment) & (EXTRA | NAMED), EXTRA | NAMED);
  const clean = parse('int x;');
  assert.equal((clean.flags[0] ?? 0) & HAS_ERROR, 0);
});

test('a tree outlives the next one', () => {
  const first = parse('int f(void) { return 1; }');
  const before = [...first.kind];
  parse('struct a { int b; };'.repeat(500));
  assert.deepEqual([...first.kind], before);
});

test('text of any shape gives a tree', () => {
  for (const text of ['', '\0', '}', '(((', '#if', '"', 'int', '\uFEFFint x;', 'a'.repeat(100_000)]) {
    assert.ok(parse(text).count >= 1, JSON.stringify(text.slice(0, 20)));
  }
});

test('deep nesting neither overflows the stack nor is lost', () => {
  const depth = 20_000;
  const tree = parse(`int x = ${'('.repeat(depth)}1${')'.repeat(depth)};`);
  assert.deepEqual(faults(tree, ''), []);
  assert.equal(rowsOf(tree, 'parenthesized_expression').length, depth);
});

test('siblings are walked without the nodes below them', () => {
  const tree = parse('int a; int f(int b) { return b; } int c;');
  assert.deepEqual(
    children(tree, 0).map((row) => typeOf(tree, row)),
    ['declaration', 'function_definition', 'declaration'],
  );
  assert.equal(firstChild(parse(''), 0), -1);
});

function children(tree: FlatTree, parent: number): readonly number[] {
  const rows: number[] = [];
  for (let row = firstChild(tree, parent); row >= 0; row = nextSibling(tree, row)) rows.push(row);
  return rows;
}
