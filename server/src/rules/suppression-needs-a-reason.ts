/** A suppression comment without a reason, for a rule that does not exist, or where nothing is reported. */
import { defineRule } from './rule.ts';

export const suppressionNeedsAReason = defineRule({
  id: 'suppression-needs-a-reason',
  summary: 'a suppression gives no reason, names no rule that exists, or silences nothing',
  severity: 'warning',
  confidence: 'high',
  fields: [],
  needsOrigin: false,
  docs: {
    what: 'Reads the `daxlint-ok` comments of a file and reports those that say nothing: an empty reason, an unknown rule, or a line on which the rule reports nothing.',
    why: 'A suppression is a claim about the code, and the reader who comes after it needs to know why it holds. One that silences nothing is a claim about code that is gone.',
    instead:
      'Write `daxlint-ok: <rule>: <reason>`, on the line it is about or alone on the line above; take it out when the code is mended.',
    limits: [],
  },
  example: {
    era: '6.1',
    bad: `static struct inode *owner(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return page->mapping->host; /* daxlint-ok: mapping-is-a-pointer: */
}
`,
    good: `static struct inode *owner(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return page->mapping->host; /* daxlint-ok: mapping-is-a-pointer: the pfn is in the kernel's own image */
}
`,
  },

  // The engine reports these itself: whether a comment silences anything is known only after all other rules have run.
  *check() {},
});
