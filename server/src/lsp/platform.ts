/** What the server takes from the machine that it runs on: a program of Node has a disk, and a worker of a browser has none. */
import type { Tree } from '../engine/api.ts';
import type { CallAnswer, CallQuestion, ContractQuestion } from '../model/page-call.ts';
import type { Declared } from '../model/ports.ts';
import type { Settings } from '../model/settings.ts';
import type { Compiled } from '../store/compiler.ts';
import type { EngineParts, TreeSetup } from '../store/open-trees.ts';
import type { FoundOverlay } from '../store/overlays.ts';
import type { TreeRequest, TreeResponse, TreeThreadSetup } from '../store/tree-messages.ts';

/** Where a document lies. */
export interface Place {
  /** Relative to the root of its tree with `/`; for a lone file what else it is called. */
  readonly name: string;
  /** The root of its kernel tree; absent for a lone file. */
  readonly root?: string;
  /** The folders outside of the tree that it lies in: absent where it lies in the tree, or in none. */
  readonly also?: readonly string[];
}

/** Something that keeps a tree solved behind what is typed. */
export interface Solver {
  tell(request: TreeRequest): void;
  ask(question: CallQuestion | ContractQuestion): Promise<CallAnswer | undefined>;
  close(): void;
}

/** The machine as the server sees it; folders and documents are named by their URIs, roots of trees by their paths. */
export interface Platform {
  /** Why a document lies in no tree, as the beginning of a sentence. */
  readonly whyLone: string;
  /** Whether a folder of the workspace holds a document. */
  holds(folder: string, uri: string): boolean;
  /** The path of a document relative to the root of a tree with `/`; undefined where it lies outside. */
  pathInTree(root: string, uri: string): string | undefined;
  /** The URI of a file of a tree, by its path relative to the root. */
  uriInTree(root: string, path: string): string;
  /** The URI of a page that ships with the package, by its path there; undefined where there is none. */
  pageUri(path: string): string | undefined;
  /** Finds the kernel tree of a document; a tree that the settings name counts from the folder. */
  placeOf(uri: string, settings: Settings, folder: string | undefined): Place;
  /** Forgets where trees were found. */
  forgetPlaces(): void;
  /** Reads an overlay that a user named; a relative path counts from the folder, or from where the document lies. */
  overlay(word: string, uri: string, folder: string | undefined): FoundOverlay;
  openTree(setup: TreeSetup, engine: EngineParts): Tree;
  /** Where the headers of a tree declare names. */
  declarations(root: string): { at(name: string): Declared };
  /** Begins to solve a tree; undefined where that cannot be done. */
  solver(setup: TreeThreadSetup, receive: (response: TreeResponse) => void): Solver | undefined;
  /** Tries texts with the compiler of a tree. */
  compiler(root: string): { tries(path: string, text: string): Promise<Compiled> };
  /** The text of a file of a tree as it was saved; empty where it cannot be read. */
  textInTree(root: string, path: string): string;
}
