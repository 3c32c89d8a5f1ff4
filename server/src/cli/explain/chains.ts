/** The ways over which pages get to a site, for `explain`: proven ones first, each with the kinds that come over it. */
import { worded, stepLine } from '../../docs/chain-text.ts';
import type { AnalysedFile } from '../../engine/api.ts';
import { shortestChain } from '../../engine/chain.ts';
import { type KindSet, kindSet, kindsOf, minus, NO_KINDS, union } from '../../kernel/kinds.ts';
import type { Site } from '../../model/site.ts';
import type { ChainStep } from '../../model/solution.ts';
import { printable, printablePath } from '../printable.ts';
import { shortKinds } from './kind-words.ts';

/** More ways than this say nothing new to a reader. */
const MOST_WAYS = 4;

interface Route {
  kinds: KindSet;
  readonly isProven: boolean;
  readonly steps: readonly ChainStep[];
}

/** The lines about the ways to a site, without an indent; none where the tree was not asked or knows of none. */
export function routeLines(file: AnalysedFile, site: Site, nameOf: (path: string) => string): readonly string[] {
  const routes = routesTo(file, site);
  const shown = routes
    .slice(0, MOST_WAYS)
    .flatMap((route) => [
      `${headOf(route)}:`,
      ...worded(route.steps).map(
        (step) => `  ${printablePath(nameOf(step.file))}:${step.line}: ${printable(stepLine(step))}`,
      ),
    ]);
  const more = routes.length - MOST_WAYS;
  return more > 0 ? [...shown, `and over ${more} other way${more === 1 ? '' : 's'}`] : shown;
}

function headOf({ kinds, isProven }: Route): string {
  const pages = shortKinds(kinds);
  return isProven ? `the way of ${pages} to here` : `the way from what is not known, for ${pages}`;
}

/** The kinds that make the use wrong come first, and of them those that are proven to come. */
function routesTo(file: AnalysedFile, site: Site): readonly Route[] {
  const { chains } = file;
  if (chains === undefined) return [];
  const wrong = file.verdict(site).kinds ?? NO_KINDS;
  const places = site.origins.flatMap(({ place }) => place ?? []);
  const routes = new Map<string, Route>();
  for (const isProven of [true, false]) {
    for (const kind of [...kindsOf(wrong), ...kindsOf(minus(site.kinds, wrong))]) {
      if ([...routes.values()].some((route) => route.isProven && kindsOf(route.kinds).includes(kind))) continue;
      const steps = shortestChain(places, [kind], chains, isProven);
      if (steps.length === 0) continue;
      const key = `${isProven} ${steps.map(({ file: path, line, from, to }) => `${path}:${line} ${from}>${to}`).join()}`;
      const route = routes.get(key) ?? { kinds: NO_KINDS, isProven, steps };
      route.kinds = union(route.kinds, kindSet(kind));
      routes.set(key, route);
    }
  }
  return [...routes.values()];
}
