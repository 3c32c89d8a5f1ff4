/** Which types of C can hold a page, or lead to one: what the whole-tree flow follows from function to function. */

/** Structs that are pages, or containers of nothing but pages. */
const CARRIERS: ReadonlySet<string> = new Set([
  'struct page',
  'struct folio',
  'struct pagevec',
  'struct folio_batch',
  'struct bio',
  'struct bio_vec',
  'struct skb_frag',
  'skb_frag_t',
  'struct scatterlist',
  'struct pipe_buffer',
  'struct slab',
  'struct ptdesc',
]);

/** Containers whose members are what was put into them: a page that is read from one is one of those. */
const CONTAINERS: ReadonlySet<string> = new Set(['struct pagevec', 'struct folio_batch']);

const PLAIN =
  /^(?:(?:un)?signed\b.*|int|long\b.*|short\b.*|char|bool|_Bool|float|double|size_t|ssize_t|loff_t|off_t|pgoff_t|sector_t|gfp_t|dev_t|ino_t|umode_t|vm_fault_t|blk_status_t|blk_opf_t|pgprot_t|spinlock_t|atomic_t|u?int\d+_t|__?[usbl]e?\d+|[us]\d+)$/;

/** Whether a value of a type, given by its name and how many times it points, can be or lead to a page or a function. */
export function canCarryPage(name: string, stars: number): boolean {
  if (CARRIERS.has(name) || name === '(function)') return true;
  if (name === 'void') return stars > 0;
  if (/^(?:struct|union|enum) /.test(name)) return false;
  return !PLAIN.test(name);
}

/** Whether what is read from a member of a struct is what somebody put into that very container. */
export function isPageContainer(name: string): boolean {
  return CONTAINERS.has(name);
}
