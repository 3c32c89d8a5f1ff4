/**
 * Writes a new rule with its texts blank and a fixture with one warning and one line that is right. The tests fail until
 * both are filled in. Usage: `npm run new-rule <id>`; the id is the belief that the rule refutes.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRuleIndex } from './gen-rules.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const [id = '', ...rest] = process.argv.slice(2);
const files = new Map([
  [`server/src/rules/${id}.ts`, ruleText(id)],
  [`test/fixtures/rules/${id}/first.c`, fixtureText(id)],
]);
const present = [...files.keys()].filter((path) => existsSync(join(ROOT, path)));
if (rest.length > 0 || !/^[a-z]+(?:-[a-z0-9]+)+$/.test(id)) {
  fail('usage: npm run new-rule <id>, where the id is a belief in small words, such as mapping-is-a-pointer');
} else if (present.length > 0) {
  fail(`there already: ${present.join(', ')}`);
} else {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
    console.log(`written: ${path}`);
  }
  generateRuleIndex('write');
  console.log('fill them in, then run `npm run gen` and `npm test`');
}

function ruleText(rule: string): string {
  return `/** */
import { defineRule } from './rule.ts';

export const ${rule.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())} = defineRule({
  id: '${rule}',
  summary: '',
  severity: 'warning',
  confidence: 'medium',
  fields: ['mapping'],
  needsOrigin: true,
  docs: {
    what: '',
    why: '',
    instead: '',
    limits: [],
  },
  example: {
    era: '6.12',
    bad: \`\`,
    good: \`\`,
  },

  *check(unit) {
    for (const site of unit.sites) {
      if (site.field !== 'mapping') continue;

      yield { at: site, site, kinds: site.kinds, severity: 'hint', message: '', reason: '' };
    }
  },
});
`;
}

function fixtureText(rule: string): string {
  return `//- era: 6.12

static void wrong(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	use(page->mapping);
//          ^^^^^^^^^^^^^ warning[${rule}]: what is true of this code
}

static void right(struct page *page)
{
	use(page->mapping);
//          ^^^^^^^^^^^^^ ok[${rule}]: why this is right
}
`;
}

function fail(message: string): void {
  console.error(`new-rule: ${message}`);
  process.exitCode = 1;
}
