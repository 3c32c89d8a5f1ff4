/** A verdict follows from the findings about a site, and from those about the word that it reads. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadEngine } from '../../../server/src/store/load-engine.ts';

const engine = await loadEngine();

/** Takes a user page, reads its mapping, and asks whether it is anonymous. */
const ASKED_LATER = `static int key_of(unsigned long addr, struct inode *inode)
{
	struct page *page, *other;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	other = find_get_page(inode->i_mapping, 0);
	if (page->mapping == inode->i_mapping || other->mapping == inode->i_mapping)
		return 1;
	if (PageAnon(page))
		return 2;
	return page->mapping == inode->i_mapping ? 3 : 4;
}
`;

test('the mapping of a page whose anonymous bit is believed is a hazard', () => {
  const verdicts = (era: string): readonly string[] => {
    const file = engine.openTree({ lowering: engine.lowering, options: { era } }).open('key.c', ASKED_LATER);
    return file.unit.sites
      .filter((site) => site.field === 'mapping')
      .map((site) => `${site.base}: ${file.verdict(site).verdict} ${file.verdict(site).rule ?? ''}`.trim());
  };
  assert.deepEqual(verdicts('6.1'), ['page: hazard low-bit-implies-anon', 'other: safe', 'page: safe']);
  assert.deepEqual(verdicts('6.15'), ['page: safe', 'other: safe', 'page: safe']);
});
