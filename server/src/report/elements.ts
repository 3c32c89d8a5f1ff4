/** Elements of the page. Text becomes text and nothing else, whatever is in it. */

import { host, type OpenedPlace } from './host.ts';

type Child = Node | string | undefined;

/** An element with attributes, where true is one without a value and false or undefined is none. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A sentence in which code stands between backticks. */
export function prose(text: string): Node[] {
  return text
    .split(/`([^`]*)`/)
    .map((part, at) => (at % 2 === 1 ? element('code', {}, part) : document.createTextNode(part)));
}

/** A place, which can be opened where the page is shown in an editor; `stop` tells whether Tab stops there. */
export function placeElement(place: OpenedPlace, stop: boolean, ...words: readonly (Node | string)[]): HTMLElement {
  const { open } = host;
  if (open === undefined) return element('span', {}, ...words);
  const label = `open ${place.file}, line ${place.line}`;
  const button = element(
    'button',
    { type: 'button', class: 'open', title: label, 'aria-label': label, tabindex: stop ? undefined : -1 },
    ...words,
  );
  button.addEventListener('click', (event) => {
    // The row below it opens its details otherwise.
    event.stopPropagation();
    open(place);
  });
  return button;
}

/** The element with an id, which the page is made with. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} with the id ${id}`);
}
