/** Where the page is shown: by itself in a browser, or in a view of an editor that can open places. */

/** What a place of a row or a step needs to be opened. */
export interface OpenedPlace {
  /** Relative to the tree. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column?: number;
}

export interface Host {
  /** Keeps what the reader has asked to see, for the next time that the page is shown. */
  readonly keep: (fragment: string) => void;
  readonly kept: () => string;
  /** Opens a place beside the page; absent where nothing can. */
  readonly open?: (place: OpenedPlace) => void;
}

interface EditorApi {
  readonly postMessage: (message: unknown) => void;
  readonly setState: (state: string) => void;
  readonly getState: () => unknown;
}

// What a view of VS Code has, and a browser has not.
declare const acquireVsCodeApi: (() => EditorApi) | undefined;

/** The host of this page. */
export const host: Host = typeof acquireVsCodeApi === 'function' ? editorHost(acquireVsCodeApi()) : browserHost();

function browserHost(): Host {
  return {
    // Without a fragment of its own the address would keep the old one.
    keep: (fragment) => history.replaceState(null, '', `#${fragment}`),
    kept: () => location.hash,
  };
}

function editorHost(api: EditorApi): Host {
  return {
    keep: (fragment) => api.setState(fragment),
    kept: () => {
      const state = api.getState();
      return typeof state === 'string' ? state : '';
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's side has no origin
    open: ({ file, line, column = 1 }) => api.postMessage({ open: { file, line, column } }),
  };
}
