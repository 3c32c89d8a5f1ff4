/** The hovers of a field and of a helper, in two trees of different eras: each is read, and shot in both themes. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const HOVERS = JSON.parse(readFileSync(new URL('expected/hovers.json', import.meta.url), 'utf8'));

/** Checks every hover, and that a link in one opens the page at its heading. */
export async function testHovers(report, workbench) {
  for (const { name, file, line, word, has, end, picture } of HOVERS) {
    await report.check(`the hover is right: ${name}`, async () => {
      await workbench.show(file);
      const point = await workbench.pointOf(word, line);
      await workbench.hover(point);
      await workbench.waitForText('.monaco-hover', ...has);
      await workbench.shoot(`hover-${name}`);
      if (picture !== undefined) await workbench.picture(picture);
      if (end !== undefined) await shootEnd(workbench, name, end);
      await workbench.leave();
    });
  }
  const { file, line, word } = HOVERS[0];
  await report.check('a link of the hover opens the page at its heading', async () => {
    await workbench.show(file);
    await workbench.hover(await workbench.pointOf(word, line));
    await workbench.page.locator('.monaco-hover a', { hasText: 'in every era' }).first().click();
    await workbench.page.locator('.tab', { hasText: 'eras.md' }).first().waitFor();
    await waitForHeading(workbench.page, 'page->mapping');
  });
  await workbench.leave();
  await workbench.shoot('hover-link');
  await workbench.command('View: Close Editor');
}

/** A hover that is longer than its box is scrolled to the end. */
async function shootEnd(workbench, name, end) {
  const box = await workbench.page.locator('.monaco-hover:visible').first().boundingBox();
  await workbench.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  // One turn of the wheel moves it by some lines only.
  for (let turns = 0; turns < 30; turns++) await workbench.page.mouse.wheel(0, 200);
  await workbench.page.locator('.monaco-hover a', { hasText: end }).first().waitFor();
  await workbench.shoot(`hover-${name}-end`);
}

/** Waits until a preview shows a heading in the upper half of the window. */
async function waitForHeading(page, heading) {
  for (let tries = 0; tries < 100; tries++) {
    for (const frame of page.frames()) {
      const place = await frame
        .locator('h2', { hasText: heading })
        .first()
        .boundingBox({ timeout: 500 })
        .catch(() => null);
      if (place !== null && place.y > 0 && place.y < 360) return;
    }
    await sleep(100);
  }
  throw new Error(`no frame was scrolled to the heading ${heading}`);
}
