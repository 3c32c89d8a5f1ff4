/** Settings are read leniently: what is wrong is reported and what is right is kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_SETTINGS, parseSettings, SETTINGS } from '../../../server/src/model/settings.ts';

const RULES = ['mapping-is-a-pointer', 'guard-polarity'];

test('nothing set means the defaults', () => {
  for (const value of [undefined, null, {}, { daxlint: {} }, { tree: null, level: undefined, trace: {} }]) {
    assert.deepEqual(parseSettings(value, RULES), { settings: DEFAULT_SETTINGS, problems: [] });
  }
});

test('the defaults are those of the table', () => {
  const table = Object.fromEntries(SETTINGS.map((row) => [row.key, row.default]));
  const { trace, ...rest } = DEFAULT_SETTINGS;
  assert.deepEqual(table, { ...rest, 'trace.server': trace.server });
});

test('every row has a default among its values, and one that matches its pattern', () => {
  for (const row of SETTINGS) {
    if (row.type === 'string' && row.values)
      assert.ok(
        row.values.some(({ value }) => value === row.default),
        row.key,
      );
    if (row.pattern) assert.match(String(row.default), new RegExp(row.pattern.regex), row.key);
  }
});

test('valid settings are taken as they are, with or without the section around them', () => {
  const section = {
    enable: false,
    era: ' v6.1.192 ',
    tree: '../linux',
    whatIf: '2025-shared-is-null',
    wholeTree: false,
    codeLens: false,
    inlayHints: true,
    problemsScope: 'tree',
    compileFixes: true,
    level: 'hint',
    rules: { 'guard-polarity': 'off' },
    trace: { server: 'verbose' },
  };
  const expected = { settings: { ...section, era: 'v6.1.192' }, problems: [] };
  assert.deepEqual(parseSettings(section, RULES), expected);
  assert.deepEqual(parseSettings({ daxlint: section }, RULES), expected);
});

test('a wrong value is the default and is reported with the nearest word', () => {
  const { settings, problems } = parseSettings(
    {
      enalbe: true,
      enable: 'yes',
      era: '3.10',
      tree: 7,
      level: 'hnit',
      rules: { 'mapping-is-pointer': 'off', 'guard-polarity': 'loud' },
      trace: 'verbose',
    },
    RULES,
  );
  assert.deepEqual(settings, DEFAULT_SETTINGS);
  assert.deepEqual(problems, [
    'unknown setting `daxlint.enalbe`; the nearest is `daxlint.enable`',
    '`daxlint.enable` is `yes`, neither `true` nor `false`',
    '`daxlint.era` is `3.10`, neither `auto` nor a release of Linux since 4.0 such as `6.1`',
    '`daxlint.tree` is `7`, not a string',
    '`daxlint.level` is `hnit`, not one of `warning`, `hint`; the nearest is `hint`',
    'unknown rule `mapping-is-pointer`; the nearest is `mapping-is-a-pointer`',
    '`daxlint.rules.guard-polarity` is `loud`, not one of `off`, `hint`, `warning`, `error`',
    '`daxlint.trace` is `verbose`, not an object with `server`',
  ]);
});

test('without a list of rules every name passes', () => {
  assert.deepEqual(parseSettings({ rules: { anything: 'error' } }).settings.rules, { anything: 'error' });
});

test('no value makes it throw', () => {
  const values = [
    0,
    '',
    'x',
    true,
    [],
    [{}],
    { rules: [] },
    { rules: { a: null } },
    { trace: null },
    { trace: { server: {} } },
  ];
  for (const value of [
    ...values,
    { era: {} },
    { __proto__: null, era: [] },
    { rules: { constructor: 'off', __proto__: 'x' } },
  ]) {
    const { settings } = parseSettings(value, RULES);
    assert.equal(settings.era, 'auto');
  }
});
