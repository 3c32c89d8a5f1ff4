/** The options that several commands of the command line share. */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { ERAS, parseEra } from '../kernel/eras.ts';
import { isSiteField, SITE_FIELDS, type SiteField } from '../kernel/site-fields.ts';
import { nearestWord } from '../model/nearest-word.ts';

const MAX_JOBS = 256;

/** How findings are printed. */
export function formatOption(): Option {
  return new Option('--format <format>', 'how to print them').choices(['text', 'gcc', 'json', 'sarif']).default('text');
}

/** The least severity. */
export function levelOption(help: string): Option {
  return new Option('--level <level>', help).choices(['warning', 'hint']).default('warning');
}

/** The tree of files that lie outside of it. */
export function treeOption(): Option {
  return new Option('--tree <folder>', 'the kernel tree, where the files lie outside of it');
}

/** The release whose facts hold. */
export function eraOption(help = 'take this release for the era of the tree, such as 6.1 (default: probed)'): Option {
  return new Option('--era <name>', help).argParser((word: string) => {
    if (word === 'auto' || parseEra(word) !== undefined) return word;
    throw new InvalidArgumentError(
      `Write a release since 4.0, \`auto\`, or one of ${ERAS.map(({ id }) => id).join(', ')}.`,
    );
  });
}

/** What is laid over the facts of the era. */
export function whatIfOption(): Option {
  return new Option(
    '--what-if <overlay>',
    'answer as if some facts of the era were others: a JSON file, or a name such as 2017-mapping-set-for-dax',
  );
}

/** Files by themselves. */
export function localOption(): Option {
  return new Option('--local', 'judge each file by itself, and not by what the rest of its tree does').default(false);
}

/** Findings and nothing else. */
export function quietOption(): Option {
  return new Option('-q, --quiet', 'nothing but what is found: no summary, no notes, no progress').default(false);
}

/** Nothing is kept. */
export function noCacheOption(): Option {
  return new Option('--no-cache', 'read every file again, and keep nothing');
}

/** Where it is kept. */
export function cacheDirOption(): Option {
  return new Option('--cache-dir <folder>', "keep what was read there (default: daxlint in the user's cache folder)");
}

/** How many threads. */
export function jobsOption(): Option {
  return new Option('--jobs <number>', 'threads to use at most')
    .default(availableParallelism())
    .argParser((word: string) => {
      const jobs = /^\d{1,4}$/.test(word) ? Number(word) : 0;
      if (jobs >= 1 && jobs <= MAX_JOBS) return jobs;
      throw new InvalidArgumentError(`Write a number from 1 to ${MAX_JOBS}.`);
    });
}

/** Reads the name of a field, or `all`; may be given several times. */
export function fieldParser(word: string, before: readonly SiteField[] = []): readonly SiteField[] {
  if (word === 'all') return SITE_FIELDS;
  if (isSiteField(word)) return [...before, word];
  const near = nearestWord(word, SITE_FIELDS);
  throw new InvalidArgumentError(
    near === undefined ? `The fields are ${SITE_FIELDS.join(', ')}.` : `The nearest field is ${near}.`,
  );
}

/** Reads the id of a rule. */
export function ruleParser(ruleIds: readonly string[]): (word: string) => string {
  return (word) => {
    if (ruleIds.includes(word)) return word;
    const near = nearestWord(word, ruleIds);
    throw new InvalidArgumentError(
      near === undefined ? `The rules are ${ruleIds.join(', ')}.` : `The nearest rule is ${near}.`,
    );
  };
}
