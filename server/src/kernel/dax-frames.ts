/**
 * Frame numbers that belong to DAX: those in the entries of a file's DAX mapping, and those of the type that says which
 * memory a frame is of (6.1: fs/dax.c:83, :326 and :333, include/linux/pfn_t.h:52; 6.12: fs/dax.c:69, :312 and :319,
 * include/linux/pfn_t.h:52). The page of such a frame is of these kinds and no other.
 */
import { DAX_KINDS, DEVICE_KINDS, type KindSet, kindSet } from './kinds.ts';

const FILE_FRAMES: KindSet = kindSet('fsdax', 'fsdax-unassociated', 'fsdax-shared');

const FRAMES: ReadonlyMap<string, KindSet> = new Map([
  ['dax_to_pfn', FILE_FRAMES],
  ['dax_end_pfn', FILE_FRAMES],
  ['for_each_mapped_pfn', FILE_FRAMES],
  ['pfn_t_to_pfn', DAX_KINDS],
]);

/**
 * The type of what describes a range of device memory. A function that is given one with the number of a frame is given
 * the one that the frame is in (6.1: mm/memory-failure.c:1595 and :2042, 6.12: mm/memory-failure.c:1772 and :2279).
 */
export const PAGEMAP_TYPE = 'struct dev_pagemap';

/** The kinds of page behind a frame of such a range. */
export const PAGEMAP_FRAMES: KindSet = DEVICE_KINDS;

/** The kinds of page behind the frame that a function or iterator of this name gives; undefined for any other name. */
export function framesOf(name: string): KindSet | undefined {
  return FRAMES.get(name);
}
