/** `page->lru` used as the links of a list, whatever the page is. */
import { describeKinds, DEVICE_KINDS, intersect, isEmpty, kindSet, minus } from '../kernel/kinds.ts';
import { isListFunction } from '../kernel/list-macros.ts';
import type { SiteEvent } from '../model/site.ts';
import { defineRule, originClause, toldApart } from './rule.ts';

export const lruIsAList = defineRule({
  id: 'lru-is-a-list',
  summary: '`->lru` links a page to a list although the words are in use on device pages',
  severity: 'warning',
  confidence: 'high',
  fields: ['lru'],
  needsOrigin: true,
  docs: {
    what: 'Gives `&page->lru` to a list function, or the page to one that puts it on an LRU list, where it is a user page that can be device memory.',
    why: 'A page of device memory has its `pgmap` and another word of its device in the place of `lru`. Linking it to a list overwrites them, and the next who asks what the page is follows a list pointer.',
    instead:
      'Skip device pages after the lookup and drop the reference, keep the pages in an array, or take them off their list with `folio_isolate_lru()` and look at its answer.',
    limits: [
      'A page of a frame number, as from `pfn_to_page()`, is not reported: who has the number may have allocated the page.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static void collect(unsigned long addr, struct list_head *batch)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) == 1)
		list_add(&page->lru, batch);
}
`,
    good: `static void collect(unsigned long addr, struct list_head *batch)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	if (is_zone_device_page(page))
		unpin_user_page(page);
	else
		list_add(&page->lru, batch);
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      if (site.field !== 'lru') continue;
      const linked = site.asked === undefined ? site.events.find(isLinked) : site.events[0];
      if (!linked) continue; // the address goes elsewhere, or a single word is looked at
      const device = intersect(toldApart(site, linked.kinds), minus(DEVICE_KINDS, kindSet('fsdax-unassociated')));
      const wrong = matrix.kindsWhere(device, (row) => row.can('lru', 'device-words'));
      if (isEmpty(wrong)) continue; // no device page is known to get here

      yield {
        at: linked,
        site,
        kinds: wrong,
        severity: 'warning',
        message: `${site.asked === undefined ? '' : `\`${site.asked}()\` writes links: `}\`${site.base}->lru\` holds the \`pgmap\` of device pages, which are on no list`,
        reason: `in ${era.label} the words are not the links of a list on ${describeKinds(wrong)} pages; ${originClause(site)}`,
      };
    }
  },
});

function isLinked(event: SiteEvent): boolean {
  return event.addressOnly === true && event.detail !== undefined && isListFunction(event.detail);
}
