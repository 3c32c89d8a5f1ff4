/** From a finding one goes to the next in the file, and around the end of the files that are open. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FileSpots, neighbour } from '../src/commands/finding-order.ts';

const at = (line: number, character = 0) => ({ line, character });

const FILES: readonly FileSpots[] = [
  { key: 'a', spots: [at(9), at(3, 4), at(3, 1)] },
  { key: 'b', spots: [] },
  { key: 'c', spots: [at(1)] },
];

function go(key: string, line: number, character: number, way: 'next' | 'previous', files = FILES): string {
  const found = neighbour(files, key, at(line, character), way);
  return found === undefined ? 'nowhere' : `${found.key} ${found.spot.line}:${found.spot.character}`;
}

test('in the file the nearest one ahead is taken, whatever the order that they come in', () => {
  assert.equal(go('a', 0, 0, 'next'), 'a 3:1');
  assert.equal(go('a', 3, 1, 'next'), 'a 3:4');
  assert.equal(go('a', 3, 4, 'previous'), 'a 3:1');
  assert.equal(go('a', 20, 0, 'previous'), 'a 9:0');
});

test('behind the last one comes the next file that has any, and at its end the first', () => {
  assert.equal(go('a', 9, 0, 'next'), 'c 1:0');
  assert.equal(go('b', 5, 0, 'next'), 'c 1:0');
  assert.equal(go('c', 1, 0, 'next'), 'a 3:1');
  assert.equal(go('a', 3, 1, 'previous'), 'c 1:0');
  assert.equal(go('c', 0, 0, 'previous'), 'a 9:0');
});

test('one file wraps into itself, and a file that is not open leads to the first', () => {
  const alone = FILES.slice(2);
  assert.equal(go('c', 1, 0, 'next', alone), 'c 1:0');
  assert.equal(go('c', 0, 0, 'previous', alone), 'c 1:0');
  assert.equal(go('x', 0, 0, 'next'), 'a 3:1');
  assert.equal(go('x', 0, 0, 'previous'), 'c 1:0');
  assert.equal(go('a', 0, 0, 'next', []), 'nowhere');
  assert.equal(go('b', 0, 0, 'next', FILES.slice(1, 2)), 'nowhere');
});
