/** A whole kernel tree whose files can be given other texts in memory: its facts are read once, and a change costs one solve. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalysedFile, Tree } from '../../server/src/engine/api.ts';
import { shortestChain } from '../../server/src/engine/chain.ts';
import { type SolvedTree, solved } from '../../server/src/engine/whole-tree.ts';
import { DEVICE_KINDS, intersect, kindsOf, NO_KINDS, overlaps } from '../../server/src/kernel/kinds.ts';
import type { FileFacts } from '../../server/src/model/facts.ts';
import type { Site } from '../../server/src/model/site.ts';
import type { Chains, ChainStep } from '../../server/src/model/solution.ts';
import { FactsCache } from '../../server/src/store/facts-cache.ts';
import { createFileReader } from '../../server/src/store/file-reader.ts';
import { loadEngine } from '../../server/src/store/load-engine.ts';
import type { EngineParts } from '../../server/src/store/open-trees.ts';
import { factsIn, looksOf, readTreeFacts } from '../../server/src/store/tree-facts.ts';
import { treeJobs } from '../../server/src/store/tree-jobs.ts';

/** New texts by path; undefined where the file is gone. */
export type Texts = ReadonlyMap<string, string | undefined>;

/** A site with its verdict, under a whole tree. */
export interface Judged {
  readonly path: string;
  readonly site: Site;
  /** 1-based. */
  readonly line: number;
  readonly verdict: string;
  readonly rule: string | undefined;
  /** The way over which a page that makes the use wrong is proven to get there; empty where there is none. */
  readonly chain: readonly ChainStep[];
}

/** A site with the verdict that it had in another variant; undefined where it was not there. */
export interface Changed extends Judged {
  readonly was: string | undefined;
}

/** The tree as it is, or with some texts changed. */
export interface Variant {
  /** In the order of a walk. */
  readonly facts: readonly FileFacts[];
  readonly solved: SolvedTree;
  readonly texts: Texts;
}

export class MutableTree {
  readonly root: string;
  readonly engine: EngineParts;
  readonly tree: Tree;
  /** The tree as it is on disk. */
  readonly base: Variant;
  private readonly judgedBefore = new Map<string, readonly Judged[]>();

  private constructor(root: string, engine: EngineParts, tree: Tree, facts: readonly FileFacts[]) {
    this.root = root;
    this.engine = engine;
    this.tree = tree;
    this.base = variantOf(facts, new Map());
  }

  /** Reads the facts of all files, those that are not in the cache in threads. */
  static async open(root: string, cacheFolder: string): Promise<MutableTree> {
    const jobs = await treeJobs(root);
    const cache = new FactsCache(cacheFolder);
    const { files } = await readTreeFacts(jobs, looksOf(jobs), { root, options: {}, threads: 2, cache });
    const engine = await loadEngine();
    const tree = engine.openTree({ root, reader: createFileReader(root), lowering: engine.lowering });
    return new MutableTree(root, engine, tree, factsIn(files));
  }

  /** The text of a file on disk. */
  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** The tree with other texts: the facts of these files are made anew, and the tree is solved. */
  with(texts: Texts): Variant {
    const kept = this.base.facts.filter(({ path }) => !texts.has(path));
    const made = [...texts].flatMap(([path, text]) => (text === undefined ? [] : [this.tree.facts(path, text)]));
    return this.solve([...kept, ...made], texts);
  }

  /** The tree with these facts, which may be some that no text has. */
  solve(facts: readonly FileFacts[], texts: Texts = new Map()): Variant {
    return variantOf(facts, texts);
  }

  /** The sites that are a hazard in one variant and not in the other; their texts are of the same length. */
  newHazards(before: Variant, after: Variant): readonly Changed[] {
    return this.touched(before, after).flatMap((path) => {
      const verdicts = new Map(this.judge(before, path).map(({ site, verdict }) => [site.at, verdict]));
      return this.judge(after, path).flatMap((judged) => {
        const was = verdicts.get(judged.site.at);
        return judged.verdict === 'hazard' && was !== 'hazard' ? [{ ...judged, was }] : [];
      });
    });
  }

  /** Whether a page of a device is proven to get into a function of a file. */
  isReached({ path, asked }: FileFacts): boolean {
    const { at } = this.base.solved.solution.arrivals(path);
    return asked.some((place) => overlaps(at(place)?.proven ?? NO_KINDS, DEVICE_KINDS));
  }

  /** The files that differ in their text, or in what the tree sends to them. */
  touched(before: Variant, after: Variant): readonly string[] {
    return after.facts.flatMap(({ path, asked }) => {
      if (before.texts.get(path) !== after.texts.get(path)) return [path];
      const was = before.solved.solution.arrivals(path);
      const is = after.solved.solution.arrivals(path);
      const differs = asked.some((place) => {
        const [a, b] = [was.at(place), is.at(place)];
        return a?.proven !== b?.proven || a?.possible !== b?.possible || a?.isApart !== b?.isApart;
      });
      return differs ? [path] : [];
    });
  }

  /** Judges all sites of a file. */
  judge(variant: Variant, path: string): readonly Judged[] {
    const known = variant === this.base ? this.judgedBefore.get(path) : undefined;
    if (known !== undefined) return known;
    const file = this.open(variant, path);
    const judged = file.unit.sites.map((site) => judgedSite(file, site, variant.solved));
    if (variant === this.base) this.judgedBefore.set(path, judged);
    return judged;
  }

  /** A file under analysis, with what a variant sends to it. */
  open(variant: Variant, path: string): AnalysedFile {
    this.tree.know((asked) => variant.solved.arrivals(asked));
    return this.tree.open(path, variant.texts.get(path) ?? this.read(path));
  }
}

/** The order decides between ways of equal length, and is that of a walk over the tree. */
function variantOf(facts: readonly FileFacts[], texts: Texts): Variant {
  const inOrder = [...facts].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { facts: inOrder, solved: solved(inOrder), texts };
}

/** The sites of one file by what an edit that keeps the lines leaves as it is. */
export function keyed(sites: readonly Judged[]): readonly (readonly [key: string, judged: Judged])[] {
  const seen = new Map<string, number>();
  return sites.map((judged) => {
    const { line, site } = judged;
    const place = `${line} ${site.functionName} ${site.base} ${site.field}`;
    const nth = seen.get(place) ?? 0;
    seen.set(place, nth + 1);
    return [`${place} ${nth}`, judged];
  });
}

function judgedSite(file: AnalysedFile, site: Site, { solution }: SolvedTree): Judged {
  const { path } = file;
  const { verdict, rule, kinds } = file.verdict(site);
  const places = site.origins.flatMap(({ place }) => place ?? []);
  const asked = kindsOf(intersect(kinds ?? site.kinds, site.proven));
  const chains: Chains = { chain: (place, kind, isProven) => solution.chain(path, place, kind, isProven) };
  const chain = shortestChain(places, asked, chains, true);
  return { path, site, line: file.lines.position(site.at).line + 1, verdict, rule, chain };
}
