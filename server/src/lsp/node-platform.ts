/** The platform of the language server as a program of Node: trees are read from disk and solved in threads. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Settings } from '../model/settings.ts';
import { ByteReader, decode } from '../store/bytes.ts';
import { Compiler } from '../store/compiler.ts';
import { defaultCacheFolder } from '../store/facts-cache.ts';
import { isInside } from '../store/file-reader.ts';
import { isTreeRoot, TreeFinder } from '../store/find-tree.ts';
import { openTreeOf } from '../store/open-trees.ts';
import { findOverlay } from '../store/overlays.ts';
import { packageRoot } from '../store/placement.ts';
import { TreeDeclarations } from '../store/tree-declarations.ts';
import { TreeThread } from '../store/tree-thread.ts';
import { pathToUri, uriToPath } from './file-uri.ts';
import type { Place, Platform } from './platform.ts';
import { isBelow, nameIn } from './uri-text.ts';

/** Makes the platform; what it remembers of the disk are the folders of trees and the pages of the package. */
export function nodePlatform(): Platform {
  const finder = new TreeFinder();
  const pages = new Map<string, string | undefined>();
  return {
    whyLone: 'the file lies in no kernel tree',
    holds: (folder, uri) => {
      const [around, path] = [uriToPath(folder), uriToPath(uri)];
      return around === undefined || path === undefined ? isBelow(folder, uri) : isInside(around, path);
    },
    pathInTree: (root, uri) => {
      const path = uriToPath(uri);
      return path !== undefined && isInside(root, path) ? slashed(relative(root, path)) : undefined;
    },
    uriInTree: (root, path) => pathToUri(join(root, path)),
    pageUri: (path) => {
      if (!pages.has(path)) {
        const page = join(packageRoot, path);
        pages.set(path, existsSync(page) ? pathToUri(page) : undefined);
      }
      return pages.get(path);
    },
    placeOf: (uri, settings, folder) => placeOf(uri, settings, folder, finder),
    forgetPlaces: () => finder.forget(),
    overlay: (word, uri, folder) => {
      const path = uriToPath(uri);
      const around = folder === undefined ? undefined : uriToPath(folder);
      return findOverlay(word, around ?? (path === undefined ? '' : dirname(path)));
    },
    openTree: openTreeOf,
    declarations: (root) => new TreeDeclarations(root),
    solver: (setup, receive) => {
      const folder = defaultCacheFolder();
      // Nothing is written into the tree of somebody.
      const cache = isInside(setup.root, folder) ? {} : { cacheFolder: folder };
      return new TreeThread({ ...setup, ...cache }, receive);
    },
    compiler: (root) => new Compiler(root),
    textInTree: (root, path) => {
      const read = new ByteReader().read(join(root, path));
      return read.status === 'read' ? decode(read.bytes) : '';
    },
  };
}

function placeOf(uri: string, { tree }: Settings, folder: string | undefined, finder: TreeFinder): Place {
  const path = uriToPath(uri);
  if (path === undefined) return { name: nameIn(uri) };
  const around = folder === undefined ? undefined : uriToPath(folder);
  const named = tree !== '' && (isAbsolute(tree) || around !== undefined) ? resolve(around ?? '', tree) : undefined;
  const root = named !== undefined && isTreeRoot(named) ? named : finder.treeOf(dirname(path));
  if (root === undefined) return { name: path };
  const name = slashed(relative(root, path));
  return isInside(root, path) ? { name, root } : { name, root, also: [around ?? dirname(path)] };
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
