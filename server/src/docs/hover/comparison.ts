/** `page->mapping` beside the `page->inode` of 2017: what each means, or would mean, here, and what became of the proposal. */
import { ERAS } from '../../kernel/eras.ts';
import { type EraMatrix, matrixOf } from '../../kernel/matrix.ts';
import { isAbsent } from '../field-owner.ts';

/** The comparison in one paragraph; the matrix decides, so that it follows an overlay. */
export function comparison(field: 'mapping' | 'inode', matrix: EraMatrix): string {
  // The table of `->mapping` has said already what it holds.
  const mapping = field === 'mapping' ? '' : `${mappingHere(matrix)} `;
  return `${mapping}${inodeHere(matrix)} ${fate()}`;
}

function mappingHere(matrix: EraMatrix): string {
  const shared = matrix.row('fsdax-shared');
  const more = shared.exists ? `; in shared ones, ${shared.cell('mapping').text}` : '';
  return `\`page->mapping\` in FS-DAX pages: ${matrix.cell('fsdax', 'mapping').text}${more}.`;
}

function inodeHere(matrix: EraMatrix): string {
  if (!isAbsent('inode', matrix)) {
    const { text } = matrix.cell('fsdax', 'inode');
    return `\`page->inode\` in FS-DAX pages: ${text}. It lies over a word of \`lru\`, so it can be asked of device memory only.`;
  }
  const mapping = matrix.row('fsdax').mapping.canBeSet
    ? 'with `->mapping` left NULL'
    : 'and to leave `->mapping` as it is';
  return `\`page->inode\`, over a word of \`lru\`, was to lead from a DAX page to its inode, ${mapping}.`;
}

/** What Linux did in the end: told from the matrix of its eras, whatever the one at hand says. */
function fate(): string {
  const set = ERAS.find(({ id }) => id !== 'inode-2017' && matrixOf(id).row('fsdax').mapping.canBeSet);
  return `It was proposed in October 2017 and not merged: Linux ${set?.first ?? ''} set \`->mapping\` and gave DAX files operations of their own.`;
}
