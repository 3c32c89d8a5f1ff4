/** How much of the fixes is proven: a sample in every run of the kernel tests, all of it by a flag. */
import type { Amount } from './prove.ts';

/** The day of the mail that proposed `page->inode`. */
export const SEED = 20171212;

/** For each tree. */
export const A_SAMPLE: Amount = { files: 3, planted: 10, natural: 2 };

/** For each tree: every fix that is offered, every natural mutation, and so many planted ones. */
export const ALL_OF_IT: Amount = { planted: 50 };
