/** The words that the client shows, in the language of the editor. */

/** Gives a message of the sources in another language, with `{0}` and so on filled in. */
export type Translator = (message: string, ...args: (string | number)[]) => string;

/** Without an editor around the words are those of the sources. */
let translator: Translator = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (mark, index: string) => String(args[Number(index)] ?? mark));

/** Takes the translator of the editor. */
export function speak(other: Translator): void {
  translator = other;
}

/** A message in the language of the editor; a test reads the sources for these calls, so the message is written in place. */
export function t(message: string, ...args: (string | number)[]): string {
  return translator(message, ...args);
}
