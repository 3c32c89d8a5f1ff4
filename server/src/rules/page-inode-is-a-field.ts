/** A use of `page->inode`, which only the 2017 proposal had. */
import { ALL, DEVICE_KINDS, FSDAX_KINDS, isEmpty, minus } from '../kernel/kinds.ts';
import { defineRule } from './rule.ts';

export const pageInodeIsAField = defineRule({
  id: 'page-inode-is-a-field',
  summary: '`page->inode` is used, the field that was proposed in 2017 and not merged',
  severity: 'warning',
  confidence: 'high',
  fields: ['inode'],
  needsOrigin: false,
  docs: {
    what: 'Uses a member `inode` of `struct page` or `struct folio`.',
    why: 'On 31 October 2017 a patch put `inode` beside `page->pgmap`, over the words of `lru`, to lead from a DAX page to its file. It was not merged: 4.17 set `page->mapping` instead. In a tree with that patch the member is set on FS-DAX pages only, and is a list pointer elsewhere.',
    instead:
      'Since 4.17: `page->mapping->host`, after the page is known to be a DAX page and under the DAX entry lock. In a tree with the proposal: test `is_zone_device_page()` and then for NULL.',
    limits: [],
  },
  example: {
    era: '6.1',
    bad: `static struct inode *owner(struct page *page)
{
	return page->inode;
}
`,
    good: `static struct inode *owner(struct folio *folio)
{
	struct address_space *mapping = folio_mapping(folio);

	return mapping ? mapping->host : NULL;
}
`,
  },

  *check(unit, { era }) {
    const declared = unit.pageHasMember('inode') ?? era.id === 'inode-2017';
    for (const site of unit.sites) {
      if (site.field !== 'inode') continue;
      const text = `${site.base}->inode`;
      if (!declared) {
        yield {
          at: site,
          site,
          kinds: ALL,
          severity: 'warning',
          message: `\`${text}\` is in no released kernel: the 2017 proposal was not merged`,
          reason: `\`struct ${site.baseType}\` of this tree (${era.label}) has no member \`inode\``,
        };
        continue;
      }
      const followed = site.events.find((event) => event.role === 'followed');
      if (!followed) continue; // only compared, tested or stored

      const onList = !isEmpty(minus(followed.kinds, DEVICE_KINDS));
      if (!onList && followed.nonNull) continue; // device memory, and in a file

      yield {
        at: followed,
        site,
        kinds: minus(ALL, FSDAX_KINDS),
        severity: 'warning',
        message: onList
          ? `\`${text}\` is a list pointer on all but device pages and is followed`
          : `\`${text}\` is NULL on device pages that are in no file and is followed`,
        reason:
          'the proposal sets the member on FS-DAX pages only; it lies over `lru.prev` of other pages, so that a NULL test is no guard',
      };
    }
  },
});
