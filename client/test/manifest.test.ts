/** The manifest, the commands that are registered and the package agree. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from '../src/protocol.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
  };
}

const { contributes }: Manifest = JSON.parse(read('package.json'));
const declared = contributes.commands.map(({ command }) => command);

test('every command is declared, registered and known by one id', () => {
  assert.deepEqual([...declared].sort(), Object.values(COMMANDS).sort());
  const sources = ['client/src/extension.ts', 'client/src/register-audits.ts'].map(read).join();
  for (const name of Object.keys(COMMANDS))
    assert.ok(sources.includes(`COMMANDS.${name}`), `${name} is not registered`);
});

test('menus and welcome texts name commands and views that exist', () => {
  const views = Object.values(contributes.views).flat();
  const used = Object.values(contributes.menus).flat();
  for (const { command } of used) assert.ok(declared.includes(command), command);
  for (const { view, contents } of contributes.viewsWelcome) {
    assert.ok(
      views.some(({ id }) => id === view),
      view,
    );
    for (const [, command = ''] of contents.matchAll(/\(command:([^)]+)\)/g))
      assert.ok(declared.includes(command) || command.startsWith('workbench.'), command);
  }
  for (const { when } of used) {
    for (const [, view = ''] of (when ?? '').matchAll(/view == (\S+)/g))
      assert.ok(
        views.some(({ id }) => id === view),
        view,
      );
  }
});

test('the palette offers a command only where the server can answer it', () => {
  const shown = new Map(contributes.menus['commandPalette']?.map(({ command, when }) => [command, when]));
  for (const { command, enablement } of contributes.commands as { command: string; enablement?: string }[])
    if (enablement !== undefined) assert.match(shown.get(command) ?? '', /daxlint\.canAudit/, command);
});

test('the icons and the programs that are needed are there and are packed', () => {
  const packed = read('.vscodeignore').split('\n');
  const icons = [...contributes.viewsContainers.activitybar, ...Object.values(contributes.views).flat()];
  for (const { icon } of icons) assert.ok(existsSync(`${ROOT}${icon}`), icon);
  assert.ok(packed.includes('!media/*.svg'));
  const placement = /export type Entry = ([^;]+);/.exec(read('server/src/store/placement.ts'))?.[1] ?? '';
  const entries = [...placement.matchAll(/'([a-z-]+)'/g)].map(([, name]) => name);
  assert.ok(entries.length >= 4);
  for (const name of [...entries, 'client', 'report']) assert.ok(packed.includes(`!dist/${name}.js`), name);
  assert.ok(packed.includes('!dist/report-style.css'));
});
