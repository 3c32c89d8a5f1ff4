/** In VS Code, audits: the view and its rows, the chain, the report in a view of its own, and the commands about the tree. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWorkbench } from './workbench.mjs';

const AUDIT = '.pane:has(.pane-header[aria-label^="Audit"])';
const CHAIN = '.pane:has(.pane-header[aria-label^="Chain"])';
const ROWS = `${AUDIT} [role="treeitem"]`;
const STEPS = `${CHAIN} [role="treeitem"]`;
const FILE = 'mm/filepage.c';

/** Runs the checks; on a failure the screen is saved as `failure-audits.png`. */
export async function testAudits(report, setup) {
  const workbench = await report.check('the workbench opens on a tree', () => openWorkbench(setup));
  try {
    await workbench.open(FILE);
    await theView(report, workbench);
    await theChain(report, workbench);
    await theReport(report, workbench);
    await theTree(report, workbench);
    await theServer(report, workbench);
  } catch (error) {
    await workbench.page.screenshot({ path: join(setup.shots, 'failure-audits.png') }).catch(() => undefined);
    throw error;
  } finally {
    await workbench.close();
  }
}

async function theView(report, workbench) {
  const { page } = workbench;
  await report.check('the view says what an audit is before there is one', async () => {
    await workbench.waitForText('.statusbar-item', 'daxlint: Linux');
    await workbench.command('View: Show daxlint');
    await workbench.waitForText(`${AUDIT} .welcome-view`, 'every use of a page field');
  });
  await workbench.shoot('audit-0-welcome');
  await report.check('its button audits the tree', async () => {
    await page.locator(`${AUDIT} .welcome-view .monaco-button`, { hasText: 'Audit Tree' }).click();
    await workbench.waitForText(ROWS, 'hazard');
    await workbench.waitForText(`${AUDIT} .message`, 'Linux 6.0 - 6.1', 'files');
  });
  await report.check('the first verdict is open, and its rows say where and what', async () => {
    const texts = await page.locator(ROWS).allTextContents();
    assert.match(texts[0], /^hazard\d+$/);
    assert.match(texts[1], /^\w+\.c:\d+.*\(\) · .*mapping/);
    const label = await page.locator(ROWS).nth(1).getAttribute('aria-label');
    assert.match(label, /^hazard: .* in \w+, line \d+ of /);
  });
  await workbench.shoot('audit-1-rows');
  await report.check('a row opens its line', async () => {
    const [, name, line] = /^(\w+\.c):(\d+)/.exec(await page.locator(ROWS).nth(2).textContent());
    await page.locator(ROWS).nth(2).click();
    await page.locator('.tab.active', { hasText: name }).waitFor();
    await workbench.waitForText('.statusbar-item', `Ln ${line},`);
  });
  await report.check('the rows can be grouped by subsystem', async () => {
    await choose(workbench, 'daxlint: Group By', 'Subsystem');
    await workbench.waitForText(ROWS, 'MEMORY MANAGEMENT');
  });
  await workbench.shoot('audit-2-subsystems');
  await report.check('a filter by words leaves their rows, and can be taken away', async () => {
    await choose(workbench, 'daxlint: Group By', 'File');
    await choose(workbench, 'daxlint: Filter', 'Text');
    await page.locator('.quick-input-widget input').first().fill('heronfs aops');
    await page.keyboard.press('Enter');
    await workbench.waitForText(`${AUDIT} .pane-header`, ' of ');
    await page.waitForFunction((rows) => document.querySelectorAll(rows).length === 1, `${ROWS}[aria-level="1"]`);
    assert.match(await page.locator(`${ROWS}[aria-level="1"]`).textContent(), /aops\.c/);
    await workbench.command('daxlint: Clear Filter');
    await page.waitForFunction((rows) => document.querySelectorAll(rows).length > 2, `${ROWS}[aria-level="1"]`);
    await choose(workbench, 'daxlint: Group By', 'Verdict');
    await workbench.waitForText(ROWS, 'hazard');
  });
  await report.check('files that are not open come into the list of problems where the setting wants it', async () => {
    const hasClosed = () =>
      [...document.querySelectorAll('.markers-panel .monaco-tl-row')].some((row) => /aops\.c/.test(row.textContent));
    await workbench.configure({ 'daxlint.problemsScope': 'tree' });
    await workbench.command('Problems: Focus on Problems View');
    await page.waitForFunction(hasClosed);
    await workbench.shoot('audit-3-problems');
    await workbench.configure({});
    await page.waitForFunction(`!(${hasClosed})()`);
    await page.keyboard.press('Control+j');
  });
}

