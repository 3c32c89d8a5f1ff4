/** The trees of open files are solved in threads; what they find comes in behind the findings of the files alone. */
import type { Connection } from 'vscode-languageserver';
import type { TreeOptions } from '../engine/api.ts';
import type { FileArrivals } from '../model/solution.ts';
import { factsOptions } from '../store/facts-options.ts';
import type { CallAnswer, CallQuestion, ContractQuestion } from '../model/page-call.ts';
import type { TreeResponse } from '../store/tree-messages.ts';
import type { Platform, Solver } from './platform.ts';
import { TreeProgress } from './tree-progress.ts';
import { nameIn } from './uri-text.ts';

/** What a document is in its tree. */
interface Followed {
  readonly tree: SolvedBehind;
  /** Relative to the root with `/`. */
  readonly path: string;
}

/** One tree, and what is known of the files of it that are open. */
interface SolvedBehind {
  readonly root: string;
  readonly known: Map<string, FileArrivals>;
  readonly progress: TreeProgress | undefined;
  thread: Solver | undefined;
}

/** How many files a tree was read from, and the bytes that the server had in memory by then. */
export interface TreeSize {
  readonly files: number;
  readonly memory: number;
}

/** What happens when the tree tells something new of open documents. */
export type News = (news: ReadonlyMap<string, FileArrivals>) => void;

export class WholeTrees {
  private readonly trees = new Map<string, SolvedBehind>();
  private readonly documents = new Map<string, Followed>();
  /** Called when a tree was solved, be what it tells new or not. */
  onSolved: () => void = () => undefined;

  /** Told how many files a tree was read from, each time that it was solved. */
  onCounted: (root: string, size: TreeSize) => void = () => undefined;
  private readonly connection: Connection;
  private readonly platform: Platform;
  private readonly showsProgress: boolean;
  private readonly tellNews: News;

  constructor(connection: Connection, platform: Platform, showsProgress: boolean, tellNews: News) {
    this.connection = connection;
    this.platform = platform;
    this.showsProgress = showsProgress;
    this.tellNews = tellNews;
  }

  /** Follows a document of a tree, and answers what is known of it; undefined while the tree is not solved. */
  follow(uri: string, text: string, root: string, options: TreeOptions, path: string): FileArrivals | undefined {
    const tree = this.treeAt(root, options);
    const before = this.documents.get(uri);
    if (before?.tree !== tree || before.path !== path) {
      this.leave(uri);
      this.documents.set(uri, { tree, path });
      tree.thread?.tell({ tell: 'text', path, text });
    }
    return tree.known.get(path);
  }

  /** Takes the new text of a document. */
  changed(uri: string, text: string): void {
    const document = this.documents.get(uri);
    document?.tree.thread?.tell({ tell: 'text', path: document.path, text });
  }

  /** Where a document stands in its tree; undefined for a lone file. */
  placeOf(uri: string): { readonly root: string; readonly file: string } | undefined {
    const document = this.documents.get(uri);
    return document && { root: document.tree.root, file: document.path };
  }

  /** Asks about the calls of the tree at a root; undefined where no such tree is followed. */
  async ask(root: string, question: CallQuestion | ContractQuestion): Promise<CallAnswer | undefined> {
    const tree = [...this.trees.values()].find((each) => each.root === root);
    return tree?.thread?.ask(question);
  }

  saved(uri: string): void {
    this.documents.get(uri)?.tree.thread?.tell({ tell: 'saved' });
  }

  /** Follows a document no longer. */
  leave(uri: string): void {
    const document = this.documents.get(uri);
    if (document === undefined) return;
    this.documents.delete(uri);
    document.tree.known.delete(document.path);
    document.tree.thread?.tell({ tell: 'text', path: document.path, text: undefined });
  }

  /** Takes note of files, by URI, that have changed on disk. */
  filesChanged(uris: readonly string[]): void {
    for (const { root, thread } of this.trees.values()) {
      const inside = uris.flatMap((uri) => this.platform.pathInTree(root, uri) ?? []);
      if (inside.length > 0) thread?.tell({ tell: 'disk', paths: inside });
    }
  }

  /** Ends all threads and forgets what they found. */
  close(): void {
    for (const tree of this.trees.values()) stop(tree);
    this.trees.clear();
    this.documents.clear();
  }

  private treeAt(root: string, options: TreeOptions): SolvedBehind {
    const facing = factsOptions(options);
    const key = JSON.stringify([root, facing]);
    const known = this.trees.get(key);
    if (known !== undefined) return known;
    const title = `daxlint: reading ${nameIn(root.replaceAll('\\', '/'))}`;
    const tree: SolvedBehind = {
      root,
      known: new Map(),
      // A tree that the user has stopped stays judged file by file until the server or its settings are others.
      progress: this.showsProgress ? new TreeProgress(this.connection, title, () => stop(tree)) : undefined,
      thread: undefined,
    };
    tree.thread = this.platform.solver({ root, options: facing }, (response) => this.receive(tree, response));
    this.trees.set(key, tree);
    return tree;
  }

  private receive(tree: SolvedBehind, response: TreeResponse): void {
    switch (response.is) {
      case 'progress':
        tree.progress?.report(response.done, response.of);
        break;
      case 'broken':
        this.connection.console.error(`the tree ${tree.root} is not solved: ${response.why}`);
        stop(tree);
        break;
      case 'solved': {
        tree.progress?.end();
        const { files, memory } = response;
        if (files > 0) this.onCounted(tree.root, { files, memory });
        const news = new Map<string, FileArrivals>();
        for (const [path, arrivals] of response.arrivals) {
          tree.known.set(path, arrivals);
          for (const [uri, document] of this.documents)
            if (document.tree === tree && document.path === path) news.set(uri, arrivals);
        }
        if (news.size > 0) this.tellNews(news);
        this.onSolved();
      }
    }
  }
}

function stop(tree: SolvedBehind): void {
  tree.progress?.end();
  tree.thread?.close();
  tree.thread = undefined;
}
