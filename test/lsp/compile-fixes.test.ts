/** With the setting, a fix is the preferred one only where the compiler of the tree takes it; in an untrusted folder nothing is run. */
import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test, type TestContext } from 'node:test';
import { startServer } from './test-server.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));
const FILE = 'mm/wren.c';
const TEXT = `#include <linux/dax.h>
#include <linux/pagemap.h>

static bool wren_dirty(struct address_space *unused, struct folio *folio)
{
	struct address_space *mapping = folio->mapping;
	struct inode *inode = mapping->host;

	if (!mapping)
		return false;
	return inode->i_size > 0;
}
`;

interface Offered {
  readonly preferred: readonly string[];
  readonly all: number;
  /** Whether the compiler was run. */
  readonly ran: boolean;
}

/** What is offered where the compiler is a script that ends with a status. */
async function offered(t: TestContext, status: number, isTrusted: boolean, compileFixes = true): Promise<Offered> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'daxlint-compile-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SAMPLE, folder, { recursive: true });
  writeFileSync(join(folder, FILE), TEXT);
  const log = join(folder, 'ran');
  writeFileSync(join(folder, 'gcc'), `#!/bin/sh\necho "$@" >> ${log}\ncat >> ${log}\nexit ${status}\n`);
  chmodSync(join(folder, 'gcc'), 0o755);
  const command = `/opt/evil/gcc -DA="b c" -fplugin=./evil.so -o out.o -c ${FILE}`;
  writeFileSync(join(folder, 'compile_commands.json'), JSON.stringify([{ directory: folder, command, file: FILE }]));
  const server = await startServer(t, {
    kind: 'bundle',
    folders: [folder],
    settings: { compileFixes, level: 'hint', wholeTree: false },
    initializationOptions: { daxlint: {}, isTrusted },
    env: { PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  const uri = pathToFileURL(join(folder, FILE)).href;
  await server.open(uri, TEXT);
  const preferred: string[] = [];
  let all = 0;
  for (const { range } of await server.diagnostics(uri)) {
    const actions = await server.actions(uri, range);
    all += actions.length;
    preferred.push(...actions.filter((action) => action.isPreferred).map(({ title }) => title));
  }
  const ran = existsSync(log);
  if (ran) {
    const words = readFileSync(log, 'utf8');
    assert.match(words, /^-DA=b c -iquote \S+ -fsyntax-only -x c -\n/);
    assert.doesNotMatch(words, /evil|out\.o/);
  }
  return { preferred, all, ran };
}

test('a fix that compiles stays the preferred one, one that does not is offered behind', async (t) => {
  const plain = await offered(t, 0, true, false);
  assert.ok(plain.preferred.length > 0);
  assert.equal(plain.ran, false);
  const good = await offered(t, 0, true);
  assert.equal(good.ran, true);
  assert.deepEqual(good.preferred, plain.preferred);
  const bad = await offered(t, 1, true);
  assert.equal(bad.ran, true);
  assert.deepEqual(bad.preferred, []);
  assert.equal(bad.all, good.all);
});

test('in a folder that is not trusted no compiler is run', async (t) => {
  assert.equal((await offered(t, 0, false)).ran, false);
});
