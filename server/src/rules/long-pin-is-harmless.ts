/** User pages that are kept for long, without a word that would refuse those of a DAX file. */
import { FSDAX_KINDS } from '../kernel/kinds.ts';
import { longTermOf } from '../kernel/pins.ts';
import { defineRule } from './rule.ts';

export const longPinIsHarmless = defineRule({
  id: 'long-pin-is-harmless',
  summary: 'user pages are kept in an object without saying so by `FOLL_LONGTERM`',
  severity: 'hint',
  confidence: 'medium',
  fields: [],
  needsOrigin: false,
  docs: {
    what: 'Takes references to user pages and keeps them in an object that outlives the function, without saying that they are kept.',
    why: 'A truncate of a DAX file waits until nobody has a page of it pinned. One that is kept until an ioctl comes, or a process ends, keeps the truncate waiting for as long.',
    instead:
      'Pin them by `pin_user_pages()` and its like with `FOLL_LONGTERM`, which refuses FS-DAX pages; `get_user_pages()` refuses the flag. From 4.15 to 5.1 the call is `get_user_pages_longterm()`. Never try again without it.',
    limits: [
      'It is always a hint: how long the object lives is not known, and references of I/O that ends by itself are right without the flag.',
      'Flags of which a part comes from a caller, a member or a call are not judged, nor are the iterators of direct I/O.',
      'Pages count as kept where they are put into a member that a pointer leads to, and the function does not give them back on its way to its first `return`, in so many words.',
      'Before 4.14 nothing is reported: there is no way to say it.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static int egret_register(struct egret_buffer *buffer, unsigned long addr, int count)
{
	int got = pin_user_pages_fast(addr, count, FOLL_WRITE, buffer->pages);

	return got == count ? 0 : -EFAULT;
}
`,
    good: `static int egret_register(struct egret_buffer *buffer, unsigned long addr, int count)
{
	int got = pin_user_pages_fast(addr, count, FOLL_WRITE | FOLL_LONGTERM, buffer->pages);

	return got == count ? 0 : -EFAULT;
}
`,
  },

  *check(unit, { era }) {
    const longTerm = longTermOf(era.id);
    if (longTerm === undefined) return; // nothing can be said for pages that are kept
    for (const pin of unit.keptPins) {
      if (longTerm.isFlag && !pin.areFlagsKnown) continue; // the flag can be among them

      yield {
        at: pin,
        kinds: FSDAX_KINDS,
        severity: 'hint',
        message: `\`${pin.callee}()\` keeps user pages in \`${pin.into}\` without saying so`,
        reason: `in ${era.label} a truncate of a DAX file waits for whoever has its pages; ${longTerm.how}`,
      };
    }
  },
});
