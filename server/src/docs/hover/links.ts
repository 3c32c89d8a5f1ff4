/** The last line of a hover: the pages of the package that say more. */
import { era } from '../../kernel/eras.ts';
import { fieldName } from '../../kernel/field-names.ts';
import type { Helper } from '../../kernel/helper-table.ts';
import type { EraMatrix, Field } from '../../kernel/matrix.ts';
import { eraAnchor, fieldAnchor, helperAnchor, PAGES, rulePage } from '../anchors.ts';
import { helperTitle } from '../helper-words.ts';
import type { Surroundings } from './surroundings.ts';

/** What is linked to. */
export interface Topics {
  readonly rules?: readonly string[];
  readonly helper?: Helper | undefined;
  readonly field?: Field | undefined;
  readonly matrix: EraMatrix;
}

/** The links in one line; empty where no page can be opened. */
export function links({ rules = [], helper, field, matrix }: Topics, { page }: Surroundings): string {
  const at = era(matrix.era);
  const link = (text: string, path: string, anchor?: string): string | undefined => {
    const target = page(path, anchor);
    return target === undefined ? undefined : `[${text}](${target})`;
  };
  return [
    ...rules.map((rule) => link(rule, rulePage(rule))),
    helper && link(helperTitle(helper), PAGES.helpers, helperAnchor(helper)),
    field && link(`${fieldName(field).title} in every era`, PAGES.eras, fieldAnchor(field)),
    link(`Linux ${at.label}`, PAGES.eras, eraAnchor(at)),
  ]
    .filter((text) => text !== undefined)
    .join(' · ');
}
