/** The verdict of a site, as far as its own function tells. */
import {
  DAX_KINDS,
  DEVICE_KINDS,
  describeKinds,
  intersect,
  isEmpty,
  isSubset,
  type KindSet,
  NO_KINDS,
  union,
} from '../kernel/kinds.ts';
import type { Finding } from '../model/finding.ts';
import { tagMaskOf } from '../kernel/tag-bits.ts';
import type { Site, SiteEvent, SiteUse } from '../model/site.ts';
import type { SiteVerdict } from './api.ts';

/** Uses that are right for a page of any kind: whatever the word is, it is only compared or looked at. */
const HARMLESS: ReadonlySet<SiteUse> = new Set(['identity-check', 'trace', 'flagbits']);

/** Of these the ones that a page of another kind comes out of as what it is. */
const TELLS_APART: ReadonlySet<SiteUse> = new Set(['identity-check', 'flagbits']);

/** Judges a site by the findings about it, or by the kinds that reach it where there is none. */
export function verdictOf(site: Site, findings: readonly Finding[]): SiteVerdict {
  const about = findings.filter((finding) => finding.siteAt === site.at);
  const concerning = findings.filter((finding) => finding.concernsAt?.includes(site.at));
  const proven = [...about, ...concerning].find((finding) => finding.severity !== 'hint');
  if (proven)
    return {
      verdict: 'hazard',
      rule: proven.rule,
      kinds: intersect(proven.kinds, site.proven),
      reason: `${proven.message}: ${proven.reason}`,
    };
  const unread = site.events.find(({ isUnread }) => isUnread);
  if (unread && site.events.every(({ isUnread }) => isUnread))
    return { verdict: 'safe', reason: `nothing is read: without ${unread.needs} the question is a constant` };
  const dax: KindSet = intersect(site.kinds, DAX_KINDS);
  const possible = about[0];
  // Where none of the pages is of DAX, the rest is told apart by other tests on the way.
  if (possible && !isEmpty(intersect(possible.kinds, DAX_KINDS)))
    return {
      verdict: 'undecided',
      rule: possible.rule,
      kinds: possible.kinds,
      reason: `${possible.message}, if such a page gets here: ${possible.reason}`,
    };
  if (site.isWritten && site.asked === undefined && site.known && !isEmpty(dax) && isSubset(site.kinds, DEVICE_KINDS)) {
    return {
      verdict: 'dax-code',
      reason: `this function sets or clears \`->${site.field}\` of DAX pages, which is how they come by it: ${originText(site)}`,
    };
  }
  if (site.isWritten && site.asked === undefined && site.known && site.use !== 'assign') {
    return { verdict: 'latent', reason: `the function asks for what it has written itself: ${originText(site)}` };
  }
  if (site.use === 'assign' && site.known) {
    return {
      verdict: 'latent',
      reason: `\`->${site.field}\` is set, whatever it was: only a page that is the function's own may come here; ${originText(site)}`,
    };
  }
  // What is said of a word that is compared does not hold for a count or a flag that a function is asked for.
  const isWord = site.asked === undefined;
  if (isWord && isEmpty(dax) && site.events.some(takesOneForTag))
    return {
      verdict: 'latent',
      reason: `the bits are set in 0x1 too, and only ${describeKinds(site.kinds)} pages get here: ${originText(site)}`,
    };
  if (isWord && TELLS_APART.has(site.use))
    return { verdict: 'safe', reason: 'the word is compared, not followed: a page of another kind is told apart' };
  if (isEmpty(dax) && !isEmpty(intersect(arriving(site), DAX_KINDS))) {
    const guard = site.events[0]?.guards.find((each) => !isEmpty(intersect(each.excludes, DAX_KINDS)));
    if (guard) {
      const test = `\`${guard.text}\` is ${guard.holds ? 'true' : 'false'} here, which leaves`;
      // A test that turns away ordinary pages too asks for something else, which DAX pages happen not to have.
      return isSubset(guard.excludes, DEVICE_KINDS)
        ? { verdict: 'safe', reason: `${test} no DAX page` }
        : { verdict: 'latent', reason: `${test} ${describeKinds(site.kinds)} pages and so no DAX page` };
    }
  }
  // A tracepoint is nobody's operation.
  if (
    isEmpty(dax) &&
    site.use !== 'trace' &&
    site.origins.length > 0 &&
    site.origins.every((origin) => origin.isApart)
  ) {
    return {
      verdict: 'safe',
      reason: `a DAX inode of this filesystem has operations of its own, so only ${describeKinds(site.kinds)} pages get here: ${originText(site)}`,
    };
  }
  if (isEmpty(dax)) {
    return { verdict: 'latent', reason: `only ${describeKinds(site.kinds)} pages get here: ${originText(site)}` };
  }
  if (HARMLESS.has(site.use) && (isWord || site.use === 'trace') && site.known)
    return { verdict: 'safe', reason: 'the use is right for a page of every kind that gets here' };
  if (isWord && about.length === 0 && TESTS.has(site.use))
    return { verdict: 'safe', reason: 'nothing that would be wrong for a page of another kind rests on the answer' };
  if (site.known) {
    return {
      verdict: 'undecided',
      reason: `no rule finds it wrong for the pages that get here, and what becomes of them is not followed yet: ${originText(site)}`,
    };
  }
  return { verdict: 'undecided', reason: `it is not known which pages get here: ${originText(site)}` };
}

/** Uses that the rules about the two beliefs look at: set means page cache, NULL means truncated. */
const TESTS: ReadonlySet<SiteUse> = new Set(['nonnull-as-pagecache', 'null-as-truncated']);

/** Whether bits are asked for that 0x1 has too, the word of shared FS-DAX pages. */
function takesOneForTag({ role, detail }: SiteEvent): boolean {
  return role === 'masked' && (tagMaskOf(detail ?? '')?.includes('0x1') ?? false);
}

/** The kinds that come to the function, before its own guards. */
function arriving(site: Site): KindSet {
  return site.origins.reduce<KindSet>((set, origin) => union(set, origin.kinds), NO_KINDS);
}

function originText(site: Site): string {
  const names = [
    ...new Set(
      site.origins.map((origin) =>
        origin.what === 'parameter' ? `the parameter \`${origin.name}\`` : `\`${origin.name || 'an unknown source'}\``,
      ),
    ),
  ];
  return names.length > 0 ? `the page is from ${names.join(' or ')}` : 'its origin was not found';
}
