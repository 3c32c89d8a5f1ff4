/** The way over which a page that makes a use wrong gets there, for a hover. */
import type { Finding } from '../../model/finding.ts';
import { stepLine, worded } from '../chain-text.ts';
import type { Surroundings } from './surroundings.ts';

/** A list of the steps, the source first; empty where no finding has a way. */
export function wayTo(findings: readonly Finding[], { line: addressOf }: Surroundings): readonly string[] {
  const found = findings.find(({ chain }) => chain.length > 0);
  if (found === undefined) return [];
  const steps = worded(found.chain).map((step) => {
    const place = `${step.file}:${step.line}`;
    const address = addressOf(step.file, step.line);
    return `- ${address === undefined ? place : `[${place}](${address})`}: ${stepLine(step)}`;
  });
  return [['Such a page gets here:', '', ...steps].join('\n')];
}
