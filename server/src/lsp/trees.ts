/** The trees that have a file open: one for each root and set of options, found by walking up from the file. */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { AnalysedFile, Tree, TreeOptions } from '../engine/api.ts';
import { PROBE_FILES } from '../kernel/probes.ts';
import type { Declared } from '../model/ports.ts';
import type { Settings } from '../model/settings.ts';
import { eraReason } from '../store/era-note.ts';
import { isInside } from '../store/file-reader.ts';
import { isTreeRoot, TreeFinder } from '../store/find-tree.ts';
import { findOverlay } from '../store/overlays.ts';
import { TreeDeclarations } from '../store/tree-declarations.ts';
import { type EngineParts, openTreeOf, type TreeSetup } from '../store/open-trees.ts';
import { uriToName, uriToPath } from './file-uri.ts';
import type { StatusParams } from './protocol.ts';
import type { SettingsStore } from './settings-store.ts';
import type { WholeTrees } from './whole-trees.ts';

export class Trees {
  private readonly open = new Map<string, Tree>();
  private readonly finder = new TreeFinder();
  private readonly declarations = new Map<string, TreeDeclarations>();

  private readonly engine: EngineParts;
  private readonly settings: SettingsStore;
  private readonly whole: WholeTrees;
  private readonly tell: (status: StatusParams) => void;

  constructor(engine: EngineParts, settings: SettingsStore, whole: WholeTrees, tell: (status: StatusParams) => void) {
    this.engine = engine;
    this.settings = settings;
    this.whole = whole;
    this.tell = tell;
  }

  /** Analyses a document in the tree that it belongs to. */
  analyse(uri: string, text: string): AnalysedFile {
    const path = uriToPath(uri);
    const { settings, folder } = this.settings.for(uri);
    const root = path === undefined ? undefined : this.rootOf(path, settings, folder);
    const name =
      path === undefined ? uriToName(uri) : root === undefined ? path : relative(root, path).split(sep).join('/');
    const outside = root !== undefined && path !== undefined && !isInside(root, path);
    const options = this.optionsOf(settings, folder ?? dirname(path ?? ''));
    const tree = this.treeAt(root, outside ? [folder ?? dirname(path)] : [], options);
    const isFollowed = root !== undefined && !outside && settings.enable && settings.wholeTree;
    const arrivals = isFollowed ? this.whole.follow(uri, text, root, options, name) : undefined;
    tree.know(() => arrivals);
    return tree.open(name, text);
  }

  /** Where a tree declares a helper, by its headers as they were when they were first asked; undefined without a tree. */
  declared({ root }: Tree, name: string): Declared | undefined {
    if (root === undefined) return undefined;
    const known = this.declarations.get(root) ?? new TreeDeclarations(root);
    this.declarations.set(root, known);
    return known.at(name);
  }

  /** Forgets what was read of files that have changed; true where an open document may look different now. */
  filesChanged(paths: readonly string[]): boolean {
    let touched = false;
    this.declarations.clear();
    for (const [key, tree] of this.open) {
      if (tree.root === undefined) continue;
      for (const path of paths) {
        if (!isInside(tree.root, path)) continue;
        const inside = relative(tree.root, path).split(sep).join('/');
        touched ||= inside.endsWith('.h') || PROBE_FILES.includes(inside);
        // These files decide the era, so that the tree is another one now.
        if (PROBE_FILES.includes(inside)) this.open.delete(key);
        else tree.invalidate(inside);
      }
    }
    return touched;
  }

  /** Forgets all trees, because the settings have changed. */
  forget(): void {
    this.open.clear();
    this.declarations.clear();
    this.finder.forget();
  }

  /** An overlay that cannot be read is told to the user and left out; its text is read anew for each document. */
  private optionsOf({ era, rules, whatIf }: Settings, folder: string): TreeOptions {
    if (whatIf === '') return { era, rules };
    const found = findOverlay(whatIf, folder);
    if ('overlay' in found) return { era, rules, whatIf: found.overlay };
    this.settings.tellOnce(`\`daxlint.whatIf\` is left out: ${found.why}`);
    return { era, rules };
  }

  private rootOf(path: string, settings: Settings, folder: string | undefined): string | undefined {
    if (settings.tree !== '' && (isAbsolute(settings.tree) || folder !== undefined)) {
      const root = resolve(folder ?? '', settings.tree);
      if (isTreeRoot(root)) return root;
    }
    return this.finder.treeOf(dirname(path));
  }

  private treeAt(root: string | undefined, also: readonly string[], options: TreeOptions): Tree {
    const setup: TreeSetup = { ...(root === undefined ? {} : { root }), also, options };
    const key = JSON.stringify(setup);
    const known = this.open.get(key);
    if (known !== undefined) return known;
    const tree = openTreeOf(setup, this.engine);
    this.open.set(key, tree);
    this.tell(statusOf(tree));
    return tree;
  }
}

function statusOf(tree: Tree): StatusParams {
  const { mismatch } = tree.era;
  const notes = [...(mismatch === undefined ? [] : [mismatch]), ...whatIfLines(tree)];
  return {
    era: tree.era.era.label,
    eraReason: eraReason(tree.era),
    tree: tree.root ?? null,
    state: 'ready',
    ...(notes.length === 0 ? {} : { message: notes.join('; ') }),
  };
}

function whatIfLines({ whatIf }: Tree): readonly string[] {
  return whatIf === undefined ? [] : [`what if ${whatIf.overlay.title} (${whatIf.overlay.name})`, ...whatIf.notes];
}
