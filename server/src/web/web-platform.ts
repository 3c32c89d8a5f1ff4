/** The platform of the language server in a worker of a browser: there is no disk, and each file is judged by itself. */
import { nameIn, isBelow } from '../lsp/uri-text.ts';
import type { Platform } from '../lsp/platform.ts';

/** Makes the platform for a package that is served from an address. As no document lies in a tree, nothing is asked about trees. */
export function webPlatform(packageUri: string): Platform {
  return {
    whyLone: 'in a browser a file is judged by itself',
    holds: isBelow,
    pathInTree: () => undefined,
    uriInTree: (_root, path) => path,
    pageUri: (path) => `${packageUri}/${path}`,
    placeOf: (uri) => ({ name: nameIn(uri) }),
    forgetPlaces: () => undefined,
    overlay: () => ({ why: 'in a browser no overlay is read' }),
    openTree: ({ options }, { openTree, lowering }) =>
      openTree({ lowering, ...(options === undefined ? {} : { options }) }),
    declarations: () => ({ at: () => 'unknown' }),
    solver: () => undefined,
    compiler: () => ({ tries: () => Promise.resolve('unknown') }),
    textInTree: () => '',
  };
}
