/** What is shipped is a short list of packages, each wanted and explained, free to pass on, pinned, and running nothing when it is installed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
  readonly link?: boolean;
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;
}

const { packages } = json<{ packages: Readonly<Record<string, Locked>> }>('package-lock.json');
const shipped = Object.entries(packages).filter(
  ([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link,
);

/** Licences that ask for no more than a notice. */
const FREE = new Set(['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0']);

/** Whoever adds one more should think twice. */
const MOST = 20;

test('the packages that are shipped are few, free to pass on, and run nothing when they are installed', () => {
  assert.ok(shipped.length > 0 && shipped.length <= MOST, `${shipped.length} packages are shipped`);
  for (const [path, { license = '', hasInstallScript, integrity }] of shipped) {
    assert.ok(FREE.has(license), `${path} is under ${license || 'no licence'}`);
    assert.notEqual(hasInstallScript, true, `${path} runs something when it is installed`);
    assert.ok(integrity, `${path} has no checksum in the lockfile`);
  }
});

test('each package that is asked for has an exact version, and decision 4 says why it is there', () => {
  const why = readFileSync(join(ROOT, 'docs/decisions/0004-dependencies.md'), 'utf8');
  for (const folder of ['server', 'client']) {
    const { dependencies = {} } = json<{ dependencies?: Readonly<Record<string, string>> }>(`${folder}/package.json`);
    for (const [name, version] of Object.entries(dependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, `${name} of ${folder} is not pinned`);
      assert.ok(why.includes(`\`${name}\``), `docs/decisions/0004 does not say why ${name} is there`);
    }
  }
});

test('what is installed is what the lockfile says', () => {
  for (const [path, { version }] of shipped)
    assert.equal(json<{ version: string }>(`${path}/package.json`).version, version, path);
});
