/** The inlay hints of VS Code: they are there once the setting wants them, and say why when the mouse rests on one. */

const FILE = 'mm/hints.c';
const CALL = 'return settle(';
const HINT = 'no shared FS-DAX page:';
const OF_KERNEL = 'needs a page-cache page:';

/** Checks and shoots them; the settings and the editor are as before afterwards. */
export async function testHints(report, workbench) {
  await workbench.configure({ 'daxlint.inlayHints': true });
  await workbench.show(FILE);
  await report.check('before an argument stands what the function that gets it relies on', async () => {
    await workbench.waitForText('.view-line', CALL, HINT);
    await workbench.waitForText('.view-line', OF_KERNEL);
  });
  await report.check('the hint says why, and where', async () => {
    await workbench.hover(await workbench.pointOf('FS-DAX', HINT));
    await workbench.waitForText('.monaco-hover', 'settle()', 'followed as a pointer', 'mm/reached.c');
  });
  await workbench.shoot('9-inlay-hints');
  await workbench.leave();
  await workbench.picture('inlay-hints');
  await workbench.leave();
  await workbench.command('View: Close Editor');
  await workbench.configure({});
}
