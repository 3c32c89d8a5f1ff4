/** The report of `daxlint ledger --format html` in a browser: filtered and read by the keyboard alone, and quiet. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { BROWSER_FLAGS } from './processes.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What would run if a file's name or text became a part of the page. */
const EVIL_FILE = 'fs/<img src=x onerror=alert(1)>.c';
const EVIL_CODE = `#include <linux/mm.h>
static void evil(struct page **pages)
{
	get_user_pages_fast(0, 1, 0, pages);
	use(pages[0]->mapping->host); /* </script><script>alert(2)</script> */
}
`;

/** Makes the report of a copy of the sample tree, opens it from disk, and reads it. */
export async function testPage(report, { browserPath, shots }) {
  const home = mkdtempSync(join(tmpdir(), 'daxlint-page-'));
  let browser;
  try {
    const file = makeReport(home);
    browser = await chromium.launch({ executablePath: browserPath, headless: true, args: BROWSER_FLAGS });
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, colorScheme: 'dark' });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const noise = listen(context, page, pathToFileURL(file).href);
    await page.goto(pathToFileURL(file).href);
    await readByKeyboard(report, page);
    await report.check('page: what stands in a tree is shown as text', () => showEvil(page));
    await report.check('page: both themes have their own colours', () => shoot(page, shots));
    await report.check('page: nothing was asked of the network, and nothing was complained about', () => {
      assert.deepEqual(noise, []);
    });
  } finally {
    await browser?.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function makeReport(home) {
  // A blank and a percent sign in the path are for the address of the page.
  const tree = join(home, 'a 100% tree');
  cpSync(join(ROOT, 'test/sample-tree'), tree, { recursive: true });
  writeFileSync(join(tree, EVIL_FILE), EVIL_CODE);
  const file = join(tree, 'report.html');
  const args = [resolve(ROOT, 'server/bin/daxlint.js'), 'ledger', tree, '--format', 'html', '--no-cache'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`the report was not made\n${stderr}`);
  writeFileSync(file, stdout);
  return file;
}

/** Collects what a page that minds its own business never does. */
function listen(context, page, address) {
  const noise = [];
  context.on('request', (request) => {
    if (request.url().split('#')[0] !== address) noise.push(`request: ${request.url()}`);
  });
  page.on('console', (message) => noise.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('dialog', async (dialog) => {
    noise.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  return noise;
}

async function readByKeyboard(report, page) {
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const rows = page.locator('#sites tbody tr[aria-expanded]');
  const all = await rows.count();
  await report.check('page: `/` leads to the filter, and typing narrows the rows', async () => {
    await press('/');
    await page.keyboard.type('heronfs aops');
    const places = await page.locator('#sites td.place').allTextContents();
    assert.ok(places.length > 0 && places.length < all);
    for (const place of places) assert.match(place, /^fs\/heronfs\/aops\.c:\d+$/);
    assert.match(await page.locator('#count').textContent(), new RegExp(`^${places.length} of ${all} sites$`));
  });
  await report.check('page: the arrows move over the rows, and open them', async () => {
    await press('ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter');
    const details = page.locator('tr.opened');
    await details.waitFor();
    assert.match(await details.textContent(), /fs\/heronfs\/aops\.c:\d+ in heronfs_dirty_folio/);
    assert.equal(await details.locator('mark').textContent(), '->mapping');
    await press('End');
    assert.equal(await placeInFocus(page), await page.locator('#sites td.place').last().textContent());
    await press('Home', 'ArrowLeft');
    assert.equal(await details.count(), 0);
  });
  await report.check('page: what has the focus is marked', async () => {
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none');
  });
  await report.check('page: Tab goes over the verdicts, the filters and the table in this order', async () => {
    await press('/', 'Escape');
    assert.equal(await rows.count(), all);
    await page.reload();
    const stops = [];
    for (let tries = 0; tries < 30 && stops.at(-1) !== 'row'; tries++) {
      await press('Tab');
      stops.push(
        await page.evaluate(
          () => document.activeElement.id || document.activeElement.closest('tr, .card')?.className || 'row',
        ),
      );
    }
    const expected = ['card hazard', 'text', 'rule', 'subsystem', 'toggle', 'row'];
    assert.deepEqual(
      stops.filter((stop) => expected.includes(stop)),
      expected,
    );
  });
  await report.check(
    'page: a verdict, a rule and a subsystem narrow the rows, and the address keeps them',
    async () => {
      await page.locator('.card.hazard').press('Space');
      assert.deepEqual(new Set(await page.locator('#sites td.verdict').allTextContents()), new Set(['hazard']));
      await page.locator('#subsystem').selectOption('MEMORY MANAGEMENT');
      await page.locator('#rule').selectOption('mapping-is-a-pointer');
      const shown = await page.locator('#sites td.place').allTextContents();
      assert.ok(shown.length > 0 && shown.every((place) => place.startsWith('mm/')));
      await page.reload();
      assert.deepEqual(await page.locator('#sites td.place').allTextContents(), shown);
      await page.locator('#clear').press('Enter');
      assert.equal(await rows.count(), all);
    },
  );
}

async function showEvil(page) {
  await page.keyboard.press('/');
  await page.keyboard.type('onerror');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.equal(await placeInFocus(page), `${EVIL_FILE}:5`);
  assert.match(await page.locator('pre.numbered').textContent(), /<\/script><script>alert\(2\)<\/script>/);
  assert.equal(await page.locator('img').count(), 0);
  await page.locator('#clear').press('Enter');
}

function placeInFocus(page) {
  return page.evaluate(() => document.activeElement.querySelector('td.place')?.textContent);
}

/** Saves the page with its first row open, and as it is, in both themes. */
async function shoot(page, shots) {
  mkdirSync(shots, { recursive: true });
  const colours = new Set();
  for (const state of ['rows', 'open']) {
    if (state === 'open') await page.locator('#sites tr[tabindex="0"]').press('Enter');
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      colours.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      await page.screenshot({ path: join(shots, `report-${state}-${colorScheme}.png`) });
    }
  }
  assert.equal(colours.size, 2);
}
