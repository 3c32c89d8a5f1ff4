/** Every era, field and helper has one heading in the pages that are shipped; these are the links to them. */
import type { Era } from '../kernel/eras.ts';
import { type FieldName, fieldName } from '../kernel/field-names.ts';
import type { Helper } from '../kernel/helper-table.ts';
import type { Field } from '../kernel/matrix.ts';
import { helperTitle } from './helper-words.ts';

/** The pages beside those of the rules, as paths relative to the root of the package. */
export const PAGES = { eras: 'docs/eras.md', helpers: 'docs/helpers.md' } as const;

/** The page of a rule, as a path relative to the root of the package. */
export function rulePage(rule: string): string {
  return `docs/rules/${rule}.md`;
}

/** The heading of an era in the page of eras. */
export function eraHeading({ label }: Era): string {
  return `Linux ${label}`;
}

/** The heading of a field's history in the page of eras. */
export function fieldHeading({ title, field }: FieldName): string {
  return field === 'stability' ? 'What keeps a page and its file together' : title;
}

/** The fragment of an era's heading, without `#`. */
export function eraAnchor(era: Era): string {
  return slug(eraHeading(era));
}

/** The fragment of a field's heading, without `#`. */
export function fieldAnchor(field: Field): string {
  return slug(fieldHeading(fieldName(field)));
}

/** The fragment of a helper's heading in the page of helpers, without `#`. */
export function helperAnchor(row: Pick<Helper, 'name' | 'form'>): string {
  return slug(helperTitle(row));
}

/** What GitHub and VS Code make of a heading: small letters, blanks to hyphens, and of the signs only `-` and `_` stay. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');
}
