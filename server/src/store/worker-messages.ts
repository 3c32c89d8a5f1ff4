/** What the main thread and a worker say to each other; all of it survives a structured clone. */
import type { FileJob, FileReport } from './analyse-file.ts';
import type { KnownHeader } from './header-table.ts';
import type { EraNote } from './era-note.ts';

/** A batch of files to analyse, in order. */
export interface WorkerRequest {
  readonly batch: number;
  readonly jobs: readonly FileJob[];
}

/** The reports for a batch, in the order of its jobs, or why there are none. */
export type WorkerResponse =
  | {
      readonly batch: number;
      readonly reports: readonly FileReport[];
      readonly eras: readonly EraNote[];
      /** Headers that were read since the last response: they have the numbers behind those of the headers so far. */
      readonly headers: readonly KnownHeader[];
    }
  | { readonly broken: string };
