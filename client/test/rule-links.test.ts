/** Links to the pages of rules, as a browser needs them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleLink, ruleLinks } from '../src/rule-links.ts';

const PACKAGE = 'https://host/extension/1';
const COMMAND = 'command:daxlint.explainRule?%5B%22lru-is-a-list%22%5D';

test('the address of a page of a rule becomes the command that shows it', () => {
  assert.equal(ruleLink(`${PACKAGE}/docs/rules/lru-is-a-list.md`, PACKAGE), COMMAND);
});

test('any other address stays as it is', () => {
  for (const address of [
    `${PACKAGE}/docs/eras.md#mapping`,
    `${PACKAGE}/docs/rules/../../package.json`,
    'https://other/docs/rules/lru-is-a-list.md',
    'memory:/tree/fs/demo.c',
  ])
    assert.equal(ruleLink(address, PACKAGE), address);
});

test('in a text only the links change', () => {
  const text = `see [the rule](${PACKAGE}/docs/rules/lru-is-a-list.md), \`f(x)\` and [eras](${PACKAGE}/docs/eras.md)`;
  assert.equal(ruleLinks(text, PACKAGE), `see [the rule](${COMMAND}), \`f(x)\` and [eras](${PACKAGE}/docs/eras.md)`);
});
