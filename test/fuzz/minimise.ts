/** Makes an input smaller for as long as it fails in the same way. */

/** After so many milliseconds an input is small enough. */
const PATIENCE = 90_000;

/** Two failures with the same first frames and words are one. */
export function signatureOf(failure: string): string {
  const lines = failure.split('\n');
  const words = (lines[0] ?? '')
    .replace(/…[^]*$/, '')
    .replace(/\d+/g, '#')
    .slice(0, 100);
  const frame = lines.find((line) => /^\s*at .*(?:server\/src|test\/fuzz)\//.test(line)) ?? '';
  return `${words} ${/([\w-]+\.ts)/.exec(frame)?.[1] ?? ''} ${/at (\S+)/.exec(frame)?.[1] ?? ''}`;
}

/**
 * Takes away lines, then words, then single signs, in ever smaller pieces. `fails` is asked at most so many times; what
 * it was true for last is answered.
 */
export async function minimised(
  input: string,
  fails: (input: string) => Promise<boolean>,
  most = 400,
): Promise<string> {
  let best = input;
  const until = performance.now() + PATIENCE;
  let left = most;
  for (const cut of [/(?<=\n)/, /(?<=\W)|(?=\W)/, /(?:)/u]) {
    for (let parts = 2; left > 0 && performance.now() < until; ) {
      const pieces = best.split(cut);
      const size = Math.max(1, Math.ceil(pieces.length / parts));
      let hasShrunk = false;
      for (let at = 0; at < pieces.length && left > 0 && performance.now() < until; ) {
        const rest = [...pieces.slice(0, at), ...pieces.slice(at + size)].join('');
        left -= 1;
        if (rest.length < best.length && (await fails(rest))) {
          pieces.splice(at, size);
          best = rest;
          hasShrunk = true;
        } else at += size;
      }
      if (size === 1 && !hasShrunk) break;
      if (!hasShrunk) parts = Math.min(pieces.length, parts * 2);
    }
  }
  return best;
}
