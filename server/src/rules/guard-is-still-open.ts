/** A guard that asks what an earlier one has settled. */
import { describeKinds, mainKinds } from '../kernel/kinds.ts';
import { defineRule } from './rule.ts';

export const guardIsStillOpen = defineRule({
  id: 'guard-is-still-open',
  summary: 'a guard asks about a page what an earlier guard has settled',
  severity: 'hint',
  confidence: 'high',
  fields: [],
  needsOrigin: false,
  isUnnecessary: true,
  docs: {
    what: 'Asks a question about a page, such as `is_zone_device_page()`, whose answer follows from an earlier question about the same page.',
    why: 'A page does not change its kind while somebody holds it. A second guard reads as if it kept something away that the first let through, and the one who later takes out either of them cannot tell which was needed.',
    instead: 'Ask once, and leave the second question out.',
    limits: [
      'Assertions are not reported: they state what the code takes for granted.',
      'An answer that follows only from several earlier questions together is not seen.',
    ],
  },
  example: {
    era: '6.1',
    bad: `static void count(struct page *page)
{
	if (is_zone_device_page(page))
		return;
	if (!is_zone_device_page(page) && PageDirty(page))
		note(page);
}
`,
    good: `static void count(struct page *page)
{
	if (is_zone_device_page(page))
		return;
	if (PageDirty(page))
		note(page);
}
`,
  },

  *check(unit, { lineOf }) {
    for (const question of unit.settled) {
      const { text, answer, by, kinds } = question;
      yield {
        at: question,
        kinds,
        severity: 'hint',
        message: `\`${text}\` is always ${answer} here, line ${lineOf(by.start)} has settled it`,
        reason: `\`${by.text}\` is ${by.holds} here, which leaves no ${describeKinds(mainKinds(kinds))} page`,
        related: [{ start: by.start, end: by.end, message: 'settled here' }],
      };
    }
  },
});
