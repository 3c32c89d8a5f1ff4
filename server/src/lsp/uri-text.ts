/** What a URI tells by its text alone, whatever it is the address of. */

/** Whether a URI is that of a folder, or of something below it. */
export function isBelow(folder: string, uri: string): boolean {
  const around = folder.replace(/\/+$/, '');
  return uri === around || uri.startsWith(`${around}/`);
}

/** What to call a document that has no path: the last part of its URI. */
export function nameIn(uri: string): string {
  const last = uri.slice(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf(':')) + 1);
  return last === '' ? 'untitled.c' : last;
}

/** Whether a URI looks like that of a folder: the files of a kernel that matter here have an ending, or a name of their own. */
export function isFolder(uri: string): boolean {
  const name = nameIn(uri.replace(/\/+$/, ''));
  return !name.includes('.') && !/^(?:Makefile|Kbuild|Kconfig)$/.test(name);
}
