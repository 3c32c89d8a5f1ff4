/** Cells of a hover's table get room, and nothing else of the text does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomyTables } from '../src/roomy-tables.ts';

test('every cell but the last gets room, in the rows of a table only', () => {
  assert.equal(
    roomyTables('a | b\n\n| page | holds |\n|:--|:--|\n| slab | a word |\n\n- c\n'),
    'a | b\n\n| page&nbsp;&nbsp;&nbsp; | holds |\n|:--|:--|\n| slab&nbsp;&nbsp;&nbsp; | a word |\n\n- c\n',
  );
});
