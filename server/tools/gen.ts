/**
 * Whatever in the repository is a rendering of something else is written here: `npm run gen` writes it, and with
 * `--check` the stale files are named and the status is 1.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Rule } from '../src/rules/rule.ts';
import { generateKernel } from './gen-kernel.ts';
import { generateRuleIndex } from './gen-rules.ts';
import { fixtureLimits } from './fixture-limits.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `check` only looks. */
export type Mode = 'write' | 'check';

const RULE_PAGES = 'docs/rules';

/** Brings every generated file up to date, or only looks; returns the paths of those that were stale. */
export async function generate(mode: Mode): Promise<readonly string[]> {
  const stale = [...generateKernel(ROOT, mode === 'write' ? 'write' : 'read')];
  if (generateRuleIndex(mode).stale) stale.push('server/src/rules/index.generated.ts');

  // What follows is rendered from the modules written above, so these are loaded only now.
  const [{ rules }, { HELPERS }, { syncConfiguration }, { syncGrammar }, pages, anchors, eras, helpers] =
    await Promise.all([
      import('../src/rules/index.generated.ts'),
      import('../src/kernel/helper-table.ts'),
      import('./gen-settings.ts'),
      import('./gen-grammar.ts'),
      import('../src/docs/rule-page.ts'),
      import('../src/docs/anchors.ts'),
      import('../src/docs/era-page.ts'),
      import('../src/docs/helper-page.ts'),
    ]);
  if (!syncConfiguration(join(ROOT, 'package.json'), mode, rules)) stale.push('package.json');
  const grammar = 'syntaxes/dax.injection.json';
  if (!syncGrammar(join(ROOT, grammar), mode, HELPERS)) stale.push(grammar);
  const limits = fixtureLimits(ROOT);
  stale.push(...syncPages(ROOT, mode, rules, (rule) => pages.renderRule(rule, limits.get(rule.id))));
  for (const [path, text] of [
    [anchors.PAGES.eras, eras.renderEras()],
    [anchors.PAGES.helpers, helpers.renderHelpers()],
  ] as const) {
    if (readIfThere(join(ROOT, path)) === text) continue;
    stale.push(path);
    if (mode === 'write') writeFileSync(join(ROOT, path), text);
  }
  if (!syncTable(join(ROOT, 'README.md'), mode, pages.renderRuleTable(rules))) stale.push('README.md');
  if (!(await syncOverlays(join(ROOT, 'docs/overlays.md'), mode))) stale.push('docs/overlays.md');
  return stale;
}

/** Keeps the tables of the page about overlays; returns whether they were up to date. */
async function syncOverlays(path: string, mode: Mode): Promise<boolean> {
  const [{ renderOverlays, renderOverlayWords }, { findOverlay, shippedOverlays }] = await Promise.all([
    import('../src/docs/overlay-words.ts'),
    import('../src/store/overlays.ts'),
  ]);
  const shipped = shippedOverlays().map((name) => {
    const found = findOverlay(name, ROOT);
    if ('why' in found) throw new Error(found.why);
    return found.overlay;
  });
  const words = syncTable(path, mode, renderOverlayWords(), 'words');
  return syncTable(path, mode, renderOverlays(shipped), 'overlays') && words;
}

/** Keeps one page for each rule below `root`, and no other; returns the paths of the pages that were stale. */
export function syncPages(
  root: string,
  mode: Mode,
  rules: readonly Rule[],
  render: (rule: Rule) => string,
): readonly string[] {
  const wanted = new Map(rules.map((rule) => [`${RULE_PAGES}/${rule.id}.md`, render(rule)]));
  const stale: string[] = [];
  for (const [path, text] of wanted) {
    if (readIfThere(join(root, path)) === text) continue;
    stale.push(path);
    if (mode === 'check') continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const path of listPages(root)) {
    if (wanted.has(path)) continue;
    stale.push(path);
    if (mode === 'write') rmSync(join(root, path));
  }
  return stale;
}

/** Keeps a table between its two marks in a Markdown file; returns whether it was up to date. */
export function syncTable(path: string, mode: Mode, table: string, name = 'rules'): boolean {
  const text = readFileSync(path, 'utf8');
  const marks = { begin: `<!-- ${name}:begin -->`, end: `<!-- ${name}:end -->` };
  const begin = text.indexOf(marks.begin);
  const end = text.indexOf(marks.end);
  if (begin < 0 || end < begin) throw new Error(`${path} lacks the marks ${marks.begin} and ${marks.end}`);
  const wanted = `${text.slice(0, begin + marks.begin.length)}\n${table.trim()}\n${text.slice(end)}`;
  if (wanted !== text && mode === 'write') writeFileSync(path, wanted);
  return wanted === text;
}

function listPages(root: string): readonly string[] {
  try {
    const names = readdirSync(join(root, RULE_PAGES)).filter((name) => name.endsWith('.md'));
    return names.map((name) => `${RULE_PAGES}/${name}`);
  } catch {
    return [];
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const stale = await generate(check ? 'check' : 'write');
  for (const path of stale) console.log(check ? `stale: ${path}` : `written: ${path}`);
  if (!check || stale.length === 0) return;
  console.error('run `npm run gen`');
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
