/** In VS Code, the way a person goes: see the squiggle, read the hover, take the fix, save; then settings, pages and a broken server. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Animation } from './animation.mjs';
import { testHovers } from './hovers.mjs';
import { testHints } from './inlay-hints.mjs';
import { testWalkthrough } from './walkthrough.mjs';
import { openWorkbench, PICTURE } from './workbench.mjs';

/** Runs the checks; on a failure the screen is saved as `failure.png`. */
export async function testVscode(report, { words, expected, ...setup }) {
  const workbench = await report.check('the workbench starts with the extension installed', () => openWorkbench(setup));
  try {
    await theWayOfAPerson(report, workbench, words, expected);
    await theEdges(report, workbench, words);
  } catch (error) {
    await workbench.page.screenshot({ path: join(setup.shots, 'failure.png') }).catch(() => undefined);
    throw error;
  } finally {
    await workbench.close();
  }
}

async function theWayOfAPerson(report, workbench, words, expected) {
  const { page } = workbench;
  const path = join(workbench.folder, words.file);
  await report.check('the file opens', () => workbench.open(words.file));
  await report.check('a squiggle appears, and only one', () => workbench.waitForSquiggles(1));
  await report.check('the status bar names the era of the tree', () =>
    workbench.waitForText('.statusbar-item', 'daxlint', words.era),
  );
  await workbench.shoot('1-squiggle');
  await workbench.picture('squiggle');
  const animation = new Animation(page, PICTURE);
  await animation.frame(1500);

  const point = await workbench.pointOf('mapping', words.bad);
  await report.check('the hover has the message and the matrix', async () => {
    await workbench.hover(point);
    await workbench.waitForText('.monaco-hover', words.message, words.hover, words.rule);
  });
  await workbench.shoot('2-hover');
  await workbench.picture('hover');
  await animation.frame(2500);

  await page.mouse.click(point.x, point.y);
  await workbench.leave();
  await report.check('a lightbulb appears', () => page.waitForSelector('[class*=lightbulb]'));
  await report.check('its menu offers the fix', async () => {
    await animation.frame(800);
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: words.fix }).first().waitFor();
  });
  await report.check('the menu is short, and the fix is the first in it', async () => {
    const titles = await page.locator('.action-widget .monaco-list-row.action').allTextContents();
    const ours = titles.filter((title) => !/^(?:Explain|Modify|Fix|Generate)\b/.test(title.trim()));
    assert.ok(ours.length > 0 && ours.length <= 4, titles.join('; '));
    assert.ok(ours[0]?.includes(words.fix), titles.join('; '));
  });
  await workbench.shoot('3-lightbulb');
  await workbench.picture('lightbulb');
  await animation.frame(2000);

  await report.check('the fix removes the squiggle', async () => {
    await page.locator('.action-widget .monaco-list-row', { hasText: words.fix }).first().click();
    await workbench.waitForSquiggles(0);
  });
  await report.check('the saved file is as expected', async () => {
    const before = readFileSync(path, 'utf8');
    await page.keyboard.press('Control+s');
    // While it is written the file is empty for a moment.
    const isSaved = () => !['', before].includes(readFileSync(path, 'utf8'));
    for (let tries = 0; tries < 100 && !isSaved(); tries++) await sleep(50);
    assert.equal(readFileSync(path, 'utf8'), expected);
  });
  await workbench.shoot('4-fixed');
  await animation.frame(2500);
  await report.check('the animated picture of the fix is small', () => {
    const path = join(workbench.shots, 'quick-fix.gif');
    animation.write(path);
    const { size } = statSync(path);
    assert.ok(size > 5_000 && size < 500_000, `it has ${size} bytes`);
  });
}

