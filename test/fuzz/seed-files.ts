/** The files of the repository, and of a kernel tree where there is one, that the fuzzers begin with. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEST = fileURLToPath(new URL('..', import.meta.url));
const KERNEL = join(TEST, '../kernels/linux-source-6.1');

/** Files of a kernel that say much about pages, of moderate size. */
const KERNEL_FILES = [
  'fs/dax.c',
  'mm/page-writeback.c',
  'mm/truncate.c',
  'mm/memremap.c',
  'fs/fuse/dax.c',
  'mm/rmap.c',
];

/** Nothing longer is begun with. */
const LONGEST_SEED = 40_000;

/** The texts of the files below a folder of the tests with an ending, in the order of their names. */
export function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(join(TEST, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => readFileSync(join(TEST, folder, name), 'utf8'));
}

/** Some files of a kernel; none where no kernel lies beside the repository. */
export function kernelFiles(): readonly string[] {
  return KERNEL_FILES.map((name) => join(KERNEL, name))
    .filter((path) => existsSync(path) && statSync(path).size < 200_000)
    .map((path) => readFileSync(path, 'utf8').slice(0, LONGEST_SEED));
}