async function theChain(report, workbench) {
  const { page } = workbench;
  await report.check('the row that is selected has its chain, and each step opens its line', async () => {
    await page.locator(ROWS, { hasText: 'filepage.c' }).first().click();
    await workbench.waitForText(STEPS, '1. ', 'hands a page');
    const steps = page.locator(STEPS);
    const count = await steps.count();
    assert.ok(count >= 3, `${count} steps`);
    for (const at of [0, count - 1]) {
      const [, name, line] = /(\w+\.c):(\d+)$/.exec(await steps.nth(at).locator('.label-name').textContent());
      await steps.nth(at).click();
      await page.locator('.tab.active', { hasText: name }).waitFor();
      await workbench.waitForText('.statusbar-item', `Ln ${line},`);
    }
  });
  await workbench.shoot('audit-4-chain');
  await report.check('the chain of what the caret stands on is shown from the editor, too', async () => {
    await workbench.show('drivers/egret/dma.c');
    // The caret may stand behind the last finding of the file.
    const active = page.locator('.tab.active', { hasText: 'dma.c' });
    for (let tries = 0; tries < 2 || (tries < 9 && !(await active.isVisible())); tries++) {
      await workbench.command('daxlint: Go to Previous Finding');
    }
    await workbench.command('daxlint: Show Chain');
    await workbench.waitForText(`${CHAIN} .pane-header`, 'dma.c');
  });
  await report.check('behind the last finding of a file comes the first of another one', async () => {
    const seen = new Set();
    for (let tries = 0; tries < 12 && seen.size < 2; tries++) {
      await workbench.command('daxlint: Go to Next Finding');
      seen.add(await page.locator('.tab.active').first().textContent());
    }
    assert.ok(seen.size > 1, [...seen].join());
  });
}

