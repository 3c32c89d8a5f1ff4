/** Where the area that the page was looked up in is at hand, it can be asked in place of the page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileReader } from '../../../server/src/model/ports.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';

const engine = await loadEngine();

const TREE: Readonly<Record<string, string>> = {
  'include/linux/mm_types.h':
    'struct page {\n\tunsigned long flags;\n\tstruct address_space *mapping;\n};\nstruct vm_area_struct {\n\tunsigned long vm_start;\n};\n',
  'include/linux/fs.h':
    'static inline bool vma_is_dax(const struct vm_area_struct *vma)\n{\n\treturn vma->vm_start & 1;\n}\n',
};

const TEXT = `#include <linux/mm_types.h>
#include <linux/fs.h>

static int touch(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	struct page *page = vm_normal_page(vma, addr, pte);

	if (page && page->mapping)
		go(page);
	return 0;
}
`;

test('the area is asked where the tree has no question for the page', () => {
  const reader: FileReader = { read: (path) => TREE[path], exists: (path) => path in TREE };
  const tree = engine.openTree({ lowering: engine.lowering, options: { era: '6.15' }, root: '/', reader });
  const file = tree.open('mm/touch.c', TEXT);
  const finding = file.findings.find(({ rule }) => rule === 'mapping-implies-page-cache');
  assert.ok(finding);
  const [fix, ...more] = file.fixes(finding);
  assert.ok(fix);
  assert.deepEqual(more, []);
  assert.equal(applyEdits(TEXT, fix.edits), TEXT.replace('page->mapping)', '!vma_is_dax(vma) && page->mapping)'));
  assert.match(fix.title, /^skip pages of a DAX mapping of memory: /);
  assert.equal(fix.safe, false, 'private copies lie in such an area too');
});
