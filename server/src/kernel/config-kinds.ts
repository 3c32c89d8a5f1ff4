/** Which kinds of page a kernel without an option cannot have. */
import { helper } from './helper-table.ts';
import { DAX_KINDS, DEVICE_KINDS, kindSet, type KindSet, minus, NO_KINDS, union } from './kinds.ts';

/** Kinds that do not exist where an option is off. */
interface ConfigKinds {
  readonly option: string;
  readonly kinds: KindSet;
  readonly evidence: readonly string[];
}

/** DAX memory that no file maps is there without the option too: it belongs to the device. */
const MAPPED: KindSet = minus(DAX_KINDS, kindSet('fsdax-unassociated'));

/**
 * Without `CONFIG_FS_DAX` `S_DAX` is 0: no inode is DAX, and the device-dax driver refuses every `mmap()`, so that none
 * of its pages gets a mapping either.
 */
const ROWS: readonly ConfigKinds[] = [
  {
    option: 'CONFIG_FS_DAX',
    kinds: MAPPED,
    evidence: ['6.12: include/linux/fs.h:2323', '6.1: drivers/dax/device.c:43'],
  },
  { option: 'CONFIG_DAX', kinds: MAPPED, evidence: ['6.12: fs/Kconfig:65'] },
  { option: 'CONFIG_ZONE_DEVICE', kinds: DEVICE_KINDS, evidence: ['6.12: include/linux/mmzone.h:1134'] },
];

/** Macros that ask for an option (6.12: include/linux/kconfig.h:50 to :73). */
const TESTS: ReadonlySet<string> = new Set(['IS_ENABLED', 'IS_BUILTIN', 'IS_REACHABLE', 'defined']);

/** Whether a macro asks for an option of the configuration. */
export function isConfigTest(name: string): boolean {
  return TESTS.has(name);
}

/** The kinds that are not there where the option is off; none for an option that decides nothing. */
export function kindsNeeding(option: string): KindSet {
  return ROWS.filter((row) => row.option === option).reduce<KindSet>((all, row) => union(all, row.kinds), NO_KINDS);
}

/** The option without which a question is a constant, so that what it is asked about is not read; by the macro's name. */
export function optionOf(name: string): string | undefined {
  const row = helper(name);
  // A function's argument is worked out, whatever the function does.
  return row?.role === 'guard' && row.form === 'macro' ? row.config : undefined;
}
