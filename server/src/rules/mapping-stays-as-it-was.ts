/** `->mapping` that is tested and read a second time to be followed, where nothing keeps it. */
import { describeKinds, intersect, isEmpty } from '../kernel/kinds.ts';
import { TAGGED_WORDS } from '../kernel/tag-bits.ts';
import type { Unit } from '../model/unit.ts';
import { defineRule, originClause } from './rule.ts';

export const mappingStaysAsItWas = defineRule({
  id: 'mapping-stays-as-it-was',
  summary: '`->mapping` is tested in one read and followed in another, with nothing that keeps it between the two',
  severity: 'hint',
  confidence: 'medium',
  fields: ['mapping'],
  needsOrigin: true,
  docs: {
    what: 'Tests `->mapping` for NULL and follows a second read of it, on pages whose mapping the page lock does not keep.',
    why: 'DAX takes and clears `->mapping` under the lock of `i_pages` and never takes the page lock. Between the two reads a truncate can put NULL there, and the test has asked about another value than the one that is followed.',
    instead: 'Read the word once with `READ_ONCE()` into a local, or take the DAX entry lock before the first read.',
    limits: [
      'Only reads in one function are compared, and only where the page can be a DAX page by what this function shows.',
      'A lock that the caller holds is not seen.',
    ],
  },
  example: {
    era: '6.15',
    bad: `static struct inode *owner(unsigned long pfn)
{
	struct folio *folio = page_folio(pfn_to_page(pfn));

	if (!folio_is_fsdax(folio) || !folio->mapping)
		return NULL;
	return folio->mapping->host;
}
`,
    good: `static struct inode *owner(unsigned long pfn)
{
	struct folio *folio = page_folio(pfn_to_page(pfn));
	struct address_space *mapping = READ_ONCE(folio->mapping);

	if (!folio_is_fsdax(folio) || !mapping)
		return NULL;
	return mapping->host;
}
`,
  },

  *check(unit, { matrix, lineOf }) {
    for (const site of unit.sites) {
      if (site.field !== 'mapping' || site.isWritten) continue;
      const followed = site.events.find(
        ({ role, via, nonNull }) => role === 'followed' && via === undefined && nonNull,
      );
      if (!followed) continue; // never followed, or through a local that was read once
      if (followed.absentWords.includes('slab-word')) continue; // known to be an address_space: equal to one, or locked
      const tagged = matrix.kindsWhere(followed.kinds, (row) =>
        row.mapping.values.some((word) => TAGGED_WORDS.includes(word) && !followed.absentWords.includes(word)),
      );
      if (!isEmpty(tagged)) continue; // what is followed may be no pointer at all, which another rule says

      const test = followed.guards.find(({ start, holds }) => holds && start !== site.start && isRead(unit, start));
      if (!test) continue;
      const changing = matrix.kindsWhere(
        intersect(followed.kinds, site.proven),
        (row) => row.mapping.canBeAddressSpace && !row.can('stability', 'page-lock') && !row.can('stability', 'owner'),
      );
      if (isEmpty(changing)) continue; // a kind whose mapping a lock of the caller can keep

      yield {
        at: followed,
        site,
        kinds: changing,
        severity: 'hint',
        message: `\`${site.base}->mapping\` is read again after its test on line ${lineOf(test.start)}, and can be NULL by then`,
        reason: `\`->mapping\` of ${describeKinds(changing)} pages changes without the page lock; ${originClause(site)}`,
        related: [{ start: test.start, end: test.end, message: 'this read was tested' }],
      };
    }
  },
});

/** Whether a test that begins at an offset is a read of the field itself. */
function isRead(unit: Unit, start: number): boolean {
  return unit.sites.some((other) => other.field === 'mapping' && other.start === start);
}
