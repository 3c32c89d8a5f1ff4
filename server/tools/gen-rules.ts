/** Writes the index of rules, made from the names of the files in the rules folder. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../src/rules');
const INDEX = join(FOLDER, 'index.generated.ts');

/** The text of the index: one import a rule, in the order of their ids. */
export function renderRuleIndex(): string {
  const ids = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts') && name !== 'rule.ts' && !name.endsWith('.generated.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
  const imports = ids.map((id) => `import { ${camel(id)} } from './${id}.ts';`);
  return [
    '/** Every rule, by id; written by `npm run gen` from the names of the files beside it. */',
    ...imports,
    "import type { Rule } from './rule.ts';",
    '',
    'export const rules: readonly Rule[] = [',
    ...ids.map((id) => `  ${camel(id)},`),
    '];',
    '',
  ].join('\n');
}

/** Writes the index, or in `check` mode tells whether it is stale. */
export function generateRuleIndex(mode: 'write' | 'check'): { readonly path: string; readonly stale: boolean } {
  const text = renderRuleIndex();
  const stale = readIfThere(INDEX) !== text;
  if (stale && mode === 'write') writeFileSync(INDEX, text);
  return { path: INDEX, stale };
}

function camel(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
