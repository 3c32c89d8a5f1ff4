/** Every import of the product is one that the layers of docs/ARCHITECTURE.md allow. */
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { HELPERS } from '../../server/src/kernel/helper-table.ts';
import { type Source, sources } from './sources.ts';

/** What a folder may import beside its own files. */
interface Layer {
  readonly layers: readonly string[];
  /** Packages by name; the part behind a name, such as `/node`, does not matter. */
  readonly packages?: readonly string[];
  /** Node's own modules; a layer without them is compiled without their types too. */
  readonly node?: true;
}

const LAYERS: Readonly<Record<string, Layer>> = {
  text: { layers: [] },
  kernel: { layers: [] },
  model: { layers: ['text', 'kernel'], packages: ['jsonc-parser'] },
  scan: { layers: ['text', 'model'] },
  syntax: { layers: ['text', 'model', 'kernel', 'scan'], packages: ['web-tree-sitter'] },
  flow: { layers: ['text', 'model', 'kernel'] },
  rules: { layers: ['text', 'model', 'kernel'] },
  fixes: { layers: ['text', 'model', 'kernel'] },
  engine: { layers: ['text', 'kernel', 'model', 'scan', 'flow', 'rules', 'fixes'] },
  docs: { layers: ['text', 'kernel', 'model', 'rules', 'engine'] },
  report: { layers: [] },
  store: { layers: ['text', 'kernel', 'model', 'flow', 'engine', 'syntax'], packages: ['shlex'], node: true },
  change: {
    layers: ['text', 'kernel', 'model', 'engine', 'store'],
    packages: ['diff', 'postal-mime'],
    node: true,
  },
  lsp: {
    layers: ['text', 'kernel', 'model', 'rules', 'fixes', 'engine', 'store', 'docs'],
    packages: ['vscode-languageserver', 'diff'],
    node: true,
  },
  web: {
    layers: ['rules', 'engine', 'syntax', 'store', 'lsp'],
    packages: ['vscode-languageserver'],
  },
  cli: {
    layers: ['text', 'kernel', 'model', 'rules', 'engine', 'store', 'change', 'docs', 'report'],
    packages: ['commander', 'diff', 'picocolors', 'sarif'],
    node: true,
  },
  audit: {
    layers: ['kernel', 'model', 'rules', 'engine', 'store', 'change', 'docs', 'cli'],
    packages: ['picocolors'],
    node: true,
  },
};

/** Places where one file of a folder, and no other, may reach further than the rest of it. */
const ONE_FILE_ONLY: Readonly<Record<string, string>> = {
  'store -> shlex': 'server/src/store/compiler.ts',
  'change -> postal-mime': 'server/src/change/mail.ts',
  'store -> syntax': 'server/src/store/load-engine.ts',
  'store -> flow': 'server/src/store/prefilter.ts',
  'model -> jsonc-parser': 'server/src/model/overlay-file.ts',
  'lsp -> diff': 'server/src/lsp/changed-lines.ts',
  'cli -> diff': 'server/src/cli/fix-report.ts',
  'syntax -> web-tree-sitter': 'server/src/syntax/parser.ts, server/src/syntax/cursor-walk.ts',
};

const SERVER = 'server/src/';
const product = sources(['server/src']);
const client = sources(['client/src']);

interface Import {
  readonly from: Source;
  /** A path in the repository, or the name of a package. */
  readonly to: string;
}

