/** How a row of the helper table is put into words, in a page and in a terminal alike. */
import { type Helper, has } from '../kernel/helper-table.ts';

/** A function or macro is written with `()`, a member as it is. */
export function helperTitle({ name, form }: Pick<Helper, 'name' | 'form'>): string {
  return form === 'field' ? name : `${name}()`;
}

/** The releases that have a helper: `4.20 - 6.6`, `5.18 and later`, `every release`. */
export function helperReleases(row: Helper): string {
  const { since, until } = row;
  if (has(row, 'proposed')) return 'none: it was only proposed';
  if (since === undefined) return until === undefined ? 'every release' : `up to ${until}`;
  return until === undefined ? `${since} and later` : since === until ? since : `${since} - ${until}`;
}

/** What has to hold before a helper is called, as a clause. */
export const REQUIREMENTS: Readonly<Record<NonNullable<Helper['requires']>, string>> = {
  'plain-mapping': 'the mapping has to be known to be neither NULL nor a tag',
  'zone-device': 'the page has to be known to be device memory',
  'page-cache': 'the page has to be known to be in the page cache',
  reference: 'a reference to the page has to be held',
  'page-lock': 'the page has to be locked',
};
