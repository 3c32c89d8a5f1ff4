/** Which types of C can hold a page, or lead to one: what the whole-tree flow follows from function to function. */

/** Structs that are pages, or containers of nothing but pages. */
const CARRIERS: ReadonlySet<string> = new Set([
  'struct page',
  'struct folio',
  'struct pagevec',
  'struct folio_batch',
  'struct bio',
  'struct bio_vec',
  'struct folio_iter',
  'struct skb_frag',
  'skb_frag_t',
  'struct scatterlist',
  'struct pipe_buffer',
  'struct slab',
  'struct ptdesc',
]);

/** Containers by the members that hold what was put into them: a page that is read from one is one of those. */
const CONTENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['struct pagevec', ['pages']],
  ['struct folio_batch', ['folios']],
  ['struct bio', ['bi_io_vec', 'bi_inline_vecs']],
  ['struct bio_vec', ['bv_page']],
  ['struct folio_iter', ['folio']],
]);

/** Containers that stand as a member in a larger struct, which goes with them wherever they go. */
const EMBEDDED: ReadonlySet<string> = new Set(['struct bio']);

/** Members of containers that hold a function which is called with the container itself, as its first argument. */
const CALLBACKS: ReadonlySet<string> = new Set(['struct bio.bi_end_io']);

const PLAIN =
  /^(?:(?:un)?signed\b.*|int|long\b.*|short\b.*|char|bool|_Bool|float|double|size_t|ssize_t|loff_t|off_t|pgoff_t|sector_t|gfp_t|dev_t|ino_t|umode_t|vm_fault_t|blk_status_t|blk_opf_t|pgprot_t|spinlock_t|atomic_t|u?int\d+_t|__?[usbl]e?\d+|[us]\d+)$/;

/** Whether a value of a type, given by its name and how many times it points, can be or lead to a page or a function. */
export function canCarryPage(name: string, stars: number): boolean {
  if (CARRIERS.has(name) || name === '(function)') return true;
  if (name === 'void') return stars > 0;
  if (/^(?:struct|union|enum) /.test(name)) return false;
  return !PLAIN.test(name);
}

/** Whether a struct is a container of pages. */
export function isPageContainer(name: string): boolean {
  return CONTENTS.has(name);
}

/** Whether a container is found as a part of larger structs that stand for it. */
export function embedsContainers(name: string): boolean {
  return EMBEDDED.has(name);
}

/** Whether what is read from a member of a struct is what somebody put into that very container. */
export function isPageContent(name: string, member: string): boolean {
  return CONTENTS.get(name)?.includes(member) ?? false;
}

/** Whether a member of a container holds a function that is called with the container. */
export function isContainerCallback(name: string, member: string): boolean {
  return CALLBACKS.has(`${name}.${member}`);
}
