/** The block `contributes.configuration` of the extension's manifest is a rendering of the settings table; its words stand in package.nls.json. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ERAS } from '../src/kernel/eras.ts';
import { SETTINGS, type SettingRow } from '../src/model/settings.ts';

/** What the manifest says about a rule; its id is offered as a key of `daxlint.rules`. */
export interface RuleSummary {
  readonly id: string;
  readonly summary: string;
}

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** The words that are generated, by the keys that stand for them in the manifest. */
type Words = Record<string, string>;

/** What the keys of generated words begin with. */
const GENERATED = /^(?:setting|rule)\./;

/** Renders the whole block, and its words; without rules, any name is accepted in `daxlint.rules`. */
export function renderConfiguration(rules: readonly RuleSummary[] = []): {
  readonly configuration: Json;
  readonly words: Words;
} {
  const words: Words = {};
  const properties = SETTINGS.map((row, order) => [
    `daxlint.${row.key}`,
    { ...renderRow(row, rules, (key, text) => named(words, key, text)), order },
  ]);
  return { configuration: { title: 'daxlint', properties: Object.fromEntries(properties) }, words };
}

/**
 * Compares the block in a manifest and the words beside it with the table, or with `write` brings them up to date; the
 * rest of both stays as it is, in the form of `JSON.stringify` with two spaces. Returns whether they were up to date.
 */
export function syncConfiguration(
  manifestPath: string,
  mode: 'write' | 'check',
  rules: readonly RuleSummary[] = [],
): boolean {
  const manifest: { readonly contributes?: { readonly configuration?: unknown } } = JSON.parse(
    readFileSync(manifestPath, 'utf8'),
  );
  const { configuration, words } = renderConfiguration(rules);
  let fresh = JSON.stringify(manifest.contributes?.configuration) === JSON.stringify(configuration);
  if (!fresh && mode === 'write')
    write(manifestPath, { ...manifest, contributes: { ...manifest.contributes, configuration } });
  const folder = dirname(manifestPath);
  for (const name of readdirSync(folder).filter((each) => /^package\.nls(?:\.[\w-]+)?\.json$/.test(each))) {
    const path = join(folder, name);
    const before: Words = JSON.parse(readFileSync(path, 'utf8'));
    const byHand = Object.entries(before).filter(([key]) => !GENERATED.test(key));
    // Another language has the English words until somebody translates them.
    const generated = Object.entries(words).map(([key, text]) => [
      key,
      name === 'package.nls.json' ? text : (before[key] ?? text),
    ]);
    const after = Object.fromEntries([...byHand, ...generated]);
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    fresh = false;
    if (mode === 'write') write(path, after);
  }
  return fresh;
}

function write(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Keeps words under a key, and gives what stands for them in the manifest. */
function named(words: Words, key: string, text: string): string {
  words[key] = text;
  return `%${key}%`;
}

type Name = (key: string, text: string) => string;

function renderRow(row: SettingRow, rules: readonly RuleSummary[], name: Name): { readonly [key: string]: Json } {
  const key = `setting.${row.key}`;
  const words = row.values?.map(({ value }) => value);
  const meanings = row.values?.map(({ value, meaning }) => name(`${key}.${value}`, meaning));
  const description = row.pattern ? [row.description, eraList()].join('\n\n') : row.description;
  const head = { type: row.type, default: row.default, scope: row.scope, markdownDescription: name(key, description) };
  if (row.type === 'object') return { ...head, ...renderMembers(words ?? [], meanings ?? [], rules, name) };
  if (words && meanings) return { ...head, enum: words, markdownEnumDescriptions: meanings };
  if (row.pattern === undefined) return head;
  return { ...head, pattern: row.pattern.regex, patternErrorMessage: name(`${key}.error`, row.pattern.error) };
}

function eraList(): string {
  const eras = ERAS.map(({ id, label, change }) => `- \`${id}\` (${label}): ${change}`);
  return `The eras, by their first release:\n\n${eras.join('\n')}`;
}

function renderMembers(
  words: readonly string[],
  meanings: readonly string[],
  rules: readonly RuleSummary[],
  name: Name,
): { readonly [key: string]: Json } {
  const member = { type: 'string', enum: words, markdownEnumDescriptions: meanings };
  if (rules.length === 0) return { additionalProperties: member };
  const properties = rules.map(({ id, summary }) => [
    id,
    { ...member, markdownDescription: name(`rule.${id}`, summary) },
  ]);
  return { properties: Object.fromEntries(properties), additionalProperties: false };
}
