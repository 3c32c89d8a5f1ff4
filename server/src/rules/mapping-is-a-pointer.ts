/** `page->mapping` followed as a pointer although it can be a tag or 0x1. */
import { describeKinds, has, intersect, isEmpty, kindSet, type KindSet } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { TAGGED_WORDS } from '../kernel/tag-bits.ts';
import type { SiteEvent } from '../model/site.ts';
import { defineRule, originClause, provenSeverity, surestKinds } from './rule.ts';

export const mappingIsAPointer = defineRule({
  id: 'mapping-is-a-pointer',
  summary: '`->mapping` is followed although it can be a tag instead of a pointer',
  severity: 'warning',
  confidence: 'high',
  fields: ['mapping'],
  needsOrigin: true,
  docs: {
    what: 'Follows `->mapping`, or a local that holds it, where the page may be of a kind whose word is no plain pointer.',
    why: 'The low bits of `->mapping` are tags: bit 0 marks an anonymous page, both bits a KSM page, bit 1 a movable driver page. From 6.0 to 6.14 a shared FS-DAX page holds exactly 0x1. None of these may be followed, and a test for NULL does not catch them.',
    instead:
      'Ask `folio_mapping()` or `page_mapping()`, which give NULL for a tag, or test the tag bits before the value is followed.',
    limits: ['A page that is a parameter is taken to be of any kind, so following its mapping is a hint only.'],
  },
  example: {
    era: '6.1',
    bad: `static struct inode *owner(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return page->mapping ? page->mapping->host : NULL;
}
`,
    good: `static struct inode *owner(unsigned long pfn)
{
	struct address_space *mapping = folio_mapping(page_folio(pfn_to_page(pfn)));

	return mapping ? mapping->host : NULL;
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      if (site.field !== 'mapping') continue;
      const followed = site.events.find((event) => event.role === 'followed' && !isEmpty(taggedKinds(event, matrix)));
      if (!followed) continue; // never followed, or every page that gets here has a plain pointer

      const wrong = surestKinds(site, taggedKinds(followed, matrix));
      const text = followed.via ?? `${site.base}->mapping`;
      const holdsOne = has(wrong, 'fsdax-shared');
      yield {
        at: followed,
        site,
        kinds: wrong,
        severity: provenSeverity(site, wrong),
        message: holdsOne
          ? `\`${text}\` is 0x1 on shared FS-DAX pages and is followed as a pointer`
          : `\`${text}\` can be a tagged pointer and is followed`,
        reason: `in ${era.label} \`->mapping\` of ${describeKinds(mainKinds(wrong))} pages is no plain pointer; ${originClause(site)}`,
        related: followed.via
          ? [{ start: site.start, end: site.end, message: `\`${site.base}->mapping\` is read here` }]
          : [],
      };
    }
  },
});

/** The kinds that get to an event with a word that is a tag. */
function taggedKinds(event: SiteEvent, matrix: EraMatrix): KindSet {
  const possible = TAGGED_WORDS.filter((word) => !event.absentWords.includes(word));
  return matrix.kindsWhere(event.kinds, (row) => row.mapping.values.some((word) => possible.includes(word)));
}

/** The kinds that a reader thinks of first; all of them where none of those is there. */
function mainKinds(kinds: KindSet): KindSet {
  const main = intersect(kinds, kindSet('anon', 'ksm', 'movable', 'fsdax-shared'));
  return isEmpty(main) ? kinds : main;
}
