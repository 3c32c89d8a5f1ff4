/** What the language server and the thread that solves a tree for it say to each other; all of it is plain data. */
import type { TreeOptions } from '../engine/api.ts';
import type { FileArrivals } from '../model/solution.ts';
import type { CallAnswer, CallQuestion, ContractQuestion } from '../model/page-call.ts';

/** What the thread is started with. */
export interface TreeThreadSetup {
  readonly root: string;
  readonly options: TreeOptions;
  /** Absolute path of the folder for caches; absent where nothing is to be kept. */
  readonly cacheFolder?: string;
}

/** What the server tells; paths are relative to the root with `/`. */
export type TreeRequest =
  /** The text of an open file; undefined from when it is closed. */
  | { readonly tell: 'text'; readonly path: string; readonly text: string | undefined }
  /** Files that have changed on disk, or have come or gone. */
  | { readonly tell: 'disk'; readonly paths: readonly string[] }
  /** A file was saved: whoever waits for what follows from it waits no longer. */
  | { readonly tell: 'saved' }
  /** A question; the answer has the same number. */
  | { readonly tell: 'question'; readonly number: number; readonly question: CallQuestion | ContractQuestion };

/** What the thread answers. */
export type TreeResponse =
  | { readonly is: 'progress'; readonly done: number; readonly of: number }
  /** The tree was solved anew; the arrivals are those of open files that are others now. */
  | {
      readonly is: 'solved';
      readonly arrivals: readonly (readonly [path: string, arrivals: FileArrivals])[];
      /** How many files the tree has; 0 while that is not known. */
      readonly files: number;
      /** Bytes that the process of the thread has in memory. */
      readonly memory: number;
    }
  | { readonly is: 'answer'; readonly number: number; readonly answer: CallAnswer }
  | { readonly is: 'broken'; readonly why: string };
