/** The trees that have a file open: one for each root and set of options, found by walking up from the file. */
import type { AnalysedFile, Tree, TreeOptions } from '../engine/api.ts';
import { PROBE_FILES } from '../kernel/probes.ts';
import type { Declared } from '../model/ports.ts';
import type { Settings } from '../model/settings.ts';
import { eraReason } from '../store/era-note.ts';
import type { EngineParts, TreeSetup } from '../store/open-trees.ts';
import type { Platform } from './platform.ts';
import type { StatusParams } from './protocol.ts';
import type { SettingsStore } from './settings-store.ts';
import { isFolder, nameIn } from './uri-text.ts';
import type { TreeSize, WholeTrees } from './whole-trees.ts';

/** The files by which a kernel tree is recognised. */
const TREE_MARKS: readonly string[] = ['Makefile', 'Kbuild', 'mm_types.h'];

export class Trees {
  private readonly open = new Map<string, Tree>();
  private readonly declarations = new Map<string, ReturnType<Platform['declarations']>>();
  /** What is known of the whole of a tree, by its root. */
  private readonly sizes = new Map<string, TreeSize>();

  private readonly engine: EngineParts;
  private readonly platform: Platform;
  private readonly settings: SettingsStore;
  private readonly whole: WholeTrees;
  private readonly tell: (status: StatusParams) => void;

  constructor(
    engine: EngineParts,
    platform: Platform,
    settings: SettingsStore,
    whole: WholeTrees,
    tell: (status: StatusParams) => void,
  ) {
    this.engine = engine;
    this.platform = platform;
    this.settings = settings;
    this.whole = whole;
    this.tell = tell;
  }

  /** Analyses a document in the tree that it belongs to. */
  analyse(uri: string, text: string): AnalysedFile {
    const { settings, folder } = this.settings.for(uri);
    const { name, root, also } = this.platform.placeOf(uri, settings, folder);
    const options = this.optionsOf(settings, uri, folder);
    const tree = this.treeAt(root, also ?? [], options);
    const isFollowed = root !== undefined && also === undefined && settings.enable && settings.wholeTree;
    const arrivals = isFollowed ? this.whole.follow(uri, text, root, options, name) : undefined;
    tree.know(() => arrivals);
    return tree.open(name, text);
  }

  /** The tree that a file or folder lies in, and how its user wants it judged; undefined outside of trees. */
  home(uri: string): { readonly root: string; readonly options: TreeOptions; readonly settings: Settings } | undefined {
    const { settings, folder } = this.settings.for(uri);
    // A folder may be the root of the tree itself: whatever is in it lies in that tree, and below a file nothing does.
    const { root } = this.platform.placeOf(`${uri}/Makefile`, settings, folder);
    return root === undefined ? undefined : { root, options: this.optionsOf(settings, uri, folder), settings };
  }

  /** The state of every tree that has a file open, and of the absence of one. */
  states(): readonly StatusParams[] {
    return [...this.open.values()].map((tree) => this.statusOf(tree));
  }

  /** Takes note of how many files a tree was read from. */
  counted(root: string, size: TreeSize): void {
    if (this.sizes.get(root)?.files === size.files) return;
    this.sizes.set(root, size);
    for (const tree of this.open.values()) if (tree.root === root) this.tell(this.statusOf(tree));
  }

  /** Where a tree declares a helper, by its headers as they were when they were first asked; undefined without a tree. */
  declared({ root }: Tree, name: string): Declared | undefined {
    if (root === undefined) return undefined;
    const known = this.declarations.get(root) ?? this.platform.declarations(root);
    this.declarations.set(root, known);
    return known.at(name);
  }

  /** Forgets what was read of files that have changed; true where an open document may look different now. */
  filesChanged(uris: readonly string[]): boolean {
    // These decide what a tree is, be it one that is known already or not.
    let touched = uris.some((uri) => isFolder(uri) || TREE_MARKS.includes(nameIn(uri)));
    if (touched) this.platform.forgetPlaces();
    this.declarations.clear();
    for (const [key, tree] of this.open) {
      if (tree.root === undefined) continue;
      for (const uri of uris) {
        const inside = this.platform.pathInTree(tree.root, uri);
        if (inside === undefined) continue;
        touched ||= inside.endsWith('.h') || PROBE_FILES.includes(inside);
        // These files decide the era, so that the tree is another one now; a folder may hold them.
        if (PROBE_FILES.includes(inside) || isFolder(uri)) this.open.delete(key);
        else tree.invalidate(inside);
      }
    }
    return touched;
  }

  /** Forgets all trees, because the settings have changed. */
  forget(): void {
    this.open.clear();
    this.declarations.clear();
    this.platform.forgetPlaces();
  }

  /** An overlay that cannot be read is told to the user and left out; its text is read anew for each document. */
  private optionsOf({ era, rules, whatIf }: Settings, uri: string, folder: string | undefined): TreeOptions {
    if (whatIf === '') return { era, rules };
    const found = this.platform.overlay(whatIf, uri, folder);
    if ('overlay' in found) return { era, rules, whatIf: found.overlay };
    this.settings.tellOnce(`\`daxlint.whatIf\` is left out: ${found.why}`);
    return { era, rules };
  }

  private treeAt(root: string | undefined, also: readonly string[], options: TreeOptions): Tree {
    const setup: TreeSetup = { ...(root === undefined ? {} : { root }), also, options };
    const key = JSON.stringify(setup);
    const known = this.open.get(key);
    if (known !== undefined) return known;
    const tree = this.platform.openTree(setup, this.engine);
    this.open.set(key, tree);
    this.tell(this.statusOf(tree));
    return tree;
  }

  private statusOf(tree: Tree): StatusParams {
    const { era, root, whatIf } = tree;
    const notes = [...(era.mismatch === undefined ? [] : [era.mismatch]), ...whatIfLines(tree)];
    const size = root === undefined ? undefined : this.sizes.get(root);
    return {
      era: era.era.label,
      eraReason: eraReason(era, this.platform.whyLone),
      tree: root ?? null,
      state: 'ready',
      ...(notes.length === 0 ? {} : { message: notes.join('; ') }),
      ...(whatIf === undefined ? {} : { whatIf: { name: whatIf.overlay.name, title: whatIf.overlay.title } }),
      ...size,
    };
  }
}

function whatIfLines({ whatIf }: Tree): readonly string[] {
  return whatIf === undefined ? [] : [`what if ${whatIf.overlay.title} (${whatIf.overlay.name})`, ...whatIf.notes];
}
