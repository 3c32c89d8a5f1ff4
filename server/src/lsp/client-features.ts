/** What the client can do, read once from its `initialize` request. */
import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';

export interface ClientFeatures {
  /** It asks for diagnostics; one that does not is sent them. */
  readonly pull: boolean;
  /** It can be told to ask again. */
  readonly refresh: boolean;
  /** It can be told to ask for what stands above functions again. */
  readonly lensRefresh: boolean;
  /** It can be told to ask for what stands before arguments again. */
  readonly hintRefresh: boolean;
  /** It shows the progress of what the server does by itself. */
  readonly progress: boolean;
  readonly configuration: boolean;
  readonly registerConfiguration: boolean;
  readonly registerWatchers: boolean;
  readonly workspaceFolders: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly markdownHover: boolean;
  /** It asks for the edit of a code action when the user has chosen it. */
  readonly lazyEdits: boolean;
  /** It takes edits that name the version of the document they are for. */
  readonly versionedEdits: boolean;
  /** It takes edits with a place for the caret. */
  readonly snippetEdits: boolean;
}

/** Reads the capabilities; whatever is missing or malformed counts as absent. */
export function clientFeatures(params: InitializeParams | undefined): ClientFeatures {
  const capabilities: ClientCapabilities = params?.capabilities ?? {};
  const { textDocument, workspace } = capabilities;
  const lazy = textDocument?.codeAction?.resolveSupport?.properties;
  const hover = textDocument?.hover?.contentFormat;
  const diagnostics = textDocument?.diagnostic ?? textDocument?.publishDiagnostics;
  return {
    pull: textDocument?.diagnostic !== undefined,
    refresh: workspace?.diagnostics?.refreshSupport === true,
    lensRefresh: workspace?.codeLens?.refreshSupport === true,
    hintRefresh: workspace?.inlayHint?.refreshSupport === true,
    progress: capabilities.window?.workDoneProgress === true,
    configuration: workspace?.configuration === true,
    registerConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registerWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    relatedInformation: diagnostics?.relatedInformation === true || publishes(capabilities, 'relatedInformation'),
    codeDescription: diagnostics?.codeDescriptionSupport === true || publishes(capabilities, 'codeDescriptionSupport'),
    // A client that says nothing about formats is taken at the protocol's word that Markdown is the usual one.
    markdownHover: hover === undefined || (Array.isArray(hover) && hover.includes('markdown')),
    lazyEdits: textDocument?.codeAction?.dataSupport === true && Array.isArray(lazy) && lazy.includes('edit'),
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
  };
}

function publishes(
  capabilities: ClientCapabilities,
  feature: 'relatedInformation' | 'codeDescriptionSupport',
): boolean {
  return capabilities.textDocument?.publishDiagnostics?.[feature] === true;
}
