/** Every word that the extension shows exists in the second language; what is missing is named. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { speak, t } from '../src/words.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = join(ROOT, 'client/src');

/** The fields of the manifest whose text a person reads. */
const SHOWN =
  /^(?:title|name|label|description|markdownDescription|contents|placeholder|patternErrorMessage|deprecationMessage|altText|shortTitle)$|[eE]numDescriptions$/;

/** Words that are the same in every language: the name of the product. */
const SAME = new Set(['daxlint']);

type Words = Readonly<Record<string, string>>;

function words(path: string): Words {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

function languages(): readonly string[] {
  return readdirSync(ROOT).flatMap((name) => /^package\.nls\.([\w-]+)\.json$/.exec(name)?.[1] ?? []);
}

/** The texts of the manifest that a person reads, with the way to each. */
function shown(
  value: unknown,
  way: string,
  isShown = false,
): readonly { readonly way: string; readonly text: string }[] {
  if (typeof value === 'string') return isShown ? [{ way, text: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    shown(each, `${way}.${key}`, SHOWN.test(key) || (isShown && Array.isArray(value))),
  );
}

function manifestTexts(): readonly { readonly way: string; readonly text: string }[] {
  const { description, capabilities, contributes }: Readonly<Record<string, unknown>> = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  return [
    ...shown({ description }, 'package.json'),
    ...shown(capabilities, 'capabilities'),
    ...shown(contributes, 'contributes'),
  ];
}

/** The marks that are filled in, and those of Markdown and of the code in it, which have to stay. */
function marks(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}|`[^`]*`|\$\([\w-]+\)|\]\([^)]*\)/g)].map(([mark]) => mark).sort();
}

/** A call of `t` with what stands first in it. */
const CALL = /(?<![\w.])t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^)]*))/g;

interface Spoken {
  readonly file: string;
  readonly message: string | undefined;
}

function spoken(): readonly Spoken[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'words.ts')
    .flatMap((file) =>
      [...readFileSync(join(SOURCES, file), 'utf8').matchAll(CALL)].map(([, single, double]) => {
        const message = single ?? double;
        return { file, message: message?.replace(/\\(.)/g, '$1') };
      }),
    );
}

test('there is a second language', () => {
  assert.ok(languages().length > 0);
  for (const language of languages()) assert.ok(words(`l10n/bundle.l10n.${language}.json`));
});

test('every text of the manifest stands in package.nls.json', () => {
  const english = words('package.nls.json');
  const texts = manifestTexts();
  const bare = texts.filter(({ text }) => !SAME.has(text) && !/^%[\w.-]+%$/.test(text));
  assert.deepEqual(
    bare.map(({ way, text }) => `${way}: ${text}`),
    [],
    'these texts of package.json need a key of package.nls.json',
  );
  const used = new Set(texts.flatMap(({ text }) => /^%([\w.-]+)%$/.exec(text)?.[1] ?? []));
  const without = (all: Iterable<string>, those: { has(key: string): boolean }): readonly string[] =>
    [...all].filter((key) => !those.has(key));
  assert.deepEqual(without(used, new Set(Object.keys(english))), [], 'these keys are missing in package.nls.json');
  assert.deepEqual(without(Object.keys(english), used), [], 'these keys of package.nls.json are used nowhere');
});

for (const language of languages()) {
  test(`${language}: every key of package.nls.json is there, with the same code in it`, () => {
    const [english, other] = [words('package.nls.json'), words(`package.nls.${language}.json`)];
    compare(english, other, `package.nls.${language}.json`);
    // What `npm run gen` has put there for a new setting is English still; that of a new rule may be for a while.
    const untranslated = Object.keys(english).filter((key) => english[key] === other[key] && !key.startsWith('rule.'));
    assert.deepEqual(untranslated, [], 'these are English still');
  });

  test(`${language}: every message of the client is there, with the same places to fill in`, () => {
    const messages = spoken().flatMap(({ message }) => message ?? []);
    assert.ok(messages.length > 10, `only ${messages.length} messages were found`);
    const source = Object.fromEntries(messages.map((message) => [message, message]));
    const path = `l10n/bundle.l10n.${language}.json`;
    compare(source, words(path), path);
  });
}

test('a message stands in its call, as one plain string', () => {
  const others = spoken().filter(({ message }) => message === undefined);
  assert.deepEqual(
    others.map(({ file }) => file),
    [],
    'in these files a call of t() has something else first',
  );
});

test('what is shown to the user goes through t()', () => {
  const bare =
    /(?:show(?:Error|Warning|Information)Message\(|setStatusBarMessage\(|\b(?:title|placeHolder|prompt|tooltip|label|detail|description|name|message|text):)\s*(['"`])((?:(?!\1).)*)\1/g;
  const found = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(SOURCES, file), 'utf8').matchAll(bare)]
        .filter(([, , text = '']) => /[A-Za-z]{2}/.test(text.replace(/\$\([^)]*\)|\$\{[^}]*\}|daxlint:?|Linux/g, '')))
        .map(([whole]) => `${file}: ${whole}`),
    );
  assert.deepEqual(found, [], 'these texts are not given to t()');
});

test('t() gives a message to the editor, and without one fills it in', () => {
  assert.equal(t('{0} of {1}', 1, 'two'), '1 of two');
  speak((message, ...args) => `${message}|${args.join()}`);
  assert.equal(t('{0} of {1}', 1, 'two'), '{0} of {1}|1,two');
});

function compare(english: Words, other: Words, path: string): void {
  const missing = Object.keys(english).filter((key) => !(key in other));
  assert.deepEqual(missing, [], `these are missing in ${path}`);
  const left = Object.keys(other).filter((key) => !(key in english));
  assert.deepEqual(left, [], `these of ${path} are used nowhere any more`);
  for (const [key, text] of Object.entries(english))
    assert.deepEqual(marks(other[key] ?? ''), marks(text), `${path}: ${key} has other marks`);
}