async function theReport(report, workbench) {
  const { page } = workbench;
  let frame;
  await report.check('the report is shown in a view of its own', async () => {
    await workbench.command('daxlint: Show Report');
    await page.locator('.tab.active', { hasText: 'daxlint Report' }).waitFor();
    frame = await frameWith(workbench, '#sites tbody tr');
    assert.match(await frame.locator('h1').textContent(), /kernel/);
  });
  await report.check('it has the colours of the theme, and no script but its own', async () => {
    const colours = new Set();
    await workbench.shoot('audit-5-report', async () => {
      frame = await frameWith(workbench, '#sites tbody tr');
      colours.add(await frame.evaluate(() => getComputedStyle(document.body).backgroundColor));
    });
    assert.equal(colours.size, 2, [...colours].join());
    const policy = await frame.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(policy, /^default-src 'none'; script-src 'nonce-[0-9a-f]{32}'; style-src 'nonce-[0-9a-f]{32}'/);
  });
  await report.check('its rows are read by the keyboard, and open their places in the editor', async () => {
    await frame.locator('#sites tr[tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await frame.locator('tr.opened').waitFor();
    await workbench.shoot('audit-6-report-open', async () => {
      frame = await frameWith(workbench, 'tr.opened');
    });
    const place = frame.locator('#sites td.place button').first();
    const [, name, line] = /(\w+\.c):(\d+)$/.exec(await place.textContent());
    await place.click();
    await page.locator('.tab.active', { hasText: name }).first().waitFor();
    await workbench.waitForText('.statusbar-item', `Ln ${line},`);
  });
  await workbench.command('View: Close All Editors');
}

async function theTree(report, workbench) {
  const { page } = workbench;
  await workbench.show(FILE);
  await report.check('beside the language stand the era, what was read, and the last audit', async () => {
    await page.locator('[id="status.languageStatus"]').first().hover();
    await workbench.waitForText('.hover-language-status', 'Linux 6.0 - 6.1');
    await workbench.waitForText('.hover-language-status', 'files indexed', 'MB');
    await workbench.waitForText('.hover-language-status', 'to be looked at', 'audited at');
  });
  await workbench.shoot('audit-7-language-status');
  await workbench.leave();
  await report.check('another era is chosen from a list, and holds at once', async () => {
    await workbench.command('daxlint: Choose Era');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Linux 6.17' }).first().waitFor();
    await workbench.shoot('audit-8-eras');
    await page.locator('.quick-input-widget input').first().fill('4.14');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Linux 4.14' }).first().click();
    await workbench.waitForText('.statusbar-item', 'daxlint: Linux 4.14');
    await choose(workbench, 'daxlint: Choose Era', 'Automatic');
    await workbench.waitForText('.statusbar-item', 'daxlint: Linux 6.0 - 6.1');
  });
  await report.check('so is an overlay, which the era then names', async () => {
    await choose(workbench, 'daxlint: Apply What-If Overlay', '2017-mapping-set-for-dax');
    await workbench.waitForText('.statusbar-item', 'daxlint: Linux 6.0 - 6.1', '2017-mapping-set-for-dax');
    await choose(workbench, 'daxlint: Apply What-If Overlay', 'None');
    await page.locator('.statusbar-item', { hasText: '2017-mapping-set' }).waitFor({ state: 'detached' });
  });
  await report.check('a place is explained beside the file', async () => {
    await workbench.command('daxlint: Go to Next Finding');
    await workbench.command('daxlint: Explain Here');
    await page.locator('.tab', { hasText: 'filepage.c:' }).first().waitFor();
    await workbench.waitForText('.view-lines', 'read as Linux 6.0');
  });
  await workbench.shoot('audit-9-explain');
  await workbench.command('View: Close All Editors');
}

async function theServer(report, workbench) {
  const { page } = workbench;
  await report.check('a report is written to the file that the user names', async () => {
    await workbench.command('daxlint: Export Report');
    const input = page.locator('.quick-input-widget input').first();
    // The dialog fills in what it proposes when it has looked at the folder, and takes no other name before that.
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.quick-input-widget input')].some(({ value }) => value.endsWith('daxlint.html')),
    );
    const target = join(workbench.folder, 'found.sarif');
    await input.fill(target);
    await page.keyboard.press('Enter');
    for (let tries = 0; tries < 200 && !existsSync(target); tries++) await sleep(100);
    assert.equal(JSON.parse(readFileSync(target, 'utf8')).version, '2.1.0');
  });
  await report.check('the cache is cleared only when the user says so', async () => {
    const dialog = page.locator('.monaco-dialog-box');
    await workbench.command('daxlint: Clear Cache');
    await workbench.waitForText('.monaco-dialog-box', 'Clear the cache', 'files');
    await workbench.shoot('audit-10-clear-cache');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await workbench.command('daxlint: Clear Cache');
    await dialog.locator('.monaco-button', { hasText: 'Clear' }).click();
    await workbench.waitForText('.notification-toast', 'freed');
  });
  await report.check('a tree that git does not know has no changes, and that is told', async () => {
    await workbench.command('daxlint: Audit Changes');
    await workbench.waitForText('.notification-toast', 'git');
  });
}

/** Runs a command that shows a list, and takes one of its rows. */
async function choose(workbench, title, word) {
  await workbench.command(title);
  await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: word }).first().click();
}

/** Waits for the frame inside the workbench that shows an element. */
async function frameWith({ page }, selector) {
  for (let tries = 0; tries < 200; tries++) {
    for (const frame of page.frames()) {
      if (
        await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false)
      )
        return frame;
    }
    await sleep(100);
  }
  throw new Error(`no frame shows ${selector}`);
}
