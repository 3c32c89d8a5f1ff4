/** Clauses of the tables name functions, options and files in plain words; Markdown shows them as code. */

const WORD = /`[^`]*`|\b(?:CONFIG_\w+|\w+\(\)|(?:include|drivers|mm|fs)\/[\w./-]+\.[ch](?::\d+)?)/g;

/** Puts backticks around the words of a clause that are code and have none. */
export function codeWords(text: string): string {
  return text.replace(WORD, (word) => (word.startsWith('`') ? word : `\`${word}\``));
}
