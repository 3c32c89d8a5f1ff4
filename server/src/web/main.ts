/** The entry of the language server in a worker of a browser; the first message says where its package is served from. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { openTree } from '../engine/tree.ts';
import { serve } from '../lsp/connection.ts';
import { rules } from '../rules/index.generated.ts';
import type { EngineParts } from '../store/open-trees.ts';
import { loadLowering } from '../syntax/lowering.ts';
import { webPlatform } from './web-platform.ts';

/** The first message; what follows is the language server protocol. */
interface Hello {
  /** The address of the package, without a slash at its end. */
  readonly package: string;
  readonly version: string;
}

self.addEventListener('message', ({ data }: MessageEvent<Hello>) => begin(data), { once: true });

function begin(hello: Hello): void {
  const scope = self as unknown as DedicatedWorkerGlobalScope;
  const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));
  // What nobody has caught is a defect, but the editor's other work must not end with it.
  self.addEventListener('unhandledrejection', ({ reason }) => connection.console.error(`unhandled: ${String(reason)}`));
  serve(connection, {
    engine: loadEngine(`${hello.package}/dist`),
    platform: webPlatform(hello.package),
    ruleIds: rules.map(({ id }) => id),
    version: hello.version,
  });
}

async function loadEngine(dist: string): Promise<EngineParts> {
  const wasm = { core: `${dist}/web-tree-sitter.wasm`, grammar: `${dist}/tree-sitter-c.wasm` };
  return { openTree, lowering: await loadLowering(wasm) };
}
