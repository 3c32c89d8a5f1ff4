/** The language server in one process: messages in any order, some of them none, about documents that may not be there. */
import { PassThrough } from 'node:stream';
import {
  AbstractMessageWriter,
  createConnection,
  type Message,
  type MessageWriter,
  ProposedFeatures,
  StreamMessageReader,
} from 'vscode-languageserver/node';
import { serve } from '../../../server/src/lsp/connection.ts';
import { nodePlatform } from '../../../server/src/lsp/node-platform.ts';
import { rules } from '../../../server/src/rules/index.generated.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { HINT, WARNING } from '../../kernel-tree.ts';
import { C_WORDS, cFile } from '../kernel-c.ts';
import { Random } from '../random.ts';
import { holds, type Target } from '../target.ts';

const engine = loadEngine();
const ruleIds = rules.map(({ id }) => id);

/** An answer that has not come after so many milliseconds does not come. */
const PATIENCE = 6000;

/** No conversation has more messages than this. */
const MOST_MESSAGES = 60;

const URIS = [
  'file:///nowhere/a.c',
  'file:///nowhere/b.c',
  'untitled:Untitled-1',
  'git:/x.c?ref',
  'file:///%E0%A4%A',
  'nonsense',
  '',
];

/** The core never throws: a failure that is logged must not come from these folders. */
const CORE = /^\s*at .*server\/src\/(?:scan|syntax|flow|rules|fixes|engine|docs)\//m;

/** The target `messages`. */
export const messages: Target = {
  name: 'messages',
  what: 'the language server: messages in any order, malformed ones, unknown documents, wrong positions',
  seeds: () => Array.from({ length: 24 }, (_, n) => conversation(new Random(n))),
  words: [
    ...C_WORDS.slice(0, 40),
    ...URIS.map((uri) => JSON.stringify(uri)),
    '"textDocument": {}',
    '"range": null',
    '"line": -1',
    '"character": 1.5',
    '"contentChanges": [{"text": "x"}]',
    '"id": 1',
    '"method": "$/cancelRequest"',
    'null',
    '[]',
    '{}',
  ],
  make: conversation,
  async run(input) {
    const server = new Server();
    try {
      await server.talk(
        input
          .split('\n')
          .filter((line) => line !== '')
          .slice(0, MOST_MESSAGES),
      );
    } finally {
      server.end();
    }
  },
};

interface Known {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly jsonrpc?: unknown;
  readonly params?: unknown;
}

/** What the server writes is looked at, and never written. */
class Written extends AbstractMessageWriter implements MessageWriter {
  private readonly take: (message: Known) => void;

  constructor(take: (message: Known) => void) {
    super();
    this.take = take;
  }

  write(message: Message): Promise<void> {
    // What cannot be written as JSON would have failed here.
    this.take(JSON.parse(JSON.stringify(message)));
    return Promise.resolve();
  }

  end(): void {
    // There is nothing behind it.
  }
}

class Server {
  private readonly input = new PassThrough();
  private readonly connection;
  private readonly reader;
  /** The ids that are still to be answered; of several requests with one id the last one counts, which jsonrpc keeps. */
  private readonly open = new Set<string>();
  private failure = '';

  constructor() {
    this.reader = new StreamMessageReader(this.input);
    this.connection = createConnection(ProposedFeatures.all, this.reader, new Written((message) => this.take(message)));
    serve(this.connection, { engine, platform: nodePlatform(), ruleIds, version: '0' });
  }

