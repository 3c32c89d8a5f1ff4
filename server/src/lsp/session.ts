/** A session is the state of one connection: the client's abilities, documents, settings and trees, and nothing else. */
import { type Connection, MessageType, type WorkspaceFolder } from 'vscode-languageserver';
import type { AnalysedFile, Tree } from '../engine/api.ts';
import type { Declared } from '../model/ports.ts';
import type { Settings } from '../model/settings.ts';
import type { EngineParts } from '../store/open-trees.ts';
import type { ClientFeatures } from './client-features.ts';
import { Contracts } from './contracts.ts';
import { shownFindings } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { FixesAhead, type Shown } from './fixes-ahead.ts';
import type { OpenDocument } from './open-document.ts';
import type { Platform } from './platform.ts';
import { logFailure } from './guarded.ts';
import { statusNotification, type StatusParams } from './protocol.ts';
import { Rehearsal } from './rehearsal.ts';
import { SettingsStore } from './settings-store.ts';
import { tellUser } from './tell-user.ts';
import { Trees } from './trees.ts';
import { WholeTrees } from './whole-trees.ts';

/** A client that does not answer is not waited for any longer than this many milliseconds. */
const SETTINGS_PATIENCE = 2000;

export class Session {
  readonly documents = new Documents();
  /** Makes the server ready for the first keystrokes. */
  readonly rehearsal = new Rehearsal();
  /** Makes the fixes of what is shown before they are asked for. */
  readonly fixesAhead = new FixesAhead(
    () => this.rehearsal.silence,
    (uri) => this.shown(uri),
    (error) => logFailure(this.connection, 'fixes', error),
  );
  private readonly settings: SettingsStore;
  private readonly isTrusted: boolean;
  private readonly compilers = new Map<string, ReturnType<Platform['compiler']>>();
  /** The trees that open documents belong to, solved behind them. */
  readonly whole: WholeTrees;
  /** What the functions rely on that documents call. */
  readonly contracts: Contracts;
  private trees: Trees | undefined;
  private started: Promise<void> | undefined;
  private folders: readonly WorkspaceFolder[];

  readonly connection: Connection;
  readonly features: ClientFeatures;
  readonly platform: Platform;
  private readonly engine: Promise<EngineParts>;

  constructor(
    connection: Connection,
    features: ClientFeatures,
    engine: Promise<EngineParts>,
    platform: Platform,
    start: {
      readonly ruleIds: readonly string[];
      readonly folders: readonly WorkspaceFolder[];
      readonly settings: unknown;
      /** Whether programs may be run that files of the folders name. */
      readonly isTrusted: boolean;
      /** Called when what is found in some documents may be something else by what is known of other files. */
      readonly onNews: (uris: readonly string[]) => void;
      /** Called when more is known of what functions rely on. */
      readonly onContracts: () => void;
    },
  ) {
    this.connection = connection;
    this.features = features;
    this.engine = engine;
    this.platform = platform;
    this.folders = start.folders;
    this.settings = new SettingsStore(connection, start.ruleIds, platform);
    this.settings.accept(start.settings, start.folders);
    this.isTrusted = start.isTrusted;
    this.whole = new WholeTrees(connection, platform, features.progress, (news) => {
      for (const [uri, arrivals] of news) this.documents.get(uri)?.know(arrivals);
      start.onNews([...news.keys()]);
    });
    this.contracts = new Contracts(this.whole, start.onContracts);
    this.whole.onSolved = () => this.contracts.renew();
    this.whole.onCounted = (root, size) => this.trees?.counted(root, size);
  }

  /** Resolves when documents can be analysed; rejects where the parser cannot be loaded. */
  ready(): Promise<void> {
    this.started ??= this.start();
    return this.started;
  }

  /** The analysis of a document; to be called when the session is ready. */
  analysed(document: OpenDocument): AnalysedFile {
    const { trees } = this;
    if (trees === undefined) throw new Error('the session is not ready');
    const file = document.analysed((uri, text) => trees.analyse(uri, text));
    const { uri } = document;
    this.rehearsal.begin(() => (this.documents.get(uri) === document ? document.known : undefined));
    return file;
  }

  private shown(uri: string): Shown | undefined {
    const document = this.documents.get(uri);
    const file = document?.known;
    return document && file && { file, findings: shownFindings(document, this) };
  }

