/** The names in a piece of code. */

/** The names that an expression reads, those of members and of what is called left out. */
export function namesIn(expression: string): readonly string[] {
  return [...expression.matchAll(/(?<![\w.>]\s*)\b[A-Za-z_]\w*\b(?!\s*\()/g)].map(([name]) => name);
}
