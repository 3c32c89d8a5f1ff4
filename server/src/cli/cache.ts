/** The cache that a command line asks for. */
import { defaultCacheFolder, FactsCache } from '../store/facts-cache.ts';

export interface CacheArguments {
  /** False with `--no-cache`. */
  readonly cache: boolean;
  /** `--cache-dir`. */
  readonly cacheDir?: string;
}

/** Undefined where nothing is to be kept. */
export function cacheOf({ cache, cacheDir }: CacheArguments): FactsCache | undefined {
  return cache ? new FactsCache(cacheDir ?? defaultCacheFolder()) : undefined;
}
