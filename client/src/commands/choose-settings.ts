/** The era and the what-if overlay are chosen from lists, and written to the settings. */
import * as vscode from 'vscode';
import { type ChoicesAnswer, REQUESTS } from '../protocol.ts';
import type { Session } from '../session.ts';
import { t } from '../words.ts';

interface Choice extends vscode.QuickPickItem {
  /** What the setting becomes; undefined for a file that is still to be chosen. */
  readonly value?: string | undefined;
}

/** Asks for an era and writes `daxlint.era`. */
export async function chooseEra(session: Session): Promise<void> {
  const { eras } = await session.request<ChoicesAnswer>(REQUESTS.choices);
  const auto: Choice = {
    label: t('Automatic'),
    description: t('as the headers of the tree say'),
    value: 'auto',
  };
  const choices = [...eras].reverse().map(
    ({ id, label, change }): Choice => ({
      label: `Linux ${label}`,
      description: id,
      detail: change.replaceAll('`', ''),
      value: id,
    }),
  );
  const chosen = await pick('era', [auto, ...choices], {
    title: t('daxlint: Choose the Era'),
    placeHolder: t('Which Linux is the tree to be read as?'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen?.value !== undefined) await write('era', chosen.value);
}

/** Asks for an overlay, a shipped one or a file, and writes `daxlint.whatIf`. */
export async function chooseOverlay(session: Session): Promise<void> {
  const { overlays } = await session.request<ChoicesAnswer>(REQUESTS.choices);
  const none: Choice = { label: t('None'), description: t('Linux as it is'), value: '' };
  const shipped = overlays.map(
    ({ name, title, eras }): Choice => ({
      label: title,
      description: name,
      ...(eras.length === 0 ? {} : { detail: t('meant for the eras {0}', eras.join(', ')) }),
      value: name,
    }),
  );
  const file: Choice = { label: t('From a File…'), iconPath: new vscode.ThemeIcon('folder-opened') };
  const chosen = await pick('whatIf', [none, ...shipped, file], {
    title: t('daxlint: Apply a What-If Overlay'),
    placeHolder: t('What if …'),
    matchOnDescription: true,
  });
  if (chosen === undefined) return;
  const value = chosen.value ?? (await overlayFile());
  if (value !== undefined) await write('whatIf', value);
}

/** Shows the choices, the one that holds now marked. */
async function pick(
  key: string,
  choices: readonly Choice[],
  options: vscode.QuickPickOptions,
): Promise<Choice | undefined> {
  const now = vscode.workspace.getConfiguration('daxlint', scope()).get<string>(key);
  const marked = choices.map((choice) =>
    choice.value === now ? { ...choice, iconPath: new vscode.ThemeIcon('check') } : choice,
  );
  return vscode.window.showQuickPick(marked, options);
}

async function overlayFile(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: t('Open an Overlay'),
      filters: { [t('Overlays')]: ['json', 'jsonc'] },
    })) ?? [];
  return file?.fsPath;
}

/** Writes where the setting is most at home: the folder of several, the workspace, or the user. */
async function write(key: string, value: string): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const { ConfigurationTarget } = vscode;
  const at = scope();
  const target =
    folders.length > 1 && at !== undefined
      ? ConfigurationTarget.WorkspaceFolder
      : folders.length > 0
        ? ConfigurationTarget.Workspace
        : ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('daxlint', at).update(key, value, target);
}

/** The folder of the file in front. */
function scope(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri)?.uri;
}
