/** In VS Code for the Web, where nothing of Node is: squiggle, hover, fix, status; in the newest release and in the oldest. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newestBuild, oldestBuild, serveWeb } from './web-server.mjs';
import { SETTINGS, Workbench } from './workbench.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const BUILDS = { newest: newestBuild, oldest: oldestBuild };

/** Runs the checks in one release; on a failure the screen is saved as `web-failure.png`. */
export async function testWeb(report, { release, browserPath, vsix, workspace, words, expected, shots }) {
  const home = mkdtempSync(join(tmpdir(), 'daxlint-web-'));
  const page = new WebWorkbench({ home, shots });
  let served;
  try {
    await report.check(`web, ${release}: the workbench starts in the browser alone`, async () => {
      execFileSync('unzip', ['-q', vsix, '-d', home]);
      served = await serveWeb({
        build: BUILDS[release](join(HERE, 'node_modules')),
        extensions: [join(HERE, 'memory-files'), join(home, 'extension')],
        files: filesOf(workspace),
        open: words.file,
        settings: { ...SETTINGS, ...words.web[release].settings },
      });
      await page.browse(browserPath);
      await page.openAddress(served.address);
    });
    await theWayOfAPerson(report, page, release, words, expected);
  } catch (error) {
    await page.page?.screenshot({ path: join(shots, 'web-failure.png') }).catch(() => undefined);
    throw error;
  } finally {
    await page.close();
    served?.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function theWayOfAPerson(report, workbench, release, words, expected) {
  const { page } = workbench;
  const web = words.web[release];
  const check = (name, run) => report.check(`web, ${release}: ${name}`, run);
  await check('a squiggle appears, and only one', () => workbench.waitForSquiggles(1));
  await check('the status bar names the era', () => workbench.waitForText('.statusbar-item', 'daxlint', web.era));
  const point = await workbench.pointOf('mapping', words.bad);
  await check('the hover has the message and the matrix', async () => {
    await workbench.hover(point);
    await workbench.waitForText('.monaco-hover', words.message, web.hover, words.rule);
  });
  await workbench.shoot(`web-${release}-hover`);
  if (release === 'newest') await askInGerman(check, workbench);
  // The preview of Markdown that code-server brings does not run in a browser.
  if (release === 'oldest') await showRule(check, workbench, point, words.rule);
  await page.mouse.click(point.x, point.y);
  await workbench.leave();
  await check('the fix removes the squiggle', async () => {
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: words.fix }).first().waitFor();
    // In the oldest release something invisible lies over the menu.
    await page.keyboard.press('Enter');
    await workbench.waitForSquiggles(0);
  });
  await check('the text is as expected', async () => {
    const lines = expected.split('\n').slice(5, 12);
    for (const line of lines.filter((each) => each.trim() !== ''))
      await workbench.waitForText('.view-line', line.trim());
  });
  await workbench.shoot(`web-${release}-fixed`);
}

async function askInGerman(check, workbench) {
  await check('the extension speaks the language of the editor', async () => {
    await workbench.leave();
    // The words of the manifest are those of package.nls.json for an extension that is served from a folder.
    await workbench.command('daxlint: Explain a Rule');
    await workbench.waitForText('.quick-input-title', 'daxlint: Eine Regel erklären');
    await workbench.page.locator('.quick-input-widget input[placeholder*="Welche Regel"]').waitFor();
  });
  await workbench.shoot('web-german');
  await workbench.page.keyboard.press('Escape');
}

/** What is in the page is not looked at: where all cookies of others are refused, as in this browser, no preview is drawn. */
async function showRule(check, workbench, point, rule) {
  await check('the rule id in the hover leads to the page of the rule', async () => {
    await workbench.hover(point);
    await workbench.page.locator('.monaco-hover a', { hasText: rule }).first().click();
    await workbench.page
      .locator('.tab', { hasText: `Preview ${rule}` })
      .first()
      .waitFor();
  });
  await workbench.page.locator('.tab.active .codicon-close').click();
}

/** The files of a folder as the memory of the browser has them, by path. */
function filesOf(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return Object.fromEntries(
    files
      .filter((path) => statSync(path).isFile())
      .map((path) => [`/tree/${relative(folder, path)}`, readFileSync(path, 'utf8')]),
  );
}

/** The workbench where nothing but a page is. */
class WebWorkbench extends Workbench {
  async openAddress(address) {
    await this.page.goto(address, { waitUntil: 'domcontentloaded' });
    await this.page.waitForSelector('.monaco-editor .view-line');
  }
}
