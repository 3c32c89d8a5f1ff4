/** Neovim and Emacs run a script of their own, which prints its checks; they are read here. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, run } from './processes.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const ARGUMENTS = {
  neovim: ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${here('neovim.lua')}`],
  // Not -Q: the place of Debian's packages comes from the site's own start-up file.
  emacs: ['-q', '--batch', '-l', here('emacs.el')],
};

/** Runs the script of `editor` with the program at `path` on a copy of the workspace; `command` starts the server. */
export async function testStdio(report, { editor, path, command, workspace, words }) {
  const home = mkdtempSync(join(tmpdir(), `daxlint-${editor}-`));
  const tree = join(home, 'a kernel');
  cpSync(workspace, tree, { recursive: true });
  const env = {
    ...environment(home),
    DAXLINT_COMMAND: JSON.stringify(command),
    DAXLINT_TREE: tree,
    DAXLINT_FILE: join(tree, words.file),
    DAXLINT_WORDS: here('expected/words.json'),
    DAXLINT_EXPECTED: here('expected/demo.c'),
  };
  try {
    const { output } = await run(path, ARGUMENTS[editor], { env, cwd: tree, timeout: 60_000 });
    read(report, editor, output);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function read(report, editor, output) {
  const lines = output.split(/\r?\n/);
  for (const line of lines) {
    const [, verdict, name, why] = /^(ok|FAIL) ([^:]*)(?:: (.*))?$/.exec(line) ?? [];
    if (verdict === 'ok') report.pass(`${editor}: ${name}`);
    if (verdict === 'FAIL') report.fail(`${editor}: ${name}`, why);
  }
  if (!lines.includes('done')) report.fail(`${editor}: the script runs to its end`, output.slice(-2000));
}
