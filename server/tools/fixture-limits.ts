/** What the fixtures of a rule mark as missed or as wrongly reported: the limits that its page lists. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MARK = /^\/\/ *\^+ (missed|wrong)\[([\w-]+)\]: (.+)$/gm;

/** One sentence for each such mark under `root`, by rule id; two marks with the same words count as one. */
export function fixtureLimits(root: string): ReadonlyMap<string, readonly string[]> {
  const limits = new Map<string, Set<string>>();
  const folder = join(root, 'test/fixtures/rules');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.c') || name.endsWith('.fixed.c')) continue;
    for (const [, kind, rule = '', why = ''] of readFileSync(join(folder, name), 'utf8').matchAll(MARK)) {
      const known = limits.get(rule) ?? new Set();
      limits.set(rule, known.add(`${kind === 'missed' ? 'Not seen' : 'Reported, and wrong'}: ${why}.`));
    }
  }
  return new Map([...limits].map(([rule, sentences]) => [rule, [...sentences].sort()]));
}
