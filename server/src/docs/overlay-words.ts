/** The words that an overlay may use, and the overlays that are shipped, as tables of Markdown. */
import { valuesOf } from '../kernel/field-values.ts';
import { KIND_MEANINGS, KINDS } from '../kernel/kinds.ts';
import { FIELDS } from '../kernel/matrix.ts';
import type { Overlay } from '../kernel/overlay-types.ts';

/** Renders the fields with their values, and the kinds with what they are. */
export function renderOverlayWords(): string {
  const code = (word: string): string => `\`${word}\``;
  return [
    '| field | values |',
    '|---|---|',
    ...FIELDS.map((field) => `| ${code(field)} | ${valuesOf(field).map(code).join(', ')} |`),
    '',
    '| kind | what it is |',
    '|---|---|',
    ...KINDS.map((kind) => `| ${code(kind)} | ${KIND_MEANINGS[kind]} |`),
  ].join('\n');
}

/** Renders one row for each overlay. */
export function renderOverlays(overlays: readonly Overlay[]): string {
  const rows = overlays.map(({ name, title, eras }) => {
    const meant = eras.length === 0 ? 'any' : eras.join(', ');
    return `| [\`${name}\`](../server/overlays/${name}.json) | ${title} | ${meant} |`;
  });
  return ['| name | what if | eras |', '|---|---|---|', ...rows].join('\n');
}
