/** What follows from the word in `->mapping`: the answers of helpers that do nothing but look at it. */
import { DAX_KINDS, has, type Kind } from './kinds.ts';
import type { FieldValues } from './matrix-types.ts';

/** The fields that are looked up through `mapping`. */
export type Follower = 'mappingHelper' | 'anonBit' | 'host';

export const FOLLOWERS: readonly Follower[] = ['mappingHelper', 'anonBit', 'host'];

type Word = FieldValues['mapping'];
type Answers = { readonly [F in Follower]: readonly FieldValues[F][] };

const TAGGED: Answers = { mappingHelper: ['null'], anonBit: ['true'], host: ['not-a-pointer'] };

/**
 * The answers that are possible for a word, the likeliest first (6.1: mm/util.c:767, include/linux/page-flags.h:657 to
 * :693). That there is nothing to follow is said of NULL in either of two ways; a driver's tag was stripped up to 5.19.
 */
const ANSWERS: Readonly<Record<Exclude<Word, 'undefined'>, Answers>> = {
  null: { mappingHelper: ['null'], anonBit: ['false', 'undefined'], host: ['no-host', 'not-a-pointer'] },
  address_space: { mappingHelper: ['address_space'], anonBit: ['false'], host: ['not-dax', 'dax'] },
  'anon-tagged': TAGGED,
  'ksm-tagged': TAGGED,
  '0x1': TAGGED,
  'movable-tagged': {
    mappingHelper: ['null', 'driver-address_space'],
    anonBit: ['false'],
    host: ['not-a-pointer'],
  },
  'slab-word': { mappingHelper: ['null'], anonBit: ['undefined'], host: ['not-a-pointer'] },
};

/** The flag of a swap-cache page is tested before its word (6.1: mm/util.c:767). */
const SWAP: Pick<Answers, 'mappingHelper'> = { mappingHelper: ['swap-address_space'] };

/** The answers that a field can give for a word of a kind, the likeliest first; undefined where any may. */
export function answersFor<F extends Follower>(
  field: F,
  kind: Kind,
  word: Word,
): readonly FieldValues[F][] | undefined {
  if (word === 'undefined') return undefined;
  const ofWord: Answers = kind === 'swapcache' ? { ...ANSWERS[word], ...SWAP } : ANSWERS[word];
  const answers: readonly FieldValues[F][] = ofWord[field];
  return has(DAX_KINDS, kind) && word === 'address_space' ? [...answers].reverse() : answers;
}

/**
 * Says what is wrong about the values of a field beside those of `mapping`: a value that no word gives, or a word none
 * of whose answers is there. Undefined where the two fit.
 */
export function misfit(
  field: Follower,
  kind: Kind,
  words: readonly Word[],
  values: readonly string[],
): { readonly value: string } | { readonly word: Word } | undefined {
  const answers = words.map((word): readonly string[] | undefined => answersFor(field, kind, word));
  const value = values.find((each) => answers.every((some) => some?.includes(each) === false));
  if (value !== undefined) return { value };
  const word = words.find((_, i) => answers[i]?.some((each) => values.includes(each)) === false);
  return word === undefined ? undefined : { word };
}
