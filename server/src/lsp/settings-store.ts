/** The settings come from the client, which may have others for each folder of the workspace. */
import { type Connection, MessageType, type WorkspaceFolder } from 'vscode-languageserver/node';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../model/settings.ts';
import { isInside } from '../store/file-reader.ts';
import { uriToPath } from './file-uri.ts';
import { tellUser } from './tell-user.ts';

interface FolderSettings {
  readonly path: string;
  readonly settings: Settings;
}

export class SettingsStore {
  private settings: Settings = DEFAULT_SETTINGS;
  private folders: readonly FolderSettings[] = [];
  private readonly told = new Set<string>();

  private readonly connection: Connection;
  private readonly ruleIds: readonly string[];

  constructor(connection: Connection, ruleIds: readonly string[]) {
    this.connection = connection;
    this.ruleIds = ruleIds;
  }

  /** The settings for a document, and the folder that relative paths in them start from. */
  for(uri: string): { readonly settings: Settings; readonly folder?: string } {
    const path = uriToPath(uri);
    const holding = path === undefined ? [] : this.folders.filter((folder) => isInside(folder.path, path));
    const nearest = holding.reduce<FolderSettings | undefined>(
      (best, folder) => (best === undefined || folder.path.length > best.path.length ? folder : best),
      undefined,
    );
    return nearest === undefined ? { settings: this.settings } : { settings: nearest.settings, folder: nearest.path };
  }

  /** Takes settings that the client sent on its own. */
  accept(value: unknown, folders: readonly WorkspaceFolder[]): void {
    this.settings = this.parse(value);
    this.folders = withPaths(folders).map(({ path }) => ({ path, settings: this.settings }));
  }

  /** Asks the client for the settings of the workspace and of each folder. */
  async fetch(folders: readonly WorkspaceFolder[]): Promise<void> {
    const named = withPaths(folders);
    const items = [{ section: 'daxlint' }, ...named.map(({ uri }) => ({ scopeUri: uri, section: 'daxlint' }))];
    const answer: unknown = await this.connection.workspace.getConfiguration(items);
    const values: readonly unknown[] = Array.isArray(answer) ? answer : [];
    this.settings = this.parse(values[0]);
    this.folders = named.map(({ path }, i) => ({ path, settings: this.parse(values[i + 1]) }));
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

function withPaths(folders: readonly WorkspaceFolder[]): { readonly uri: string; readonly path: string }[] {
  return folders.flatMap(({ uri }) => {
    const path = uriToPath(uri);
    return path === undefined ? [] : [{ uri, path }];
  });
}
