/**
 * Kernel trees are configured beside their sources, with whatever code of mm, fs and DAX can be built switched on; what
 * is configured already is left alone. Usage: node test/kernel/configure.mjs KERNELS FOLDER
 *
 * The sources are not written to: the kernel's own build puts all that it makes in another folder when it is told to.
 * There it also leaves the command line of every file that this configuration would compile, as `commands.json`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aptInstall, installPrograms } from '../../server/tools/apt.mjs';

const TREES = ['linux-source-6.1', 'linux-source-6.12'];
const PROGRAMS = { gcc: 'gcc', make: 'make', flex: 'flex', bison: 'bison', bc: 'bc', perl: 'perl' };

/** Packages without a program, by a file of theirs. */
const LIBRARIES = {
  '/usr/include/libelf.h': 'libelf-dev',
  '/usr/include/openssl/ssl.h': 'libssl-dev',
};

const TIMEOUT_MS = 600_000;

/** Switched on, built in, where a release has it. */
const ON = `
EXPERT MEMORY_HOTPLUG MEMORY_HOTREMOVE SPARSEMEM_VMEMMAP ZONE_DEVICE DEVICE_PRIVATE
MIGRATION COMPACTION NUMA NUMA_BALANCING MEMORY_FAILURE HWPOISON_INJECT KSM CMA PAGE_REPORTING
TRANSPARENT_HUGEPAGE HUGETLBFS HUGETLB_PAGE READ_ONLY_THP_FOR_FS USERFAULTFD MEMCG MEMCG_SWAP ZSWAP ZSMALLOC ZRAM
SWAP LRU_GEN IDLE_PAGE_TRACKING PAGE_IDLE_FLAG DAMON DAMON_VADDR DAMON_PADDR BALLOON_COMPACTION MEM_SOFT_DIRTY
SECRETMEM GUP_TEST HMM_MIRROR TEST_HMM PAGE_OWNER PAGE_TABLE_CHECK
LIBNVDIMM BLK_DEV_PMEM BTT ND_BTT NVDIMM_PFN NVDIMM_DAX ACPI_NFIT ACPI_HMAT X86_PMEM_LEGACY VIRTIO_PMEM
DAX DEV_DAX DEV_DAX_PMEM DEV_DAX_HMEM DEV_DAX_KMEM
CXL_BUS CXL_PCI CXL_ACPI CXL_MEM CXL_PORT CXL_REGION DEV_DAX_CXL
FS_DAX EXT2_FS EXT4_FS XFS_FS XFS_RT BTRFS_FS F2FS_FS EROFS_FS FUSE_FS VIRTIO_FS FUSE_DAX OVERLAY_FS NTFS3_FS UDF_FS
MD BLK_DEV_MD BLK_DEV_DM DM_CRYPT DM_WRITECACHE DM_LOG_WRITES
BLK_DEV_LOOP BLK_DEV_NBD NFS_FS NFS_V4 CIFS CEPH_FS GFS2_FS OCFS2_FS NILFS2_FS JFS_FS HPFS_FS UBIFS_FS AFS_FS 9P_FS
NET_9P NET_9P_VIRTIO ORANGEFS_FS SQUASHFS REISERFS_FS HFS_FS HFSPLUS_FS MINIX_FS SYSV_FS AFFS_FS ROMFS_FS CRAMFS
VBOXSF_FS ECRYPT_FS MTD JFFS2_FS UBIFS_FS MTD_UBI BLK_INLINE_ENCRYPTION FS_ENCRYPTION FS_VERITY IO_URING DEBUG_VM DEBUG_PAGEALLOC
VFIO VFIO_PCI KVM KVM_INTEL KVM_AMD INFINIBAND INFINIBAND_USER_ACCESS RDMA_RXE VHOST VHOST_NET
DRM_I915 DRM_AMDGPU HSA_AMD HSA_AMD_SVM DRM_NOUVEAU DRM_NOUVEAU_SVM XEN XEN_BALLOON XEN_GNTDEV
`;

const OFF = ['WERROR', 'MODVERSIONS', 'DEBUG_INFO_BTF'];

/** The folders of a tree whose commands are kept. */
const CODE = ['arch/x86', 'block', 'drivers', 'fs', 'io_uring', 'kernel', 'lib', 'mm', 'net', 'virt'];

const [kernels, folder] = process.argv.slice(2);
if (kernels === undefined || folder === undefined) {
  console.error('usage: node test/kernel/configure.mjs KERNELS FOLDER');
  process.exitCode = 2;
} else {
  try {
    installPrograms(PROGRAMS);
    const missing = Object.keys(LIBRARIES).filter((path) => !existsSync(path));
    if (missing.length > 0) aptInstall(missing.map((path) => LIBRARIES[path]));
    for (const tree of TREES) configure(realpathSync(join(kernels, tree)), join(resolve(folder), tree));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** A change of the sources' release or of this program makes the configuration anew. */
function configure(sources, home) {
  const stamp = `${readFileSync(join(sources, 'Makefile'), 'utf8').slice(0, 200)}\n${readFileSync(fileURLToPath(import.meta.url), 'utf8')}`;
  const stampFile = join(home, 'configured');
  if (readIfThere(stampFile) !== stamp) {
    console.log(`configuring ${basename(sources)}`);
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    const build = (...words) => make(sources, home, words);
    build('defconfig');
    const options = [...words(ON).flatMap((name) => ['-e', name]), ...OFF.flatMap((name) => ['-d', name])];
    run(join(sources, 'scripts/config'), ['--file', join(home, '.config'), ...options], home);
    build('olddefconfig');
    if (!/^CONFIG_FS_DAX=y$/m.test(readFileSync(join(home, '.config'), 'utf8')))
      throw new Error(`${home}: CONFIG_FS_DAX cannot be switched on`);
    build('-j2', 'prepare', 'modules_prepare');
    const dryRun = build('-n', '-k', ...CODE.map((name) => `${name}/`));
    writeFileSync(join(home, 'commands.json'), JSON.stringify(commandsIn(dryRun, sources)));
    writeFileSync(`${stampFile}.new`, stamp);
    renameSync(`${stampFile}.new`, stampFile);
  }
  const count = Object.keys(JSON.parse(readFileSync(join(home, 'commands.json'), 'utf8'))).length;
  console.log(`${basename(sources)}: ${count} files can be compiled in ${home}`);
}

/** The compiler's arguments by the path of the file in the tree, as the shell reads them. */
function commandsIn(output, sources) {
  const commands = {};
  const compiled = /(?:^|;)\s*gcc (-Wp,-MMD[^;\n]*? -D__KERNEL__ [^;\n]*?) -c -o \S+\.o (\S+\.c)(?=\s|;|$)/gm;
  for (const [, words, path] of output.matchAll(compiled)) {
    if (path.startsWith(`${sources}/`)) commands[path.slice(sources.length + 1)] = words.replace(/^-Wp,-MMD,\S+ /, '');
  }
  return commands;
}

function make(sources, home, words) {
  return run('make', ['-s', '-C', sources, `O=${home}`, ...words], home);
}

function run(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, KBUILD_BUILD_TIMESTAMP: 'now' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    timeout: TIMEOUT_MS,
  });
  // A dry run stops at what it would have had to make before; what it said until then is enough.
  if (status !== 0 && !args.includes('-n')) {
    throw new Error(`${program} ${args.join(' ')} failed: ${(error?.message ?? stderr).slice(-1500)}`);
  }
  return stdout;
}

function words(text) {
  return text.split(/\s+/).filter(Boolean);
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
