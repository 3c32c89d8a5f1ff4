/** Renders a rule: its page, its row in the README's table. */
import type { Rule } from '../rules/rule.ts';

/** The page of a rule in Markdown; `seen` are limits beside those that the rule names itself, as sentences. */
export function renderRule(rule: Rule, seen: readonly string[] = []): string {
  const { docs, example } = rule;
  const all = [...docs.limits, ...seen];
  const limits = all.length > 0 ? ['## Known limits', '', ...all.map((limit) => `- ${limit}`), ''] : [];
  return [
    `# ${rule.id}`,
    '',
    `**The belief refuted here:** ${rule.summary}.`,
    '',
    `Severity ${rule.severity}, confidence ${rule.confidence}.${rule.needsOrigin ? ' A page of unknown origin gives a hint instead.' : ''}${rule.needsTree ? ' Only a whole tree can tell: nothing is said of a file that is looked at by itself.' : ''}`,
    '',
    '## What it finds',
    '',
    docs.what,
    '',
    '## Why it is wrong',
    '',
    docs.why,
    '',
    '## What to write instead',
    '',
    docs.instead,
    '',
    `## Example (Linux ${example.era})`,
    '',
    'Reported:',
    '',
    '```c',
    example.bad.trimEnd(),
    '```',
    '',
    'Not reported:',
    '',
    '```c',
    example.good.trimEnd(),
    '```',
    '',
    ...limits,
    '## To silence one line',
    '',
    'Write the reason, on the line or alone on the line above it:',
    '',
    '```c',
    `/* daxlint-ok: ${rule.id}: why it is right here */`,
    '```',
    '',
  ].join('\n');
}

/** The table of rules for the README, in Markdown. */
export function renderRuleTable(rules: readonly Rule[]): string {
  return [
    '| rule | what it finds |',
    '|---|---|',
    ...rules.map((rule) => `| [\`${rule.id}\`](docs/rules/${rule.id}.md) | ${rule.summary} |`),
    '',
  ].join('\n');
}
