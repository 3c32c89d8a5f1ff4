/** The era of a tree is read from its headers, for each era and for trees that were mended or are incomplete. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERAS, type EraId, eraIndex, parseEra } from '../../../server/src/kernel/eras.ts';
import {
  decideEra,
  holdsIn,
  PROBE_FILES,
  PROBES,
  type ProbeText,
  treeFacts,
} from '../../../server/src/kernel/probes.ts';

/** The headers of a small tree of an era, written for this test, with what sets the era apart. */
function tree(id: EraId, version?: string): Map<string, string> {
  const from = (since: EraId, until: EraId = '6.17'): boolean =>
    eraIndex(id) >= eraIndex(since) && eraIndex(id) <= eraIndex(until);
  const when = (condition: boolean, text: string): string => (condition ? text : '');
  const [major, minor] = (version ?? (id === 'inode-2017' ? '4.15' : id)).split('.');
  return new Map([
    ['Makefile', `# a comment\nVERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = 7\n`],
    [
      'include/linux/mm_types.h',
      `struct page {
	union {
		struct list_head lru;
		struct {
			${when(from('4.5', '6.2'), 'struct dev_pagemap *pgmap;')}
			${when(id === 'inode-2017', 'struct inode *inode;')}
		};
	};
	struct address_space *mapping;
	union { pgoff_t index; ${when(from('6.2'), 'unsigned long share;')} };
};
${when(from('5.16'), `struct folio { struct address_space *mapping; ${when(from('6.15'), 'unsigned long share;')} };`)}`,
    ],
    [
      'include/linux/page-flags.h',
      `${when(from('6.0', '6.0'), '#define PAGE_MAPPING_DAX_COW 0x1')}
${when(from('6.2', '6.2'), '#define PAGE_MAPPING_DAX_SHARED ((void *)0x1)')}
${when(from('6.17'), '#define FOLIO_MAPPING_ANON 0x1')}`,
    ],
    [
      'include/linux/mmzone.h',
      when(from('6.15'), 'static inline struct dev_pagemap *page_pgmap(const struct page *page);'),
    ],
    ['include/linux/memremap.h', when(from('4.14'), 'enum memory_type {\n\tMEMORY_DEVICE_PRIVATE = 1,\n};')],
    ['include/linux/dax.h', when(from('4.19'), 'dax_entry_t dax_lock_page(struct page *page);')],
    [
      'include/linux/fs.h',
      `#define IS_DAX(inode)\t((inode)->i_flags & S_DAX)\n${when(from('4.17'), 'ssize_t noop_direct_IO(struct kiocb *iocb);')}`,
    ],
    [
      'fs/dax.c',
      `static void tie(struct page *page, struct address_space *mapping, struct wait_key *key)
{
	key->mapping = mapping;
	${when(id === 'inode-2017', 'page->inode = mapping->host;')}
	${when(from('4.17'), 'page->mapping = mapping;')}
	${when(from('4.19'), 'page->index = 1;')}
}`,
    ],
  ]);
}

function without(text: ProbeText, ...paths: readonly string[]): ProbeText {
  return new Map([...text].filter(([path]) => !paths.includes(path)));
}

for (const { id, label } of ERAS) {
  test(`a tree of ${label} is recognised, and nothing about it is odd`, () => {
    const decision = decideEra(treeFacts(tree(id)));
    assert.equal(decision.era.id, id);
    assert.equal(decision.reason, 'probe');
    assert.equal(decision.mismatch, undefined);
    assert.equal(decision.evidence.length, PROBES.length);
    for (const [i, probe] of PROBES.entries()) {
      assert.equal(decision.evidence[i]?.answer, holdsIn(probe, id) ? 'yes' : 'no', probe.text);
    }
  });

  test(`a tree of ${label} is recognised without its Makefile and without fs/dax.c`, () => {
    assert.equal(decideEra(treeFacts(without(tree(id), 'Makefile', 'fs/dax.c'))).era.id, id);
  });
}

test('a yes names the line, 1-based, and a no names none', () => {
  const { evidence } = decideEra(treeFacts(tree('6.0')));
  const cow = evidence.find((given) => given.probe.includes('DAX_COW'));
  assert.deepEqual(cow, {
    probe: '`PAGE_MAPPING_DAX_COW` is declared',
    file: 'include/linux/page-flags.h',
    answer: 'yes',
    line: 1,
  });
  const store = evidence.find((given) => given.probe.includes('`->mapping`'));
  assert.equal(store?.line, 5);
  assert.ok(!('line' in (evidence.find((given) => given.answer === 'no') ?? { line: 0 })));
});

