/** The words of the ledger in plain English: what a verdict means, and what a use does. */
import type { Verdict } from '../model/finding.ts';
import { type Site, type SiteUse, siteText } from '../model/site.ts';

/** What each verdict means, one sentence without a full stop, in the order in which a reader wants to see them. */
export const VERDICT_MEANINGS: Readonly<Record<Verdict, string>> = {
  hazard: 'a DAX page can get here, and the use is wrong for it',
  undecided: 'something on the way is not known; the evidence says what',
  latent: 'the use would be wrong for a DAX page, and none gets here',
  safe: 'a guard keeps DAX pages out, or the use is right for them too',
  'dax-code': 'the code that sets and clears the association itself',
  'not-parsed': 'the code around it could not be read',
};

const USES: Readonly<Record<SiteUse, string>> = {
  'nonnull-as-pagecache': 'is taken for a sign of the page cache where it is set',
  'null-as-truncated': 'is taken for a sign of truncation where it is NULL',
  'identity-check': 'is compared here',
  deref: 'is followed here',
  'aops-call': 'is followed to the operations here',
  assign: 'is written here',
  flagbits: 'has its bits looked at here',
  passed: 'is handed on here',
  trace: 'is printed or traced here',
  other: 'is used here',
};

/** What happens at a site, as a clause without a full stop. */
export function useText(site: Pick<Site, 'asked' | 'base' | 'field' | 'use'>): string {
  return `\`${siteText(site)}\` ${USES[site.use]}`;
}