  /** Sees to it that what every open document hands on counts in its tree, be it looked at or not. */
  async followAll(): Promise<void> {
    // Why a session cannot start is told where that is tried.
    if (
      !(await this.ready().then(
        () => true,
        () => false,
      ))
    )
      return;
    for (const document of this.documents.all())
      if (!document.isGone && this.settingsFor(document).enable) this.analysed(document);
  }

  /** Where a tree declares a helper; undefined for the tree of a lone file. */
  declared(tree: Tree, name: string): Declared | undefined {
    return this.trees?.declared(tree, name);
  }

  /** The tree that a file or folder lies in; to be called when the session is ready. */
  home(uri: string): ReturnType<Trees['home']> {
    return this.trees?.home(uri);
  }

  /** The state of every tree that has a file open. */
  states(): readonly StatusParams[] {
    return this.trees?.states() ?? [];
  }

  settingsFor(document: OpenDocument): Settings {
    return this.settings.for(document.uri).settings;
  }

  /** The compiler of a document's tree, where the user wants fixes to be tried with it and the folder is trusted. */
  compilerFor(document: OpenDocument): ReturnType<Platform['compiler']> | undefined {
    const { root } = this.analysed(document).tree;
    if (root === undefined || !this.isTrusted || !this.settingsFor(document).compileFixes) return undefined;
    const compiler = this.compilers.get(root) ?? this.platform.compiler(root);
    this.compilers.set(root, compiler);
    return compiler;
  }

  /** Takes settings that were sent, or asks for them where the client likes to be asked. */
  async updateSettings(sent: unknown): Promise<void> {
    if (this.features.configuration) await this.settings.fetch(this.folders);
    else this.settings.accept(sent, this.folders);
    this.startOver();
  }

  async updateFolders(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): Promise<void> {
    const gone = new Set(removed.map(({ uri }) => uri));
    this.folders = [...this.folders.filter(({ uri }) => !gone.has(uri)), ...added];
    this.filesGone([...gone].filter((uri) => !this.folders.some((folder) => folder.uri === uri)));
    this.filesCome(this.folders.map(({ uri }) => uri));
    if (this.features.configuration) await this.settings.fetch(this.folders);
    this.startOver();
  }

  /** Tells that files or folders are gone; true where there are open documents among them. */
  filesGone(uris: readonly string[]): boolean {
    const gone = this.openAmong(uris).filter((document) => !document.isGone);
    for (const document of gone) {
      document.setGone(true);
      this.whole.leave(document.uri);
    }
    return gone.length > 0;
  }

  /** Tells that files or folders are there again; true where there are open documents among them. */
  filesCome(uris: readonly string[]): boolean {
    const back = this.openAmong(uris).filter((document) => document.isGone);
    for (const document of back) {
      document.setGone(false);
      // What it hands on counts in its tree again.
      document.forgetAnalysis();
    }
    return back.length > 0;
  }

  private openAmong(uris: readonly string[]): readonly OpenDocument[] {
    return this.documents.all().filter((document) => uris.some((uri) => this.platform.holds(uri, document.uri)));
  }

  /** Tells that files on disk have changed; true where open documents are affected. */
  filesChanged(uris: readonly string[]): boolean {
    this.whole.filesChanged(uris);
    const touched = this.trees?.filesChanged(uris) ?? false;
    if (touched) for (const document of this.documents.all()) document.forgetAnalysis();
    return touched;
  }

  private startOver(): void {
    this.rehearsal.end();
    this.fixesAhead.end();
    this.trees?.forget();
    this.whole.close();
    this.contracts.forget();
    for (const document of this.documents.all()) document.forgetAnalysis();
  }

  private async start(): Promise<void> {
    const settings = this.features.configuration ? this.settings.fetch(this.folders) : Promise.resolve();
    const [engine] = await Promise.all([this.loadEngine(), this.patiently(settings)]);
    this.trees = new Trees(
      engine,
      this.platform,
      this.settings,
      this.whole,
      (status) => void this.connection.sendNotification(statusNotification, status),
    );
  }

  private async loadEngine(): Promise<EngineParts> {
    try {
      return await this.engine;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      void this.connection.sendNotification(statusNotification, {
        era: '',
        eraReason: '',
        tree: null,
        state: 'error',
        message,
      });
      tellUser(this.connection, MessageType.Error, message);
      throw error;
    }
  }

  private async patiently(settings: Promise<void>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, SETTINGS_PATIENCE);
    });
    const answered = settings.catch((error: unknown) => {
      this.connection.console.warn(`the client did not give its settings: ${String(error)}`);
    });
    await Promise.race([answered, patience]);
    clearTimeout(timer);
  }
}