async function theEdges(report, workbench, words) {
  const { page } = workbench;
  await report.check('undo brings the squiggle back', async () => {
    await page.keyboard.press('Control+z');
    await workbench.waitForSquiggles(1);
  });
  await report.check('a rule that is turned off falls silent at once', async () => {
    await workbench.configure({ 'daxlint.rules': { [words.rule]: 'off' } });
    await workbench.waitForSquiggles(0);
    await workbench.configure({});
    await workbench.waitForSquiggles(1);
  });
  await report.check('the tooltip of the status item says why it is this era', async () => {
    await page.locator('.statusbar-item', { hasText: 'daxlint' }).first().hover();
    await workbench.waitForText('.monaco-hover', words.eraReason, 'Restart the server');
  });
  await workbench.shoot('5-status');
  await workbench.leave();
  await report.check('the restarted server finds the same', async () => {
    const [old] = runningServers(workbench.extensions);
    await workbench.command('daxlint: Restart Server');
    await waitForAnotherServer(workbench.extensions, old);
    await workbench.waitForText('.statusbar-item', 'daxlint', words.era);
    await workbench.waitForSquiggles(1);
  });
  await report.check('a server that was killed comes back by itself', async () => {
    const [old] = runningServers(workbench.extensions);
    process.kill(old, 'SIGKILL');
    await waitForAnotherServer(workbench.extensions, old);
    await workbench.waitForText('.statusbar-item', 'daxlint', words.era);
    await workbench.waitForSquiggles(1);
  });
  await report.check('the rule id in the hover leads to the page of the rule', async () => {
    const point = await workbench.pointOf('mapping', words.bad);
    await workbench.hover(point);
    await page.locator('.monaco-hover a', { hasText: words.rule }).first().click();
    await page.locator('.tab', { hasText: words.rule }).first().waitFor();
    await workbench.waitForFrame(words.rule);
  });
  await workbench.leave();
  await workbench.shoot('6-page', () => workbench.waitForFrame(words.rule));
  await report.check('the command palette leads there too', async () => {
    await workbench.command('View: Close Editor');
    await workbench.command('daxlint: Explain a Rule');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: words.rule }).first().click();
    await page.locator('.tab', { hasText: words.rule }).first().waitFor();
  });
  await workbench.command('View: Close Editor');
  await report.check('above a function stands which pages get there', async () => {
    await workbench.show('mm/reached.c');
    await workbench.waitForText('.codelens-decoration', 'pages get here');
  });
  await workbench.shoot('8-code-lens');
  await testHints(report, workbench);
  await workbench.command('View: Close Editor');
  await testHovers(report, workbench);
  await testWalkthrough(report, workbench);
  await report.check('a server that cannot start is reported once, and the status item turns red', async () => {
    const [installed] = readdirSync(workbench.extensions).filter((name) => name.startsWith('daxlint.'));
    writeFileSync(join(workbench.extensions, installed, 'dist/server.js'), 'process.exit(3);\n');
    await workbench.command('daxlint: Restart Server');
    await workbench.waitForText('.notification-toast', 'not running', 'ended while it was starting');
    await workbench.waitForText('.statusbar-item.error-kind', 'daxlint');
    const messages = await page.locator('.notification-toast .notification-list-item-message').allTextContents();
    assert.equal(messages.length, 1, messages.join('; '));
  });
  await workbench.shoot('7-no-server');
}

async function waitForAnotherServer(extensions, old) {
  for (let tries = 0; tries < 100; tries++) {
    const pids = runningServers(extensions);
    if (pids.length === 1 && pids[0] !== old) return;
    await sleep(100);
  }
  assert.fail(`after 10 s these servers run: ${runningServers(extensions)}; the old one was ${old}`);
}

/** The process ids of the language servers that run from a folder of extensions. */
function runningServers(extensions) {
  const isServer = (word) => word.startsWith(extensions) && word.endsWith('server.js');
  return readdirSync('/proc')
    .filter((name) => {
      try {
        return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').some(isServer);
      } catch {
        return false;
      }
    })
    .map(Number);
}
