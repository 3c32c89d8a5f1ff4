/** A server is a process where there is a disk, and a worker in a browser; what speaks to it is the same. */
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { ExtensionContext } from 'vscode';

/** Makes a client with a server of its own; the server starts with the client and ends with it. */
export type Launch = (context: ExtensionContext, options: LanguageClientOptions) => BaseLanguageClient;
