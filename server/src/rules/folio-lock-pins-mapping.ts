/** The page lock taken for what keeps `->mapping` of a DAX page. */
import { helper } from '../kernel/helper-table.ts';
import { describeKinds, intersect, isEmpty, kindSet, mainKinds, minus } from '../kernel/kinds.ts';
import type { CType } from '../model/c-type.ts';
import { siteText } from '../model/site.ts';
import { defineRule, originClause } from './rule.ts';

/** The DAX pages that are in a file: of the others there is nothing to keep. */
const IN_FILES = kindSet('fsdax', 'fsdax-shared', 'devdax');

export const folioLockPinsMapping = defineRule({
  id: 'folio-lock-pins-mapping',
  summary: 'the page lock is taken for what keeps `->mapping` of a DAX page',
  severity: 'warning',
  confidence: 'medium',
  fields: ['mapping'],
  needsOrigin: true,
  docs: {
    what: 'Locks a page, compares `->mapping` with that of a file, and takes an equal one to stay equal until the page is unlocked.',
    why: 'Nobody who truncates a DAX file, or maps its blocks anew, takes the lock of a page: `->mapping` can change while it is held. On a page that several files share it is never that of one of them: 0x1 from 6.0 to 6.14, NULL from 6.15.',
    instead:
      'Hold the DAX entry: `dax_lock_page()` or `dax_lock_folio()` where the page is known, `dax_lock_mapping_entry()` where the file is. Otherwise compare again under the lock of `i_pages`.',
    limits: [
      'A page that comes with a reference of its own, as from `get_user_pages()`, is left out: a truncate waits for it.',
      'A mapping that was put into a variable before it is compared is not followed.',
      'Whether the lock is held is told from the order of the text and not from the paths through it.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static bool is_in(unsigned long pfn, struct inode *inode)
{
	struct page *page = pfn_to_page(pfn);
	bool found;

	lock_page(page);
	found = page->mapping == inode->i_mapping;
	unlock_page(page);
	return found;
}
`,
    good: `static bool is_in(unsigned long pfn, struct inode *inode)
{
	struct page *page = pfn_to_page(pfn);
	bool found;

	if (is_zone_device_page(page))
		return false;
	lock_page(page);
	found = page->mapping == inode->i_mapping;
	unlock_page(page);
	return found;
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      if (site.field !== 'mapping' || !site.locked || site.isWritten) continue;
      const { by, pins } = site.locked;
      const isEquality = (operator?: string): boolean => operator === '==' || operator === '!=';
      const isOfFile = (type?: CType): boolean => type?.name === 'struct address_space' && type.stars === 1;
      const event = site.events.find(
        ({ role, operator, otherType }) => role === 'compared' && isEquality(operator) && isOfFile(otherType),
      );
      if (!event || site.origins.some((origin) => helper(origin.name)?.role === 'gup')) continue;
      const loose = minus(intersect(intersect(event.kinds, site.proven), IN_FILES), pins);
      const wrong = matrix.kindsWhere(loose, (row) => row.mapping.canBeAddressSpace);
      if (isEmpty(wrong)) continue; // the lock keeps what it is compared for

      yield {
        at: event,
        site,
        kinds: wrong,
        severity: 'warning',
        message: `\`${by}()\` does not keep \`${event.via ?? siteText(site)}\` of DAX pages`,
        reason: `in ${era.label} who truncates the file of ${describeKinds(mainKinds(wrong), 'or')} pages does not take their lock; ${originClause(site)}`,
      };
    }
  },
});
