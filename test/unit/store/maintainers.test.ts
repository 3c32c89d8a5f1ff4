/** The subsystem of a file is the one that `scripts/get_maintainer.pl` would list first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMaintainers } from '../../../server/src/store/maintainers.ts';

const TEXT = `List of maintainers

Descriptions of section entries
	F: drivers/ is no entry, because it is indented

Maintainers List
----------------

9P FILE SYSTEM
M:	Someone <someone@example.org>
F:	fs/9p/
F:	include/net/9p/

DEVICE DIRECT ACCESS (DAX)
F:	drivers/dax
F:	fs/dax.c

EGRET DRIVERS
F:	drivers/*egret*
F:	drivers/net/egret?.c
N:	[^a-z] heron
X:	drivers/net/egretx.c

FILESYSTEMS (VFS and infrastructure)
F:	fs/*
F:	include/linux/fs.h

# a comment between two entries
MEMORY MANAGEMENT
F:	mm/
X:	mm/quiet/

PAGE CACHE
F:	mm/page?cache.c
F:	mm/filemap.c

NETWORKING
F:	net/
F:	[broken(
N:	[broken

THE REST
L:	linux-kernel@example.org
F:	*
F:	*/
`;

const maintainers = parseMaintainers(TEXT);

const CASES: Readonly<Record<string, readonly [path: string, name: string | undefined][]>> = {
  'a folder stands for all that lies below it': [
    ['fs/9p/vfs_addr.c', '9P FILE SYSTEM'],
    ['include/net/9p/deep/er.h', '9P FILE SYSTEM'],
    ['mm/truncate.c', 'MEMORY MANAGEMENT'],
  ],
  'the name of a folder needs no slash at its end': [['drivers/dax/device.c', 'DEVICE DIRECT ACCESS (DAX)']],
  'a wildcard at the end does not go into folders': [
    ['fs/buffer.c', 'FILESYSTEMS (VFS and infrastructure)'],
    ['fs/nobody/file.c', 'THE REST'],
  ],
  'the deepest pattern wins, then the longest': [
    ['fs/dax.c', 'DEVICE DIRECT ACCESS (DAX)'],
    ['mm/page-cache.c', 'PAGE CACHE'],
    ['mm/filemap.c', 'PAGE CACHE'],
  ],
  'a name is looked for anywhere in the path, and counts least': [
    ['arch/arm/mach-heron.c', 'EGRET DRIVERS'],
    ['arch/arm/xheron.c', 'THE REST'],
    ['fs/9p/heron.c', '9P FILE SYSTEM'],
  ],
  'what a section excludes is not its own': [
    ['drivers/net/egret1.c', 'EGRET DRIVERS'],
    ['drivers/net/egretx.c', 'THE REST'],
    ['mm/quiet/a.c', 'THE REST'],
  ],
  'a pattern need not reach the end of the name': [['include/linux/fs.h.orig', 'FILESYSTEMS (VFS and infrastructure)']],
  'what is for everything counts below all else': [
    ['net/core.c', 'NETWORKING'],
    ['lib/xarray.c', 'THE REST'],
    ['Makefile', 'THE REST'],
  ],
};

for (const [rule, cases] of Object.entries(CASES)) {
  test(rule, () => {
    for (const [path, name] of cases) assert.equal(maintainers.subsystemOf(path), name, path);
  });
}

test('a file that nobody claims has no subsystem, and neither has any file where nothing is written', () => {
  assert.equal(parseMaintainers('A\nF:\tfs/\n').subsystemOf('mm/a.c'), undefined);
  assert.equal(parseMaintainers('').subsystemOf('mm/a.c'), undefined);
  assert.equal(parseMaintainers('A\r\nF:\tfs/\r\n').subsystemOf('fs/a.c'), 'A');
});
