/** The list of rules, one line each. */
import type { Rule } from '../../rules/rule.ts';
import type { Colors } from '../terminal.ts';

/** Lists the rules with their severity and summary. */
export function listRules(rules: readonly Rule[], colors: Colors): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  const lines = rules.map(
    ({ id, severity, summary }) => `${colors.bold(id.padEnd(width))}  ${severity.padEnd(7)}  ${plain(summary)}`,
  );
  return `${lines.join('\n')}\n`;
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ');
}
