/** The entry of the extension in a browser: the server is a worker, and reads no files of its own. */
import { type ExtensionContext, type Hover, MarkdownString, Uri } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type LanguageClientOptions,
} from 'vscode-languageclient/browser';
import { begin } from './extension.ts';
import { COMMANDS } from './protocol.ts';
import { ruleLink, ruleLinks } from './rule-links.ts';

export { deactivate } from './extension.ts';

/** VS Code calls it once a C file or a kernel tree is open. */
export function activate(context: ExtensionContext): void {
  begin(context, (_context, options) => new WorkerClient(context, linked(options, context.extensionUri)));
}

class WorkerClient extends LanguageClient {
  private worker: Worker | undefined;

  constructor({ extensionUri, extension }: ExtensionContext, options: LanguageClientOptions) {
    // The worker may be started from a copy of its text, and does not know by itself where its files are.
    const hello = { package: addressOf(extensionUri), version: String(extension.packageJSON.version) };
    const start = (): Promise<{ reader: BrowserMessageReader; writer: BrowserMessageWriter }> => {
      const worker = new Worker(addressOf(Uri.joinPath(extensionUri, 'dist/server.web.js')));
      this.worker = worker;
      worker.postMessage(hello, []);
      return Promise.resolve({ reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) });
    };
    super('daxlint', 'daxlint', start, options);
  }

  override async dispose(timeout?: number): Promise<void> {
    try {
      await super.dispose(timeout);
    } finally {
      this.worker?.terminate();
    }
  }
}

/** The same options, with links to pages of rules that lead somewhere. */
function linked(options: LanguageClientOptions, extensionUri: Uri): LanguageClientOptions {
  const address = addressOf(extensionUri);
  const { provideHover } = options.middleware ?? {};
  const withCommands = (hover: Hover | null | undefined): Hover | null | undefined => {
    for (const content of hover?.contents ?? []) {
      if (!(content instanceof MarkdownString)) continue;
      content.value = ruleLinks(content.value, address);
      content.isTrusted = { enabledCommands: [COMMANDS.explainRule] };
    }
    return hover;
  };
  return {
    ...options,
    uriConverters: {
      code2Protocol: (uri) => uri.toString(),
      protocol2Code: (value) => Uri.parse(ruleLink(value, address)),
    },
    middleware: {
      ...options.middleware,
      provideHover: async (document, position, token, next) =>
        withCommands(await (provideHover?.(document, position, token, next) ?? next(document, position, token))),
    },
  };
}

function addressOf(uri: Uri): string {
  return uri.toString(true);
}
