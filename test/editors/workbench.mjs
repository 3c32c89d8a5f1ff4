/** A real VS Code workbench: code-server with a profile of its own, shown in Chromium. */
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { Animation } from './animation.mjs';
import { BROWSER_FLAGS, environment, run, start, stop } from './processes.mjs';

/** What keeps the workbench still: no network, no panels of its own, one theme for dark and one for light. */
export const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.detectIndentation': false,
  'editor.insertSpaces': false,
  'editor.minimap.enabled': false,
  'editor.tabSize': 8,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'json.schemaDownload.enable': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': true,
  'window.commandCenter': false,
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** The upper part of the editor, without the side bar: what fits beside a text. */
export const PICTURE = { x: 352, y: 62, width: 920, height: 340 };

/** Starts the workbench on a copy of `workspace` with the extension installed from `vsix`. */
export async function openWorkbench({ node, entry, isOld = false, browserPath, vsix, workspace, shots }) {
  const home = mkdtempSync(join(tmpdir(), 'daxlint-editors-'));
  // A blank in the path finds the places that forget to encode one.
  const folder = join(home, 'a kernel');
  const profile = join(home, 'profile');
  const extensions = join(home, 'extensions');
  cpSync(workspace, folder, { recursive: true });
  for (const path of ['profile/User', 'profile/logs', 'extensions']) mkdirSync(join(home, path), { recursive: true });
  const folders = ['--user-data-dir', profile, '--extensions-dir', extensions];
  const env = { ...environment(home), EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
  const workbench = new Workbench({ home, folder, extensions, shots });
  writeFileSync(join(profile, 'User/settings.json'), JSON.stringify(SETTINGS, null, 2));
  try {
    const installed = await run(node, [entry, ...folders, '--install-extension', vsix], { env, cwd: home });
    if (installed.status !== 0) throw new Error(`the extension was not installed\n${installed.output}`);
    // Without this the extension host outlives its page by hours; the oldest does not know it.
    const grace = isOld ? [] : ['--reconnection-grace-time', '2'];
    await workbench.serve(node, [entry, ...folders, ...grace], env);
    await workbench.browse(browserPath);
    return workbench;
  } catch (error) {
    await workbench.close();
    throw error;
  }
}

/** The workbench and its page; every wait ends after 30 s with an error. */
export class Workbench {
  constructor({ home, folder, extensions, shots }) {
    this.home = home;
    this.folder = folder;
    this.extensions = extensions;
    this.shots = shots;
  }

  async serve(node, args, env) {
    this.host = `127.0.0.1:${await freePort()}`;
    const logPath = join(this.home, 'server.log');
    const log = openSync(logPath, 'w');
    const flags = ['--auth', 'none', '--bind-addr', this.host, '--disable-telemetry', '--disable-update-check'];
    flags.push('--disable-workspace-trust', '--disable-getting-started-override');
    this.server = start(node, [...args, ...flags], { env, cwd: this.home, stdio: ['ignore', log, log] });
    closeSync(log);
    for (let tries = 0; tries < 300; tries++) {
      const up = await fetch(`http://${this.host}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (up) return;
      await sleep(100);
    }
    throw new Error(`the workbench did not start\n${readFileSync(logPath, 'utf8')}`);
  }

  async browse(executablePath) {
    this.browser = await chromium.launch({ executablePath, headless: true, args: BROWSER_FLAGS });
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme: 'dark' });
    context.setDefaultTimeout(30_000);
    this.page = await context.newPage();
  }

  /** Opens the folder with one file in front; resolves when its text is on the screen. */
  async open(file) {
    const address = `vscode-remote://${this.host}${encodeURI(join(this.folder, file))}`;
    const payload = encodeURIComponent(JSON.stringify([['openFile', address]]));
    const folder = encodeURIComponent(this.folder);
    await this.page.goto(`http://${this.host}/?folder=${folder}&payload=${payload}`, { waitUntil: 'domcontentloaded' });
    await this.page.waitForSelector('.monaco-editor .view-line');
  }

  /** Brings another file of the folder to the front. */
  async show(file) {
    const tab = this.page.locator('.tab.active', { hasText: basename(file) });
    const label = this.page.locator('.quick-input-list .monaco-list-row').first();
    for (let tries = 1; ; tries++) {
      try {
        await this.page.keyboard.press('Control+p');
        await this.page.locator('.quick-input-widget input').first().fill(file, { timeout: 3000 });
        await label.click({ timeout: 3000 });
        await tab.waitFor({ timeout: 3000 });
        return;
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
  }

  /** The middle of the first appearance of `text` in a visible line that contains `line`. */
  async pointOf(text, line = text) {
    const find = ([text, line]) => {
      for (const element of document.querySelectorAll('.monaco-editor .view-line')) {
        if (!element.textContent.replace(/\u00a0/g, ' ').includes(line)) continue;
        const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (words.nextNode()) {
          const at = words.currentNode.data.indexOf(text);
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(words.currentNode, at);
          range.setEnd(words.currentNode, at + text.length);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
      }
      return null;
    };
    return (await this.page.waitForFunction(find, [text, line])).jsonValue();
  }

  /** Waits until the number of warnings underlined in the editor is `count`. */
  async waitForSquiggles(count) {
    const selector = '.monaco-editor .squiggly-warning';
    await this.page.waitForFunction(([s, n]) => document.querySelectorAll(s).length === n, [selector, count]);
  }

  /** Waits for an element that is visible and has all of the words; returns its text. */
  async waitForText(selector, ...words) {
    const handle = await this.page.waitForFunction(
      ([selector, words]) => {
        const visible = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
        const texts = visible.map((element) => element.textContent.replace(/\u00a0/g, ' '));
        return texts.find((text) => words.every((word) => text.includes(word))) ?? null;
      },
      [selector, words],
    );
    return handle.jsonValue();
  }

  /** Rests the mouse on a point, coming from below it. */
  async hover({ x, y }) {
    await this.page.mouse.move(x, y + 60);
    await this.page.mouse.move(x, y, { steps: 5 });
  }

  /** Takes the mouse to where nothing answers it, and waits until the hovers are gone. */
  async leave() {
    await this.page.mouse.move(640, 8);
    await this.page.locator('.monaco-hover:visible').first().waitFor({ state: 'hidden' });
  }

  /** Waits until a frame inside the workbench, such as a preview, shows a heading. */
  async waitForFrame(heading) {
    for (let tries = 0; tries < 100; tries++) {
      for (const frame of this.page.frames()) {
        const shown = frame.locator('h1', { hasText: heading }).first();
        if (await shown.isVisible().catch(() => false)) return;
      }
      await sleep(100);
    }
    throw new Error(`no frame shows the heading ${heading}`);
  }

  /** Runs a command by its title, as a person does. */
  async command(title) {
    const input = this.page.locator('.quick-input-widget input').first();
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    // A key that is pressed while the focus moves is lost, and a list that loses the focus closes.
    for (let tries = 1; ; tries++) {
      try {
        await this.page.keyboard.press('F1');
        await input.fill(`>${title}`, { timeout: 3000 });
        await row.click({ timeout: 3000 });
        await row.waitFor({ state: 'hidden', timeout: 3000 });
        return;
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
  }

  /** Sets the user's settings in the editor for them, since the workbench does not look at the file behind its back. */
  async configure(settings) {
    await this.command('Preferences: Open User Settings (JSON)');
    await this.page.waitForSelector('.tab.active[data-resource-name="settings.json"]');
    await this.page.locator('.editor-group-container.active .monaco-editor').first().click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(JSON.stringify({ ...SETTINGS, ...settings }));
    await this.page.keyboard.press('Control+s');
    await this.page.waitForSelector('.tab.active[data-resource-name="settings.json"]:not(.dirty)');
    await this.command('View: Close Editor');
  }

  /** Saves what is on the screen in the dark theme and in the light one, each when it is `ready`. */
  async shoot(name, ready = () => undefined) {
    for (const theme of ['light', 'dark']) {
      await this.page.emulateMedia({ colorScheme: theme });
      const base = theme === 'dark' ? 'vs-dark' : 'vs';
      await this.page.waitForSelector(`.monaco-workbench.${base}`);
      // The last colours come with a transition of a tenth of a second.
      await sleep(250);
      await ready();
      await this.page.screenshot({ path: join(this.shots, `${name}-${theme}.png`) });
    }
  }

  /** Saves the part of the screen that a page about the product shows, in both themes, as it is now. */
  async picture(name) {
    for (const theme of ['light', 'dark']) {
      await this.page.emulateMedia({ colorScheme: theme });
      await this.page.waitForSelector(`.monaco-workbench.${theme === 'dark' ? 'vs-dark' : 'vs'}`);
      await sleep(250);
      // One picture is an animation too, and with its few colours a third of the size of a PNG.
      const still = new Animation(this.page, PICTURE);
      await still.frame(0);
      still.write(join(this.shots, `picture-${name}-${theme}.gif`));
    }
  }

  async close() {
    await this.browser?.close().catch(() => undefined);
    if (this.server !== undefined) await stop(this.server);
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
