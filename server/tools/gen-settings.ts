/** The block `contributes.configuration` of the extension's manifest is a rendering of the settings table. */
import { readFileSync, writeFileSync } from 'node:fs';
import { ERAS } from '../src/kernel/eras.ts';
import { SETTINGS, type SettingRow } from '../src/model/settings.ts';

/** What the manifest says about a rule; its id is offered as a key of `daxlint.rules`. */
export interface RuleSummary {
  readonly id: string;
  readonly summary: string;
}

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Renders the whole block; without rules, any name is accepted in `daxlint.rules`. */
export function renderConfiguration(rules: readonly RuleSummary[] = []): Json {
  const properties = SETTINGS.map((row, order) => [`daxlint.${row.key}`, { ...renderRow(row, rules), order }]);
  return { title: 'daxlint', properties: Object.fromEntries(properties) };
}

/**
 * Compares the block in a manifest with the table, or with `write` brings it up to date; the rest of the manifest stays
 * as it is, in the form of `JSON.stringify` with two spaces. Returns whether the block was up to date.
 */
export function syncConfiguration(
  manifestPath: string,
  mode: 'write' | 'check',
  rules: readonly RuleSummary[] = [],
): boolean {
  const manifest: { readonly contributes?: { readonly configuration?: unknown } } = JSON.parse(
    readFileSync(manifestPath, 'utf8'),
  );
  const rendered = renderConfiguration(rules);
  const fresh = JSON.stringify(manifest.contributes?.configuration) === JSON.stringify(rendered);
  if (!fresh && mode === 'write') {
    const text = JSON.stringify(
      { ...manifest, contributes: { ...manifest.contributes, configuration: rendered } },
      null,
      2,
    );
    writeFileSync(manifestPath, `${text}\n`);
  }
  return fresh;
}

function renderRow(row: SettingRow, rules: readonly RuleSummary[]): { readonly [key: string]: Json } {
  const words = row.values?.map(({ value }) => value);
  const meanings = row.values?.map(({ meaning }) => meaning);
  const head = { type: row.type, default: row.default, scope: row.scope, markdownDescription: row.description };
  if (row.type === 'object') return { ...head, ...renderMembers(words ?? [], meanings ?? [], rules) };
  if (words && meanings) return { ...head, enum: words, markdownEnumDescriptions: meanings };
  if (row.pattern) {
    const { regex, error } = row.pattern;
    const eras = ERAS.map(({ id, label, change }) => `- \`${id}\` (${label}): ${change}`);
    const description = [row.description, 'The eras, by their first release:', eras.join('\n')].join('\n\n');
    return { ...head, markdownDescription: description, pattern: regex, patternErrorMessage: error };
  }
  return head;
}

function renderMembers(
  words: readonly string[],
  meanings: readonly string[],
  rules: readonly RuleSummary[],
): { readonly [key: string]: Json } {
  const member = { type: 'string', enum: words, markdownEnumDescriptions: meanings };
  if (rules.length === 0) return { additionalProperties: member };
  const properties = rules.map(({ id, summary }) => [id, { ...member, markdownDescription: summary }]);
  return { properties: Object.fromEntries(properties), additionalProperties: false };
}
