/** The text of an overlay: what is refused, on which line, and with which word instead. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isEmpty } from '../../../server/src/kernel/kinds.ts';
import { matrixOf } from '../../../server/src/kernel/matrix.ts';
import { overlaid } from '../../../server/src/kernel/overlaid.ts';
import { parseOverlay } from '../../../server/src/model/overlay-file.ts';

const SHIPPED = new URL('../../../server/overlays/', import.meta.url);

const HEAD = '{\n"name": "x",\n"title": "t",\n"story": "s",\n"cells": [\n';

/** The first fault of an overlay whose cells, from line 6 on, are these. */
function fault(cells: string, more = ''): string {
  return faultOf(`${HEAD}${cells}\n]${more}\n}\n`);
}

function faultOf(text: string): string {
  const parsed = parseOverlay(text);
  if ('overlay' in parsed) return '';
  const [first] = parsed.problems;
  return `${first?.line}: ${first?.message}`;
}

const GOOD = '{"kinds": ["fsdax"], "field": "mapping", "values": ["address_space"]}';

test('an overlay is read, and a list of one may be written without brackets', () => {
  assert.equal(fault(GOOD), '');
  const parsed = parseOverlay(`${HEAD}{"kinds": "fsdax", "field": "mapping", "values": "null"}], "eras": "6.1"}`);
  assert.ok('overlay' in parsed);
  assert.deepEqual(parsed.overlay, {
    name: 'x',
    title: 't',
    story: ['s'],
    eras: ['6.0'],
    introduces: [],
    cells: [{ kinds: ['fsdax'], field: 'mapping', values: ['null'] }],
  });
});

test('an unknown word is refused with its line and the nearest valid word', () => {
  assert.equal(fault(GOOD.replace('fsdax', 'fsdx')), '6: "fsdx" is no kind; the nearest is "fsdax"');
  assert.equal(fault(GOOD.replace('"mapping"', '\n"maping"')), '7: "maping" is no field; the nearest is "mapping"');
  assert.equal(
    fault(GOOD.replace('address_space', 'adress_space')),
    '6: "adress_space" is no value of mapping; the nearest is "address_space"',
  );
  assert.match(
    fault(GOOD.replace('address_space', 'dax')),
    /^6: "dax" is no value of mapping; one of null, address_space/,
  );
  assert.equal(fault(GOOD.replace('kinds', 'kind')), '6: "kind" is no member of a cell; the nearest is "kinds"');
  assert.equal(fault(GOOD, ',\n"era": "6.1"'), '8: "era" is no member of an overlay; the nearest is "eras"');
  assert.equal(fault(GOOD, ',\n"eras": "6.l7"'), '8: "6.l7" is no era; the nearest is "6.17"');
  assert.equal(fault(GOOD, ',\n"introduces": "anno"'), '8: "anno" is no kind; the nearest is "anon"');
});

test('what is no JSON, or not the right shape, is refused with its line', () => {
  assert.match(fault(`${GOOD},,`), /^6: is no JSON: value expected/);
  assert.match(fault(`${GOOD} // why`), /^6: is no JSON: invalid comment token/);
  assert.match(faultOf(''), /^1: is no JSON/);
  assert.match(faultOf('['.repeat(1_000_000)), /^1: is no JSON/);
  assert.match(fault(GOOD.replace('fsdax', '\\u001b[31m')), /^6: "kinds" takes text .*control/);
  assert.match(fault(GOOD.replace('"kinds"', '"\\u001bkinds"')), /^6: "\?kinds" is no member/);
  assert.match(faultOf('{"name": "x"'), /^1: is no JSON: close brace expected/);
  assert.equal(faultOf('[]'), '1: an overlay is an object in braces');
  assert.equal(fault('[]'), '6: a cell is an object in braces');
  assert.match(faultOf('{}'), /^1: lacks "name"/);
  assert.match(fault(''), /^5: the list is empty/);
  assert.match(fault('{"field": "mapping", "values": ["null"]}'), /^6: lacks "kinds"/);
  assert.match(fault('{"kinds": ["anon"], "values": ["null"]}'), /^6: lacks "field"/);
  assert.match(fault('{"kinds": ["anon"], "field": "mapping"}'), /^6: lacks "values"/);
  assert.match(fault(GOOD.replace('["fsdax"]', '[7]')), /^6: "kinds" takes text/);
  assert.match(fault(GOOD, ',\n"name": "y"'), /^8: "name" stands here a second time/);
  assert.match(faultOf(`{"name": "A B"}`), /^1: .*small letters|lacks/);
});

test('a cell that is said twice is refused', () => {
  assert.equal(fault(`${GOOD},\n${GOOD}`), '7: says mapping of "fsdax" again, as line 6 does');
  assert.equal(fault(GOOD.replace('"fsdax"', '"fsdax", "fsdax"')), '6: says mapping of "fsdax" again, as line 6 does');
});

test('an overlay that contradicts itself is refused', () => {
  const beside = (field: string, value: string): string =>
    fault(`${GOOD},\n{"kinds": ["fsdax"], "field": "${field}", "values": ["${value}"]}`);
  assert.equal(beside('anonBit', 'false'), '');
  assert.equal(beside('host', 'dax'), '');
  assert.equal(
    beside('anonBit', 'true'),
    '7: contradicts itself: anonBit is "true" for "fsdax", which its mapping (address_space) does not give',
  );
  assert.match(beside('mappingHelper', 'null'), /^7: contradicts itself: mappingHelper is "null"/);
  const two = GOOD.replace('"address_space"', '"address_space", "0x1"');
  assert.match(
    fault(`${two},\n{"kinds": ["fsdax"], "field": "anonBit", "values": ["true"]}`),
    /^7: contradicts itself: anonBit leaves out what the mapping "address_space"/,
  );
  assert.match(
    fault('{"kinds": ["fsdax"], "field": "anonBit", "values": ["true"]}'),
    /^6: says anonBit of "fsdax" and not its mapping/,
  );
  const inode = (value: string): string =>
    `{"kinds": ["${value === 'absent' ? 'anon' : 'fsdax'}"], "field": "inode", "values": ["${value}"]}`;
  assert.match(fault(`${inode('inode')},\n${inode('absent')}`), /^7: contradicts itself: inode is absent for some/);
  assert.match(fault(GOOD, ',\n"introduces": ["fsdax-shared"]'), /^8: introduces "fsdax-shared" and does not say/);
});

test('every overlay that is shipped is right, is called as its file, and changes an era that it is meant for', () => {
  const files = readdirSync(SHIPPED);
  assert.ok(files.length >= 4);
  for (const file of files) {
    const parsed = parseOverlay(readFileSync(new URL(file, SHIPPED), 'utf8'));
    assert.ok('overlay' in parsed, `${file} ${JSON.stringify(parsed)}`);
    const { overlay } = parsed;
    assert.equal(`${overlay.name}.json`, file);
    const eras = overlay.eras.length > 0 ? overlay.eras : (['4.14'] as const);
    for (const era of eras) {
      const { whatIf } = overlaid(matrixOf(era), overlay);
      assert.ok(whatIf !== undefined);
      const changed = overlay.cells.some(({ field }) => !isEmpty(whatIf.changed(field)));
      assert.ok(changed || !isEmpty(whatIf.introduced), `${file} in ${era}`);
    }
  }
});
