/** The types of device memory, as `pgmap->type` spells them (6.1: include/linux/memremap.h:60, 6.12: include/linux/memremap.h:60). */
import { FSDAX_KINDS, type KindSet, kindSet } from './kinds.ts';

const TYPES: ReadonlyMap<string, KindSet> = new Map([
  ['MEMORY_DEVICE_PRIVATE', kindSet('device-private')],
  ['MEMORY_DEVICE_COHERENT', kindSet('device-coherent')],
  ['MEMORY_DEVICE_FS_DAX', FSDAX_KINDS],
  ['MEMORY_DEVICE_GENERIC', kindSet('devdax')],
  ['MEMORY_DEVICE_PCI_P2PDMA', kindSet('p2pdma')],
]);

/** The function that answers the pgmap of a page (6.15: include/linux/mmzone.h:1170). */
export const PGMAP_OF_PAGE = 'page_pgmap';

/** The device pages whose pgmap has a type; undefined for a name that is none. */
export function kindsOfPgmapType(name: string): KindSet | undefined {
  return TYPES.get(name);
}
