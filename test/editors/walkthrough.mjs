/** The walkthrough that VS Code offers to who has just installed the extension. */

const STEPS = ['Open kernel code', 'Read what the field holds', 'Take the fix', 'See how such a page', 'Check the era'];

/** Opens it, goes over its steps and shoots the first one. */
export async function testWalkthrough(report, workbench) {
  const { page } = workbench;
  await report.check('the walkthrough has its steps, each with something to look at', async () => {
    await workbench.command('Welcome: Open Walkthrough...');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Get started with daxlint' }).first().click();
    for (const step of STEPS) {
      await page.locator('.getting-started-step', { hasText: step }).first().click();
      await workbench.waitForText('.getting-started-step.expanded', step);
      await waitForImage(page);
    }
  });
  await page.locator('.getting-started-step', { hasText: STEPS[0] }).first().click();
  // Beside the side bar there is no room for the pictures.
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  await workbench.shoot('10-walkthrough', () => waitForImage(page));
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  await workbench.command('View: Close Editor');
}

async function waitForImage(page) {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.getting-started-media img')].some(
      (image) => image.complete && image.naturalWidth > 0,
    ),
  );
}
