/** Of two files only one is asked whether it is DAX. */
import { FSDAX_KINDS } from '../kernel/kinds.ts';
import { defineRule } from './rule.ts';

export const oneOfTwoFilesIsAsked = defineRule({
  id: 'one-of-two-files-is-asked',
  summary: 'of two files that are worked on together only one is asked whether it is DAX',
  severity: 'hint',
  confidence: 'low',
  fields: [],
  needsOrigin: false,
  docs: {
    what: 'Asks whether one of its two files is DAX, and then hands both to the same function.',
    why: 'Where blocks are shared, exchanged or moved, each of the files can be DAX by itself. What goes through the page cache of the one that was not asked does not see the data, or puts pages over its DAX entries.',
    instead: 'Ask both, as in `IS_DAX(a) != IS_DAX(b)`, and refuse what does not go together.',
    limits: [
      'It is always a hint: a caller can have asked both already.',
      'Looked at are two parameters of the same type, of `struct inode *`, `struct file *` or `struct address_space *`, and what variables are given of them.',
      'A question about the other file in a function that is called is not seen.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static int heron_exchange(struct inode *one, struct inode *two, loff_t len)
{
	if (IS_DAX(one))
		return -EOPNOTSUPP;
	return heron_swap_cached(one, two, len);
}
`,
    good: `static int heron_exchange(struct inode *one, struct inode *two, loff_t len)
{
	if (IS_DAX(one) || IS_DAX(two))
		return -EOPNOTSUPP;
	return heron_swap_cached(one, two, len);
}
`,
  },

  *check(unit, { era }) {
    for (const asked of unit.askedAlone) {
      yield {
        at: asked,
        kinds: FSDAX_KINDS,
        severity: 'hint',
        message: `\`${asked.text}\` is asked, and nothing here asks about \`${asked.other}\``,
        reason: `in ${era.label} each of the two files can be DAX by itself, and \`${asked.by}()\` gets both`,
      };
    }
  },
});
