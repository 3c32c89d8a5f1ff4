/** A file system in the memory of a browser, filled with what the page's server hands out: the folder of the tests. */
const vscode = require('vscode');

const FILE = 1;
const FOLDER = 2;

exports.activate = async (context) => {
  const address = vscode.Uri.joinPath(context.extensionUri, '../../files.json').toString(true);
  const files = new Map();
  for (const [path, text] of Object.entries(await (await fetch(address)).json()))
    files.set(path, { data: new TextEncoder().encode(text), changed: Date.now() });
  const news = new vscode.EventEmitter();
  const within = (folder) => `${folder.replace(/\/$/, '')}/`;
  const named = (uri) => {
    const file = files.get(uri.path);
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  };
  const provider = {
    onDidChangeFile: news.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => {
      const isFolder = [...files.keys()].some((path) => path.startsWith(within(uri.path)));
      if (isFolder) return { type: FOLDER, ctime: 0, mtime: 0, size: 0 };
      const { data, changed } = named(uri);
      return { type: FILE, ctime: 0, mtime: changed, size: data.length };
    },
    readDirectory: (uri) => {
      const entries = new Map();
      for (const path of files.keys()) {
        if (!path.startsWith(within(uri.path))) continue;
        const [name, ...rest] = path.slice(within(uri.path).length).split('/');
        entries.set(name, rest.length > 0 ? FOLDER : FILE);
      }
      return [...entries];
    },
    readFile: (uri) => named(uri).data,
    writeFile: (uri, data) => {
      files.set(uri.path, { data, changed: Date.now() });
      news.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    },
    createDirectory: () => undefined,
    delete: (uri) => void files.delete(uri.path),
    rename: (from, to) => {
      files.set(to.path, named(from));
      files.delete(from.path);
    },
  };
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('memory', provider, { isCaseSensitive: true }),
  );
};