const STATEMENT =
  /^(?:import|export)\s+(?:type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

function importsOf(from: Source): readonly Import[] {
  return [...from.text.matchAll(STATEMENT)].map(([, named, bare, dynamic]) => {
    const operand = named ?? bare ?? dynamic ?? '';
    const to = operand.startsWith('.') ? posix.join(posix.dirname(from.path), operand) : operand;
    return { from, to };
  });
}

function layerOf(path: string): string {
  return path.startsWith(SERVER) ? (path.slice(SERVER.length).split('/')[0] ?? '') : '';
}

/** Why an import is not allowed; undefined where it is. */
function complaint({ from, to }: Import): string | undefined {
  const name = layerOf(from.path);
  const layer = LAYERS[name];
  if (layer === undefined) return `${from.path} lies in no layer of the table`;
  const target = to.startsWith(SERVER) ? layerOf(to) : (/^(?:node:|@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to);
  const allowed =
    target === name ||
    layer.layers.includes(target) ||
    (target.startsWith('node:') && layer.node === true) ||
    layer.packages?.includes(target) === true;
  if (!allowed) return `${from.path} imports ${to}: ${name} may not import ${target}`;
  const only = ONE_FILE_ONLY[`${name} -> ${target}`];
  return only !== undefined && !only.split(', ').includes(from.path)
    ? `${from.path} imports ${to}: of ${name}, only ${only} may`
    : undefined;
}

test('the server imports along its layers', () => {
  const found = product.flatMap(importsOf);
  assert.ok(found.length > 300, `only ${found.length} imports were seen`);
  assert.deepEqual(
    found.flatMap((each) => complaint(each) ?? []),
    [],
  );
});

test('no layer imports another one in a circle', () => {
  const reach = (name: string, seen: readonly string[]): void => {
    assert.ok(!seen.includes(name), `a circle of layers: ${[...seen, name].join(' -> ')}`);
    for (const next of LAYERS[name]?.layers ?? []) reach(next, [...seen, name]);
  };
  for (const name of Object.keys(LAYERS)) reach(name, []);
});

test('no rule imports another rule', () => {
  const rules = product.filter(({ path }) => layerOf(path) === 'rules' && !path.endsWith('index.generated.ts'));
  const others = rules.flatMap(importsOf).filter(({ to }) => layerOf(to) === 'rules' && !to.endsWith('/rule.ts'));
  assert.deepEqual(
    others.map(({ from, to }) => `${from.path} imports ${to}`),
    [],
  );
});

test('the client imports nothing of the server', () => {
  const packages = new Set(['vscode', 'vscode-languageclient']);
  const own: Readonly<Record<string, string>> = {
    'client/src/main.ts': 'vscode-languageclient/node',
    'client/src/main-web.ts': 'vscode-languageclient/browser',
  };
  const wrong = client
    .flatMap(importsOf)
    .filter(
      ({ from, to }) =>
        !to.startsWith('client/src/') && !to.startsWith('node:') && !packages.has(to) && own[from.path] !== to,
    );
  assert.deepEqual(
    wrong.map(({ from, to }) => `${from.path} imports ${to}`),
    [],
  );
});

test('what runs in a browser reaches no module of Node', () => {
  const byPath = new Map([...product, ...client].map((source) => [source.path, source]));
  for (const entry of ['server/src/web/main.ts', 'client/src/main-web.ts']) {
    const reached = new Map<string, string>([[entry, entry]]);
    for (const [path, way] of reached) {
      const source = byPath.get(path);
      // What is imported for its types only is not there when the program runs.
      const values = source === undefined ? [] : importsOf({ ...source, text: withoutTypes(source.text) });
      // One file knows both kinds of timers.
      const ofNode = /\bNodeJS\.\w|\bBuffer\.\w|\bprocess\.\w|\bsetImmediate\b|\.unref\(/.exec(source?.text ?? '');
      if (!path.endsWith('/timers.ts')) assert.equal(ofNode, null, `${way} uses ${ofNode?.[0]}, which a browser lacks`);
      for (const { to } of values) {
        assert.ok(!to.startsWith('node:') && !to.endsWith('/node'), `${way} > ${to}`);
        if (!reached.has(to)) reached.set(to, `${way} > ${to}`);
      }
    }
    assert.ok(reached.size > 8, `from ${entry} only ${reached.size} files are reached`);
  }
});

function withoutTypes(text: string): string {
  return text.replace(/^import type [^;]*;/gm, '');
}

/** Names that are words of other trades too; as the whole of a string they need not mean the helper. */
const COMMON_WORDS = new Set(['lock', 'index', 'mapping', 'inode', 'private', 'share', 'pgmap', 'lru']);

test('helpers of the kernel and releases are named in the kernel layer only', () => {
  const helpers = new Set(HELPERS.filter(({ form }) => form !== 'field').map(({ name }) => name));
  const named = product
    .filter(({ path }) => !['kernel', 'rules'].includes(layerOf(path)))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/(['"])((?:\w|\.)+)\1/g)].flatMap(([, , word = '']) =>
        (helpers.has(word) && !COMMON_WORDS.has(word)) || /^[2-9]\.\d{1,2}$/.test(word) ? [`${path}: '${word}'`] : [],
      ),
    );
  assert.deepEqual(named, []);
});