test('a backport is told from the number of the tree, and its headers win', () => {
  const decision = decideEra(treeFacts(tree('6.2', '6.1')));
  assert.equal(decision.era.id, '6.2');
  assert.match(decision.mismatch ?? '', /^6\.1 by its Makefile, but .*PAGE_MAPPING_DAX_SHARED/);
});

test('one thing that does not fit is named', () => {
  const text = tree('6.0');
  text.set(
    'include/linux/mm_types.h',
    (text.get('include/linux/mm_types.h') ?? '').replace('pgoff_t index;', 'pgoff_t index; long share;'),
  );
  const decision = decideEra(treeFacts(text));
  assert.equal(decision.era.id, '6.0');
  assert.equal(decision.mismatch, '6.0 - 6.1 by its probes, but `struct page` has a member `share`');
});

test('a member inode in a tree whose fs/dax.c stores to mapping is odd, not the proposal', () => {
  const text = tree('4.19');
  text.set(
    'include/linux/mm_types.h',
    (text.get('include/linux/mm_types.h') ?? '').replace('};', 'struct inode *inode;\n};'),
  );
  const decision = decideEra(treeFacts(text));
  assert.equal(decision.era.id, '4.19');
  assert.match(decision.mismatch ?? '', /a member `inode`$/);
});

test('a setting wins, and says so when the tree looks otherwise', () => {
  const facts = treeFacts(tree('6.0'));
  assert.deepEqual(pick(decideEra(facts, parseEra('6.12'))), [
    '6.2',
    'setting',
    '6.2 - 6.14 by the setting, but the tree looks like 6.0 - 6.1',
  ]);
  assert.deepEqual(pick(decideEra(facts, parseEra('6.1'))), ['6.0', 'setting', undefined]);
});

test('without headers the Makefile decides, and without anything the newest era is taken', () => {
  assert.deepEqual(pick(decideEra(treeFacts(new Map([['Makefile', 'VERSION = 5\nPATCHLEVEL = 10\n']])))), [
    '4.19',
    'makefile',
    undefined,
  ]);
  assert.deepEqual(pick(decideEra(treeFacts(new Map()))), ['6.17', 'default', undefined]);
  const broken = new Map(PROBE_FILES.map((path) => [path, '\u0000 struct page {{{ /* \n"']));
  assert.deepEqual(pick(decideEra(treeFacts(broken))), ['6.17', 'default', undefined]);
  assert.equal(treeFacts(new Map([['Makefile', 'VERSION = x\nPATCHLEVEL = 1\n']])).makefileVersion, undefined);
});

test('facts say yes, no, or nothing where no header was read', () => {
  const facts = treeFacts(tree('6.0'));
  assert.equal(facts.declares('dax_lock_page'), true);
  assert.equal(facts.declares('dax_lock_folio'), false);
  assert.equal(facts.structHasMember('page', 'pgmap'), true);
  assert.equal(facts.structHasMember('page', 'inode'), false);
  assert.equal(facts.structHasMember('no_such_struct', 'x'), undefined);
  assert.equal(facts.makefileVersion, '6.0');
  const empty = treeFacts(new Map());
  assert.equal(empty.declares('dax_lock_page'), undefined);
  assert.equal(empty.structHasMember('page', 'inode'), undefined);
});

test('every probe reads a file that the caller is told to read, and no two ask the same', () => {
  for (const probe of PROBES) assert.ok(PROBE_FILES.includes(probe.file), probe.file);
  assert.equal(new Set(PROBES.map((probe) => probe.text)).size, PROBES.length);
  assert.deepEqual([...PROBE_FILES].sort(), PROBE_FILES);
});

test('the probes that decide stand from the newest era to the oldest', () => {
  const deciding = PROBES.filter((probe) => probe.decides === true).map((probe) => eraIndex(probe.since));
  assert.deepEqual(
    [...deciding].sort((a, b) => b - a),
    deciding,
  );
  assert.deepEqual(new Set(deciding).size, ERAS.length);
});

function pick(decision: ReturnType<typeof decideEra>): readonly [EraId, string, string | undefined] {
  return [decision.era.id, decision.reason, decision.mismatch];
}
