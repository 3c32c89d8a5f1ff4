/** A helper that the file does not see comes with its header, in the order of the others, or not at all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileReader } from '../../../server/src/model/ports.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';

const engine = await loadEngine();

const GUARD = 'static inline bool is_zone_device_page(const struct page *page)\n{\n\treturn page->flags & 1;\n}\n';
const TREE = {
  'include/linux/mm_types.h': 'struct page {\n\tunsigned long flags;\n\tstruct address_space *mapping;\n};\n',
  'include/linux/fs.h': '',
  'include/linux/slab.h': '',
  'include/linux/mmzone.h': GUARD,
};

function fixed(head: string, files: Readonly<Record<string, string>> = TREE): string | undefined {
  const reader: FileReader = {
    read: (path) => (path in files ? files[path as keyof typeof files] : undefined),
    exists: (path) => path in files,
  };
  const tree = engine.openTree({ lowering: engine.lowering, options: { era: '6.12' }, root: '/', reader });
  const text = `${head}
void count(unsigned long pfn, long *cached)
{
	struct page *page = pfn_to_page(pfn);

	if (page->mapping)
		*cached += 1;
}
`;
  const file = tree.open('mm/count.c', text);
  const finding = file.findings.find(({ rule }) => rule === 'mapping-implies-page-cache');
  assert.ok(finding);
  const [fix] = file.fixes(finding);
  return fix && applyEdits(text, fix.edits).split('\nvoid')[0];
}

test('a header in the order of the alphabet', () => {
  assert.equal(
    fixed('#include <linux/fs.h>\n#include <linux/mm_types.h>\n#include <linux/slab.h>\n'),
    '#include <linux/fs.h>\n#include <linux/mm_types.h>\n#include <linux/mmzone.h>\n#include <linux/slab.h>\n',
  );
});

test('a header behind the last one where they are in no order', () => {
  assert.equal(
    fixed('#include <linux/slab.h>\n#include <linux/mm_types.h>\n#include "internal.h"\n'),
    '#include <linux/slab.h>\n#include <linux/mm_types.h>\n#include <linux/mmzone.h>\n#include "internal.h"\n',
  );
});

test('none where the file sees the helper', () => {
  const head = '#include <linux/mm_types.h>\n#include <linux/slab.h>\n';
  assert.equal(fixed(head, { ...TREE, 'include/linux/slab.h': '#include <linux/mmzone.h>\n' }), head);
});

test('not between directives', () => {
  assert.equal(
    fixed('#include <linux/mm_types.h>\n#ifdef CONFIG_X\n#include <linux/slab.h>\n#endif\n'),
    '#include <linux/mm_types.h>\n#include <linux/mmzone.h>\n#ifdef CONFIG_X\n#include <linux/slab.h>\n#endif\n',
  );
});

test('no fix where the header of this tree does not declare it', () => {
  const { 'include/linux/mmzone.h': _, ...others } = TREE;
  assert.equal(fixed('#include <linux/mm_types.h>\n', { ...others, 'include/linux/memremap.h': GUARD }), undefined);
});