  async talk(lines: readonly string[]): Promise<void> {
    if (!lines.some((line) => line.includes('"initialize"')))
      this.send(
        JSON.stringify(request(0, 'initialize', { processId: null, rootUri: null, capabilities: CAPABILITIES })),
      );
    for (const line of lines) this.sendUnlessLast(line);
    this.send(
      JSON.stringify(
        request('last', 'textDocument/hover', { textDocument: { uri: 'x' }, position: { line: 0, character: 0 } }),
      ),
    );
    const started = performance.now();
    while (this.open.size > 0 && this.failure === '') {
      holds(performance.now() - started < PATIENCE, () => `no answer for ${[...this.open].join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    holds(this.failure === '', () => this.failure);
  }

  end(): void {
    // The last settings make the server forget its documents, and what it does by itself.
    this.send(
      JSON.stringify({ jsonrpc: '2.0', method: 'workspace/didChangeConfiguration', params: { settings: null } }),
    );
    setImmediate(() => setImmediate(() => this.connection.dispose()));
  }

  /** What ends the server by the protocol would end the fuzzer, and a client that is gone too. */
  private sendUnlessLast(line: string): void {
    let message: Known | undefined;
    try {
      message = JSON.parse(line);
    } catch {
      this.send(line);
      return;
    }
    if (message?.method === 'exit') return;
    if (message?.method === 'initialize' && typeof message.params === 'object' && message.params !== null)
      Reflect.set(message.params, 'processId', null);
    const { id, method, jsonrpc } = message ?? {};
    if (jsonrpc === '2.0' && typeof method === 'string' && (typeof id === 'string' || Number.isInteger(id)))
      this.open.add(JSON.stringify(id));
    this.send(JSON.stringify(message));
  }

  private send(body: string): void {
    if (body.includes('"last"')) this.open.add('"last"');
    this.input.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private take(message: Known): void {
    const { id, method, params } = message;
    if (typeof method === 'string') {
      if (id !== undefined) this.send(JSON.stringify({ jsonrpc: '2.0', id, result: null }));
      const text = JSON.stringify(params ?? '').replaceAll('\\n', '\n');
      if (method === 'window/logMessage' && / failed: /.test(text) && isOfCore(text)) this.failure = text;
      return;
    }
    this.open.delete(JSON.stringify(id));
  }
}

/** Whether the first frame of a stack lies in the core. */
function isOfCore(text: string): boolean {
  const first = /^\s*at .*$/m.exec(text)?.[0] ?? '';
  return CORE.test(first);
}

const CAPABILITIES = {
  textDocument: { diagnostic: {}, codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
};

function request(id: string | number, method: string, params: unknown): object {
  return { jsonrpc: '2.0', id, method, params };
}

const ODD: readonly unknown[] = [null, undefined, 0, -1, 1.5, 1e99, '', 'x', [], {}, { line: 0 }, true];

/** A conversation: mostly what an editor says, and now and then something else. */
function conversation(random: Random): string {
  const lines: string[] = [];
  let id = 1;
  const uri = (): unknown => (random.oneIn(30) ? random.pick(ODD) : random.pick(URIS));
  const odd = <T>(value: T): unknown => (random.oneIn(40) ? random.pick(ODD) : value);
  const position = (): unknown => odd({ line: odd(random.below(30)), character: odd(random.below(40)) });
  const range = (): unknown => odd({ start: position(), end: position() });
  const text = (): string => random.pick([WARNING, HINT, cFile(random), '', '\0', '/* daxlint-ok */']);
  const note = (method: string, params: unknown): void =>
    void lines.push(JSON.stringify({ jsonrpc: '2.0', method, params }));
  const ask = (method: string, params: unknown): void => void lines.push(JSON.stringify(request(id++, method, params)));
  const file = (): unknown => odd({ uri: uri() });
  const talk: readonly (() => void)[] = [
    () =>
      note('textDocument/didOpen', {
        textDocument: odd({ uri: uri(), languageId: 'c', version: odd(1), text: odd(text()) }),
      }),
    () => note('textDocument/didOpen', { textDocument: { uri: URIS[0], languageId: 'c', version: 1, text: text() } }),
    () =>
      note('textDocument/didChange', {
        textDocument: odd({ uri: uri(), version: 2 }),
        contentChanges: odd([{ range: range(), text: odd(text()) }, odd({ text: text() })].slice(random.below(2))),
      }),
    () =>
      note('textDocument/didChange', {
        textDocument: { uri: URIS[0], version: 2 },
        contentChanges: [{ range: range(), text: random.pick(C_WORDS) }],
      }),
    () => note('textDocument/didClose', { textDocument: file() }),
    () => note('textDocument/didSave', { textDocument: file() }),
    () => ask('textDocument/diagnostic', { textDocument: file(), previousResultId: odd('1') }),
    () => ask('textDocument/diagnostic', { textDocument: { uri: URIS[0] } }),
    () => ask('textDocument/hover', { textDocument: file(), position: position() }),
    () => ask('textDocument/hover', { textDocument: { uri: URIS[0] }, position: position() }),
    () =>
      ask('textDocument/codeAction', {
        textDocument: file(),
        range: range(),
        context: odd({ diagnostics: odd([]), only: odd(['quickfix']) }),
      }),
    () =>
      ask('textDocument/codeAction', {
        textDocument: { uri: URIS[0] },
        range: { start: { line: 0, character: 0 }, end: { line: 40, character: 0 } },
        context: { diagnostics: [], only: [random.pick(['quickfix', 'source.fixAll', 'source'])] },
      }),
    () => ask('codeAction/resolve', odd({ title: 'x', data: odd({ uri: uri(), version: 1, finding: 0 }) })),
    () => ask('textDocument/codeLens', { textDocument: file() }),
    () => ask('textDocument/prepareCallHierarchy', { textDocument: file(), position: position() }),
    () =>
      ask('callHierarchy/incomingCalls', {
        item: odd({ name: 'f', kind: 12, uri: uri(), range: range(), selectionRange: range(), data: random.pick(ODD) }),
      }),
    () =>
      ask('callHierarchy/outgoingCalls', {
        item: odd({ name: 'f', kind: 12, uri: uri(), range: range(), selectionRange: range() }),
      }),
    () =>
      note('workspace/didChangeConfiguration', {
        settings: odd({
          daxlint: {
            level: random.pick(['hint', 'warning', 'x']),
            era: random.pick(['6.1', '4.15', 'z']),
            enable: odd(true),
            rules: odd({ 'guard-polarity': 'off' }),
          },
        }),
      }),
    () => note('workspace/didChangeWatchedFiles', { changes: odd([odd({ uri: uri(), type: 2 })]) }),
    () => note('workspace/didChangeWorkspaceFolders', { event: odd({ added: odd([]), removed: odd([]) }) }),
    () => note('$/cancelRequest', { id: random.below(id + 1) }),
    () => ask(random.pick(['x/unknown', 'shutdown', 'initialize', 'textDocument/definition']), random.pick(ODD)),
    () =>
      void lines.push(
        random.pick([
          '{',
          '[]',
          'null',
          '"x"',
          '{"jsonrpc":"2.0"}',
          '{"jsonrpc":"2.0","id":{},"method":5}',
          '{"jsonrpc":"2.0","id":1,"result":null}',
          '[{"jsonrpc":"2.0","id":1,"method":"x"}]',
        ]),
      ),
  ];
  for (let left = 3 + random.below(20); left > 0; left -= 1) random.pick(talk)();
  return lines.join('\n');
}
