/** In the oldest VS Code with an extension host of Node that can be had: squiggle, hover, fix. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWorkbench } from './workbench.mjs';

/** Runs the checks; on a failure the screen is saved as `oldest-failure.png`. */
export async function testOldest(report, { words, expected, ...setup }) {
  const workbench = await report.check('oldest: the workbench starts with the extension installed', () =>
    openWorkbench(setup),
  );
  try {
    await theWayOfAPerson(report, workbench, words, expected);
  } catch (error) {
    await workbench.page.screenshot({ path: join(setup.shots, 'oldest-failure.png') }).catch(() => undefined);
    throw error;
  } finally {
    await workbench.close();
  }
}

async function theWayOfAPerson(report, workbench, words, expected) {
  const { page } = workbench;
  await report.check('oldest: a squiggle appears, and the status bar names the era', async () => {
    await workbench.open(words.file);
    await workbench.waitForSquiggles(1);
    await workbench.waitForText('.statusbar-item', 'daxlint', words.era);
  });
  const point = await workbench.pointOf('mapping', words.bad);
  await report.check('oldest: the hover has the message and the matrix', async () => {
    await workbench.hover(point);
    await workbench.waitForText('.monaco-hover', words.message, words.hover, words.rule);
  });
  await workbench.shoot('oldest-hover');
  await page.mouse.click(point.x, point.y);
  await workbench.leave();
  await report.check('oldest: the fix removes the squiggle, and the saved file is as expected', async () => {
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: words.fix }).first().waitFor();
    // Something invisible lies over the menu.
    await page.keyboard.press('Enter');
    await workbench.waitForSquiggles(0);
    await page.keyboard.press('Control+s');
    const path = join(workbench.folder, words.file);
    for (let tries = 0; tries < 100 && readFileSync(path, 'utf8') !== expected; tries++) await sleep(50);
    assert.equal(readFileSync(path, 'utf8'), expected);
  });
  await workbench.shoot('oldest-fixed');
}
