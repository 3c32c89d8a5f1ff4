/** What client and server of daxlint say to each other beyond the language server protocol; the client has the same words. */
import {
  NotificationType,
  type Position,
  RequestType,
  RequestType0,
  type TextDocumentIdentifier,
  type WorkDoneProgressParams,
} from 'vscode-languageserver';
import type { AuditResult, AuditRow, ReportFormat } from '../store/audit-messages.ts';

/** The parameters of `daxlint/status`, sent for every tree that is opened and whenever its state changes. */
export interface StatusParams {
  /** The era as messages write it: `6.0 - 6.1`. */
  readonly era: string;
  /** Why it is that era, in one sentence. */
  readonly eraReason: string;
  /** Absolute path of the tree's root; null for files that lie in no kernel tree. */
  readonly tree: string | null;
  readonly state: 'ready' | 'busy' | 'error';
  /** What the server is busy with, or what went wrong. */
  readonly message?: string;
  /** The name and the title of the overlay under which all answers hold. */
  readonly whatIf?: { readonly name: string; readonly title: string };
  /** How many files the whole tree was read from; absent while it is not. */
  readonly files?: number;
  /** Bytes that the server had in memory when it told this; present with `files`. */
  readonly memory?: number;
}

export const statusNotification = new NotificationType<StatusParams>('daxlint/status');

/** The kind of the code action that applies every safe fix of a file. */
export const FIX_ALL_KIND = 'source.fixAll.daxlint';

/** The parameters of `daxlint/audit`; the progress goes to the token, and a cancelled request ends the work at once. */
export interface AuditParams extends WorkDoneProgressParams {
  /** A file or folder in the tree. */
  readonly uri: string;
  readonly what: 'tree' | 'changes' | 'patch';
  /** The patch or series, for `patch`. */
  readonly patch?: { readonly name: string; readonly text: string };
}

export const auditRequest = new RequestType<AuditParams, AuditResult, void>('daxlint/audit');

/** The parameters of `daxlint/report`: the audit of the tree as a text. */
export interface ReportParams extends WorkDoneProgressParams {
  readonly uri: string;
  readonly format: ReportFormat;
  /** For a page in a view of the editor: what its policy tells its own script and style by. */
  readonly nonce?: string;
}

export const reportRequest = new RequestType<ReportParams, TextAnswer, void>('daxlint/report');

/** The parameters of `daxlint/explain` and `daxlint/chain`. */
export interface PlaceParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Position;
}

export interface TextAnswer {
  readonly text: string;
}

export const explainRequest = new RequestType<PlaceParams & WorkDoneProgressParams, TextAnswer, void>(
  'daxlint/explain',
);

/** How a page gets to a use: what `daxlint/chain` answers for the finding, or else the site, that is nearest on the line. */
export interface ChainAnswer {
  readonly root: string | null;
  /** The use itself, with its steps; files are relative to the root, or absolute where there is none. */
  readonly row: AuditRow;
}

export const chainRequest = new RequestType<PlaceParams, ChainAnswer | null, void>('daxlint/chain');

/** What `daxlint/choices` answers: what can be chosen as an era and as an overlay. */
export interface ChoicesAnswer {
  readonly eras: readonly { readonly id: string; readonly label: string; readonly change: string }[];
  readonly overlays: readonly { readonly name: string; readonly title: string; readonly eras: readonly string[] }[];
}

export const choicesRequest = new RequestType0<ChoicesAnswer, void>('daxlint/choices');

/** What lies in the user's cache folder, or with `clear` what lay there and is gone. */
export interface CacheAnswer {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

export const cacheRequest = new RequestType<{ readonly clear: boolean }, CacheAnswer, void>('daxlint/cache');

/** What `daxlint/debug` answers, for a report of a defect. */
export interface DebugAnswer {
  readonly version: string;
  readonly runtime: string;
  readonly platform: string;
  /** Bytes that the server has in memory. */
  readonly memory: number;
  readonly documents: number;
  readonly trees: readonly StatusParams[];
  readonly cache: CacheAnswer;
}

export const debugRequest = new RequestType0<DebugAnswer, void>('daxlint/debug');
