/** The settings come from the client, which may have others for each folder of the workspace. */
import { type Connection, MessageType, type WorkspaceFolder } from 'vscode-languageserver';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../model/settings.ts';
import type { Platform } from './platform.ts';
import { tellUser } from './tell-user.ts';

interface FolderSettings {
  readonly uri: string;
  readonly settings: Settings;
}

export class SettingsStore {
  private settings: Settings = DEFAULT_SETTINGS;
  private folders: readonly FolderSettings[] = [];
  private readonly told = new Set<string>();

  private readonly connection: Connection;
  private readonly ruleIds: readonly string[];
  private readonly platform: Platform;

  constructor(connection: Connection, ruleIds: readonly string[], platform: Platform) {
    this.connection = connection;
    this.ruleIds = ruleIds;
    this.platform = platform;
  }

  /** The settings for a document, and the URI of the folder that relative paths in them start from. */
  for(uri: string): { readonly settings: Settings; readonly folder?: string } {
    const holding = this.folders.filter((folder) => this.platform.holds(folder.uri, uri));
    const nearest = holding.reduce<FolderSettings | undefined>(
      (best, folder) => (best === undefined || folder.uri.length > best.uri.length ? folder : best),
      undefined,
    );
    return nearest === undefined ? { settings: this.settings } : { settings: nearest.settings, folder: nearest.uri };
  }

  /** Takes settings that the client sent on its own. */
  accept(value: unknown, folders: readonly WorkspaceFolder[]): void {
    this.settings = this.parse(value);
    this.folders = folders.map(({ uri }) => ({ uri, settings: this.settings }));
  }

  /** Asks the client for the settings of the workspace and of each folder. */
  async fetch(folders: readonly WorkspaceFolder[]): Promise<void> {
    const items = [{ section: 'daxlint' }, ...folders.map(({ uri }) => ({ scopeUri: uri, section: 'daxlint' }))];
    const answer: unknown = await this.connection.workspace.getConfiguration(items);
    const values: readonly unknown[] = Array.isArray(answer) ? answer : [];
    this.settings = this.parse(values[0]);
    this.folders = folders.map(({ uri }, i) => ({ uri, settings: this.parse(values[i + 1]) }));
  }

  /** Tells the user about a problem once: a client asks again and again, and the user has read it. */
  tellOnce(problem: string): void {
    if (this.told.has(problem)) return;
    this.told.add(problem);
    tellUser(this.connection, MessageType.Warning, problem);
  }

  private parse(value: unknown): Settings {
    const { settings, problems } = parseSettings(value, this.ruleIds);
    for (const problem of problems) this.tellOnce(problem);
    return settings;
  }
}
