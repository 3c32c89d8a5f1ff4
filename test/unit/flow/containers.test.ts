/** Containers of pages over several files: bios in larger structs, what calls them back, and pages in words that are no pointers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { solved } from '../../../server/src/engine/whole-tree.ts';
import { type Kind, kindsOf, union } from '../../../server/src/kernel/kinds.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';

const engine = await loadEngine();

/** The kinds that can get to a place of one of some files of C. */
function possible(files: Readonly<Record<string, string>>, path: string, place: string): readonly Kind[] {
  const tree = engine.openTree({ lowering: engine.lowering, options: { era: '6.1' } });
  const { solution } = solved(Object.entries(files).map(([name, text]) => tree.facts(name, text)));
  const arrival = solution.arrivals(path).at(place);
  assert.ok(arrival, `${place} is a place of ${path}`);
  return kindsOf(union(arrival.possible, arrival.proven));
}

const MM = 'struct page; struct folio; struct address_space;\n';

/** A file system whose bios stand in a struct of its own, and are given their end by the function that makes them. */
const BIO = `${MM}struct bio;
typedef void (bio_end_io_t)(struct bio *);
struct bio { bio_end_io_t *bi_end_io; void *bi_private; };
struct own_bio;
typedef void (*own_end_io_t)(struct own_bio *obio);
struct own_bio { own_end_io_t end_io; struct bio bio; };
int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int off);
struct bio *bio_alloc_bioset(void *dev);
static inline struct own_bio *own_bio(struct bio *bio)
{
	return container_of(bio, struct own_bio, bio);
}
`;
const MAKER = `static void own_bio_init(struct own_bio *obio, own_end_io_t end_io)
{
	obio->end_io = end_io;
}
static struct bio *own_bio_alloc(own_end_io_t end_io)
{
	struct bio *bio = bio_alloc_bioset(NULL);

	own_bio_init(own_bio(bio), end_io);
	return bio;
}
void submit_bio(struct bio *bio);
static void read_end(struct own_bio *obio)
{
	struct bio *bio = &obio->bio;
	struct bio_vec *bvec;
	struct bvec_iter_all iter;

	bio_for_each_segment_all(bvec, bio, iter)
		saw_read(bvec->bv_page);
}
static void direct_end(struct own_bio *obio)
{
	struct bio *bio = &obio->bio;
	struct bio_vec *bvec;
	struct bvec_iter_all iter;

	bio_for_each_segment_all(bvec, bio, iter)
		saw_direct(bvec->bv_page);
}
void read(struct address_space *m)
{
	struct bio *bio = own_bio_alloc(read_end);

	bio_add_page(bio, find_get_page(m, 0), 4096, 0);
	submit_bio(bio);
}
void direct(unsigned long pfn)
{
	struct bio *bio = own_bio_alloc(direct_end);

	bio_add_page(bio, pfn_to_page(pfn), 4096, 0);
	submit_bio(bio);
}
`;
const SEEN = `${MM}void saw_read(struct page *page) {}\nvoid saw_direct(struct page *page) {}\n`;
const BLOCK = `${MM}struct bio_vec { struct page *bv_page; };
struct bio { struct bio_vec *bi_io_vec; };
int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int off)
{
	bio->bi_io_vec[0].bv_page = page;
	return len;
}
`;

test('a bio in a larger struct goes to the function that its maker was given, and to no other', () => {
  const files = { 'block.c': BLOCK, 'own.c': BIO + MAKER, 'seen.c': SEEN };
  assert.deepEqual(possible(files, 'seen.c', 'P saw_read 0'), ['cache']);
  assert.ok(possible(files, 'seen.c', 'P saw_direct 0').includes('fsdax'));
});

test('a bio whose function is put back when it is done went to whoever was bound first', () => {
  const stacked = `${BIO}struct stacked { bio_end_io_t *saved; };
void submit_bio(struct bio *bio);
static void layer_end(struct bio *bio)
{
	struct stacked *s = bio->bi_private;

	bio->bi_end_io = s->saved;
	bio_endio(bio);
}
void layer(struct stacked *s, struct bio *bio)
{
	s->saved = bio->bi_end_io;
	bio->bi_end_io = layer_end;
	submit_bio(bio);
}
static void fs_end(struct bio *bio)
{
	struct bio_vec *bvec;
	struct bvec_iter_all iter;

	bio_for_each_segment_all(bvec, bio, iter)
		saw_read(bvec->bv_page);
}
void read(struct stacked *s, struct address_space *m)
{
	struct bio *bio = bio_alloc_bioset(NULL);

	bio->bi_end_io = fs_end;
	bio_add_page(bio, find_get_page(m, 0), 4096, 0);
	layer(s, bio);
}
void other(struct stacked *s, unsigned long pfn)
{
	struct bio *bio = bio_alloc_bioset(NULL);

	bio_add_page(bio, pfn_to_page(pfn), 4096, 0);
	layer(s, bio);
}
`;
  assert.deepEqual(possible({ 'block.c': BLOCK, 'fs.c': stacked, 'seen.c': SEEN }, 'seen.c', 'P saw_read 0'), [
    'cache',
  ]);
});

test('a page in the private word of another page is the one that was put there', () => {
  const files = {
    'put.c': `${MM}void put(struct page *bounce, struct address_space *m)\n{\n\tset_page_private(bounce, (unsigned long)find_get_page(m, 0));\n}\n`,
    'get.c': `${MM}void use(struct page *page) {}\nvoid get(struct page *bounce)\n{\n\tuse((struct page *)page_private(bounce));\n}\n`,
  };
  assert.deepEqual(possible(files, 'get.c', 'P use 0'), ['cache']);
});

test('what an operation stores through its argument comes back to the caller', () => {
  const files = {
    'ops.c': `${MM}struct own_ops { int (*pick)(struct address_space *m, struct folio **foliop); };
static int pick(struct address_space *m, struct folio **foliop)
{
	*foliop = filemap_get_folio(m, 0);
	return 0;
}
const struct own_ops own_ops = { .pick = pick };\n`,
    'use.c': `${MM}struct own_ops { int (*pick)(struct address_space *m, struct folio **foliop); };
void use(struct folio *folio) {}
void call(const struct own_ops *ops, struct address_space *m)
{
	struct folio *folio = NULL;

	ops->pick(m, &folio);
	use(folio);
}\n`,
  };
  assert.deepEqual(possible(files, 'use.c', 'P use 0'), ['cache']);
});

test('a macro hands what it is given to the function that it calls', () => {
  const files = {
    'fs.h': `${MM}#define KIND_OF(p, f) (f || is_special(p) ? 1 : 0)\nint is_special(struct page *page);\n`,
    'fs.c': `${MM}int is_special(struct page *page)\n{\n\treturn page->mapping != NULL;\n}\nint kind(struct address_space *m)\n{\n\treturn KIND_OF(find_get_page(m, 0), 0);\n}\n`,
  };
  assert.deepEqual(possible(files, 'fs.c', 'P is_special 0'), ['cache']);
});
