/** The verdict of a site, as far as its own function tells. */
import { DAX_KINDS, describeKinds, intersect, isEmpty, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import type { Finding } from '../model/finding.ts';
import type { Site, SiteUse } from '../model/site.ts';
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
  const dax: KindSet = intersect(site.kinds, DAX_KINDS);
  const possible = about[0];
  // Where every page that gets here is known and none is of DAX, the rest is told apart by other tests on the way.
  if (possible && (!site.known || !isEmpty(intersect(possible.kinds, DAX_KINDS))))
    return {
      verdict: 'undecided',
      rule: possible.rule,
      kinds: possible.kinds,
      reason: `${possible.message}, if such a page gets here: ${possible.reason}`,
    };
  if (site.isWritten && site.asked === undefined && site.known && !isEmpty(dax)) {
    return {
      verdict: 'dax-code',
      reason: `this function sets or clears \`->${site.field}\` of pages that can be DAX: ${originText(site)}`,
    };
  }
  // What is said of a word that is compared does not hold for a count or a flag that a function is asked for.
  const isWord = site.asked === undefined;
  if (isWord && TELLS_APART.has(site.use))
    return { verdict: 'safe', reason: 'the word is compared, not followed: a page of another kind is told apart' };
  if (isEmpty(dax) && !isEmpty(intersect(arriving(site), DAX_KINDS))) {
    const guard = site.events[0]?.guards.find((each) => !isEmpty(intersect(each.excludes, DAX_KINDS)));
    if (guard)
      return {
        verdict: 'safe',
        reason: `\`${guard.text}\` is ${guard.holds ? 'true' : 'false'} here, which leaves no DAX page`,
      };
  }
  if (isEmpty(dax)) {
    return { verdict: 'latent', reason: `only ${describeKinds(site.kinds)} pages get here: ${originText(site)}` };
  }
  if (HARMLESS.has(site.use) && (isWord || site.use === 'trace') && site.known)
    return { verdict: 'safe', reason: 'the use is right for a page of every kind that gets here' };
  if (site.known) {
    return {
      verdict: 'undecided',
      reason: `no rule finds it wrong for the pages that get here, and what becomes of them is not followed yet: ${originText(site)}`,
    };
  }
  return { verdict: 'undecided', reason: `it is not known which pages get here: ${originText(site)}` };
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
