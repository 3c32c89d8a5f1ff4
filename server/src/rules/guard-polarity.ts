/** A predicate whose answer is the opposite of what its name says about DAX pages. */
import {
  DAX_KINDS,
  describeKinds,
  has,
  intersect,
  isEmpty,
  kindSet,
  type KindSet,
  mainKinds,
  minus,
} from '../kernel/kinds.ts';
import type { Predicate } from '../model/unit.ts';
import { defineRule } from './rule.ts';

/** Word pairs and words that promise an ordinary page, and words that promise a DAX page. */
const PROMISES_ORDINARY = /(^|_)(page_?cache|normal|lru|cached)(_|$)/;
const PROMISES_DAX = /(^|_)(dax|fsdax|devdax|zone_device)(_|$)/;
const NEGATES = /(^|_)(not|no|non|isnt|skip|without|except|un|bypass|bypasses)(_|$)/;

/** The DAX pages that a file leads to; one in no file has no mapping, inode or area to ask. */
const MAPPED_DAX = minus(DAX_KINDS, kindSet('fsdax-unassociated'));

export const guardPolarity = defineRule({
  id: 'guard-polarity',
  summary: 'a predicate answers the opposite of what its name says about DAX pages',
  severity: 'warning',
  confidence: 'high',
  fields: [],
  needsOrigin: false,
  docs: {
    what: 'Defines a predicate whose name promises a page-cache page and that is true for DAX pages only, or the other way round.',
    why: 'The `pagecache_page()` that was sketched on the mailing list in December 2017 has this fault: it returns false unless `IS_DAX()` is true of the host. A caller that trusts the name does the wrong thing for every page.',
    instead:
      'Turn the test round. For "is an ordinary page-cache page" also rule out tags, the swap cache and device memory.',
    limits: ['Only functions made of `if` and `return` with one page, folio, mapping, inode or vma are tried.'],
  },
  example: {
    era: '4.17',
    bad: `static bool pagecache_page(struct page *page)
{
	if (!page->mapping)
		return false;
	if (!IS_DAX(page->mapping->host))
		return false;
	return true;
}
`,
    good: `static bool pagecache_page(struct page *page)
{
	return page_mapping(page) && !is_zone_device_page(page);
}
`,
  },

  *check(unit) {
    for (const predicate of unit.predicates) {
      const { name, trueFor } = predicate;
      if (NEGATES.test(name)) continue; // `not_dax()` promises what it does
      const ordinary = PROMISES_ORDINARY.test(name);
      const dax = PROMISES_DAX.test(name);
      if (ordinary === dax) continue; // no promise, or one that cannot be told

      const daxTrue = intersect(trueFor, MAPPED_DAX);
      const inverted = ordinary
        ? !has(trueFor, 'cache') && !isEmpty(daxTrue)
        : has(trueFor, 'cache') && isEmpty(daxTrue);
      if (!inverted) continue; // true for what the name says

      const test = decidingTest(predicate);
      yield {
        at: test?.whole ?? predicate.nameSpan,
        kinds: ordinary ? daxTrue : DAX_KINDS,
        severity: 'warning',
        message: `\`${name}()\` answers ${ordinary ? 'true' : 'false'} for DAX pages, the opposite of its name`,
        reason: `tried on each kind of page, it can be true for ${describeKinds(mainKinds(onlyMain(trueFor)))} pages`,
        related: [{ ...predicate.nameSpan, message: `\`${name}()\` is defined here` }],
      };
    }
  },
});

/** The test that tells page cache from FS-DAX. */
function decidingTest(predicate: Predicate): Predicate['tests'][number] | undefined {
  return predicate.tests.find((test) => has(test.trueFor, 'cache') !== has(test.trueFor, 'fsdax'));
}

/** The kinds that a reader of the name thinks of. */
function onlyMain(set: KindSet): KindSet {
  return intersect(set, DAX_KINDS) || set;
}
