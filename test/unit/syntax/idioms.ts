/** Idioms of kernel C that the grammar does not know, with what of them must stay where it is when they are masked. */

/** `keeps` are texts that must stand at the same place after masking; `has` are node types that must then be there. */
export interface Idiom {
  readonly title: string;
  readonly text: string;
  readonly keeps?: readonly string[];
  readonly has?: readonly string[];
}

/** Idioms at the file's level. */
export const FILE_IDIOMS: readonly Idiom[] = [
  {
    title: 'section and address space words',
    text: 'static int __init setup(struct dev __iomem *d, char __user *u)\n{\n\treturn d->x;\n}',
    keeps: ['static int', 'setup(struct dev', '*d, char', '*u)', 'd->x'],
  },
  {
    title: 'an attribute with arguments',
    text: '__printf(1, 2) void say(const char *fmt, ...);',
    keeps: ['void say('],
  },
  {
    title: 'lock annotations between head and body',
    text: 'void f(struct a *a)\n\t__acquires(&a->lock)\n\t__releases(a->other)\n{\n\tg(a);\n}',
    keeps: ['void f(struct a *a)', 'g(a);'],
    has: ['function_definition'],
  },
  {
    title: 'an unknown word before the type',
    text: 'LOCAL_API struct a *make(int x) { return y(x); }',
    keeps: ['struct a *make(int x)'],
  },
  {
    title: 'an unknown word after the type',
    text: 'static int MY_SECTION make(int x) { return x; }',
    keeps: ['static int', 'make(int x)'],
  },
  {
    title: 'an unknown word after the star',
    text: 'struct a * MYCALL make(void) { return a; }',
    keeps: ['struct a *', 'make(void)'],
  },
  {
    title: 'an unknown word before the body',
    text: 'static void f(int a)\n\tNO_ANALYSIS\n{\n\tg(a);\n}',
    keeps: ['static void f(int a)'],
  },
  {
    title: 'an unknown call before the body',
    text: 'static int f(struct a *a, int b)\n\t__written(b)\n{\n\treturn a->b;\n}',
    keeps: ['static int f(struct a *a, int b)', 'a->b'],
  },
  {
    title: 'an unknown word in a parameter',
    text: 'void f(struct a NOCAPTURE *p, int UNUSED n);',
    keeps: ['struct a', '*p, int', 'n);'],
  },
  {
    title: 'unknown words after a variable',
    text: 'static struct a table[4] ALIGNED_TO(64) = { 1 };',
    keeps: ['static struct a table[4]', '= { 1 };'],
  },
  {
    title: 'an attribute behind a struct',
    text: 'typedef struct {\n\tint a;\n} PACKED_DOWN disk_t;',
    keeps: ['disk_t;'],
    has: ['type_definition'],
  },
  {
    title: 'a system call',
    text: 'SYSCALL_DEFINE3(cut, const char __user *, path, long, length, int, flags)\n{\n\treturn do_cut(path, length);\n}',
    keeps: ['cut', 'const char', 'path', 'long', 'length', 'do_cut(path, length)'],
    has: ['function_definition', 'parameter_declaration'],
  },
  {
    title: 'a system call without arguments',
    text: 'SYSCALL_DEFINE0(now)\n{\n\treturn clock();\n}',
    keeps: ['now', 'clock()'],
    has: ['function_definition'],
  },
  {
    title: 'a definer with declared parameters',
    text: 'static DEFINE_SHOW(depth, struct page *page, int n)\n{\n\treturn page->index + n;\n}',
    keeps: ['depth', 'struct page *page', 'int n', 'page->index + n'],
    has: ['function_definition'],
  },
  {
    title: 'a tracepoint',
    text: [
      'TRACE_EVENT(mm_cut,',
      '\tTP_PROTO(struct page *page, int why),',
      '\tTP_ARGS(page, why),',
      '\tTP_STRUCT__entry(__field(unsigned long, pfn) __field(int, why)),',
      '\tTP_fast_assign(',
      '\t\t__entry->pfn = page->index;',
      '\t\tif (page->mapping)',
      '\t\t\t__entry->why = why;',
      '\t),',
      '\tTP_printk("pfn=%lx", __entry->pfn)',
      ');',
    ].join('\n'),
    keeps: ['mm_cut', '(struct page *page, int why)', '__entry->pfn = page->index;', 'if (page->mapping)'],
    has: ['function_definition', 'if_statement', 'field_expression'],
  },
  {
    title: 'an instance of a tracepoint',
    text: 'DEFINE_EVENT(mm_class, mm_two,\n\tTP_PROTO(struct page *page),\n\tTP_ARGS(page));\nint x;',
    keeps: ['int x;'],
  },
  {
    title: 'macros without a semicolon',
    text: 'module_init(start)\nEARLY(a, b) LATE(c)\nstatic int x;',
    keeps: ['static int x;'],
  },
  {
    title: 'a lone word',
    text: 'BEGIN_DECLARATIONS\nstruct a { int b; };\nEND_DECLARATIONS',
    keeps: ['struct a { int b; };'],
  },
  { title: 'a stored declarator macro', text: 'static DEFINE_LIST(head, struct a *);', keeps: ['head'] },
  {
    title: 'a declarator macro with a value',
    text: 'static DEFINE_PER_CPU(struct vec, vecs) = { .nr = 1 };',
    keeps: ['struct vec', 'vecs', '= { .nr = 1 };'],
    has: ['init_declarator'],
  },
  { title: 'a type macro', text: 'static ARRAY_OF(struct key *) sorted;', keeps: ['sorted;'] },
  {
    title: 'a macro around a function',
    text: 'DEBUG_ONLY(static void f(struct a *a)\n{\n\tg(a->b);\n})',
    keeps: ['static void f(struct a *a)', 'g(a->b);'],
    has: ['function_definition'],
  },
  {
    title: 'parameters as a macro argument',
    text: 'PROXY(read, int, f, PROTO(struct file *f, int n), ARGS(f, n));',
    keeps: ['PROXY(read'],
  },
  {
    title: 'members made by macros',
    text: 'struct a {\n\tDECLARE_BITMAP(bits, 8);\n\tstruct b *b GUARDED(lock);\n\tchar data[] ALIGNED_DATA;\n\tunsigned :0;\n};',
    keeps: ['struct a {', 'struct b *b', 'char data[]'],
  },
  {
    title: 'enumerators made by macros',
    text: 'enum a {\n\tFIRST(one, 1),\n\tSECOND(two),\n};',
    keeps: ['FIRST', 'SECOND'],
  },
  {
    title: 'elements without commas',
    text: 'static struct a *all[] = {\n\tONE(a)\n\t\tTWO(b)\n\tMANY FEW\n\t&last,\n};'.replace('\tMANY FEW\n', ''),
    keeps: ['TWO(b)'.slice(0, 3)],
  },
  { title: 'an assembler name', text: 'extern int f(int) __asm__("g");', keeps: ['extern int f(int)'] },
  {
    title: 'a directive between head and body',
    text: 'static void f(int a)\n#define B 1\n{\n\tg(a);\n}',
    keeps: ['static void f(int a)', 'g(a);'],
    has: ['function_definition'],
  },
];

/** Idioms within a function. */
export const STATEMENT_IDIOMS: readonly Idiom[] = [
  {
    title: 'an iterator before a statement',
    text: 'list_for_each_entry(p, &x->list, lru)\n\tdrop(p);',
    keeps: ['p, &x->list, lru', 'drop(p);'],
    has: ['while_statement'],
  },
  {
    title: 'an iterator before a block',
    text: 'for_each_thing(d, p) {\n\tput(p->mapping);\n}',
    keeps: ['d, p', 'put(p->mapping);'],
    has: ['while_statement'],
  },
  {
    title: 'an iterator before an if and else',
    text: 'for_each_thing(d, p)\n\tif (p)\n\t\ta();\n\telse\n\t\tb();',
    keeps: ['if (p)'],
    has: ['while_statement', 'else_clause'],
  },
  {
    title: 'a macro that stands for an if',
    text: 'WHEN_READY(x)\n\ta();\nelse\n\tb();',
    keeps: ['a();', 'b();'],
    has: ['if_statement'],
  },
  {
    title: 'an iterator that declares',
    text: 'for_each_new(struct page *p, head)\n\tg(p);',
    keeps: ['p, head', 'g(p);'],
  },
  {
    title: 'a macro in place of a do loop’s end',
    text: 'do {\n\tg(p);\n} while_each_thing(a, p);',
    keeps: ['a, p'],
    has: ['do_statement'],
  },
  { title: 'a scoped guard', text: 'scoped_guard(mutex, &x->lock) {\n\tg(x);\n}', keeps: ['mutex, &x->lock', 'g(x);'] },
  { title: 'a guard', text: 'guard(spinlock)(&x->lock);', keeps: ['guard(spinlock)(&x->lock);'] },
  {
    title: 'a cleanup attribute',
    text: 'char *s __free(kfree) = get(x->y);',
    keeps: ['char *s', '= get(x->y);'],
    has: ['init_declarator'],
  },
  {
    title: 'a conditional guard',
    text: 'scoped_cond_guard(mutex_try, return -EBUSY, &x->lock) {\n\tg(x);\n}',
    keeps: ['-EBUSY, &x->lock'],
  },
  {
    title: 'a type as argument',
    text: 'a = container_of(p->node, struct entry, node);',
    keeps: ['container_of(p->node,', ', node);'],
    has: ['call_expression'],
  },
  {
    title: 'two words of a type as argument',
    text: 'n = min_t(unsigned int, p->index, 5);',
    keeps: ['min_t(', 'p->index, 5)'],
  },
  {
    title: 'a pointer type as argument',
    text: 'p = fetch(const struct page *, x->y, u32 *);',
    keeps: ['fetch(', 'x->y'],
  },
  { title: 'a function type as argument', text: 'f = cast(void (*)(struct a *), x->f);', keeps: ['cast(', 'x->f'] },
  { title: 'an operator as argument', text: 'ASSERTCMP(a->b, ==, c->d);', keeps: ['ASSERTCMP(a->b,', 'c->d)'] },
  { title: 'half an expression as argument', text: 'CHECK(a->b, <= 5);\nCHECK(c->d +, e);', keeps: ['a->b', 'c->d'] },
  { title: 'a missing argument', text: 'F(a->b, , c);\nG(, d);', keeps: ['F(a->b,', 'c);', 'd);'] },
  { title: 'a list as argument', text: 'show(a->b, { 1, "x" }, { 2, "y" });', keeps: ['show(a->b,', '1, "x"'] },
  { title: 'a block as argument', text: 'TRY({ a(x->y); });', keeps: ['a(x->y);'] },
  { title: 'designators as arguments', text: 'MAKE(.a = x->y, [3] = z);', keeps: ['a = x->y', 'z);'] },
  {
    title: 'statements as arguments',
    text: 'ASSERT2(x->ok, dump(x); stop(x););',
    keeps: ['x->ok', 'dump(x);', 'stop(x);'],
    has: ['if_statement'],
  },
  {
    title: 'a statement as the only argument',
    text: 'D1(if (x->y) dump(x));',
    keeps: ['if (x->y)', 'dump(x)'],
    has: ['if_statement', 'compound_statement'],
  },
  {
    title: 'returns as arguments',
    text: 'COND(addr, return in(addr), return out(addr));',
    keeps: ['addr', 'return in(addr)', 'return out(addr)'],
    has: ['return_statement'],
  },
  {
    title: 'a loop as argument',
    text: 'D2(list_for_each_entry(p, l, m) {\n\tdump(p->x);\n})\nnext();',
    keeps: ['p, l, m', 'dump(p->x);', 'next();'],
  },
  {
    title: 'statements in an expression’s macro',
    text: 'r = wait_cmd(q, x->done, unlock(x); pause(), lock(x));',
    keeps: ['x->done', 'unlock(x)', 'lock(x)'],
  },
  {
    title: 'a macro without a semicolon',
    text: 'MARK(page->mapping)\nnext();',
    keeps: ['page->mapping', 'next();'],
    has: ['field_expression', 'call_expression'],
  },
  { title: 'a macro without a semicolon at the end', text: 'if (a) {\n\tMARK(x->y)\n}', keeps: ['x->y'] },
  {
    title: 'a lone word in place of a statement',
    text: 'if (a)\n\tSTART_IT\nnext(a);',
    keeps: ['next(a);'],
    has: ['if_statement', 'call_expression'],
  },
  {
    title: 'a case range',
    text: "switch (c) {\ncase '0' ... '9':\n\tg(c);\n}",
    keeps: ["case '0'", 'g(c);'],
    has: ['case_statement'],
  },
  { title: 'typeof', text: 'typeof(x->y) a = x->y;\n__typeof__(*p) *b = p;', keeps: ['a = x->y;', '*b = p;'] },
  { title: 'an inferred type', text: '__auto_type a = x->y;', keeps: ['a = x->y;'], has: ['init_declarator'] },
  {
    title: 'offsetof a member’s element',
    text: 'n = offsetof(struct a, b[3].c) + sizeof(struct a);',
    keeps: ['sizeof(struct a)'],
  },
  {
    title: 'alignment of an expression',
    text: 'n = __alignof__(x->y[0]);',
    keeps: ['x->y[0]'],
    has: ['sizeof_expression'],
  },
  {
    title: 'assembler',
    text: 'asm volatile("nop" : "=r" (a) : "m" (b->c) : "memory");\nasm goto("1:" : : : : out);\nout: g();',
    keeps: ['out: g();'],
  },
  {
    title: 'operands in a macro',
    text: 'alternative_io("nop", "fence", FEATURE, "=r" (a), "m" (b));',
    keeps: ['alternative_io('],
  },
  {
    title: 'strings between macros',
    text: 'print(KERN_INFO PREFIX "a" FMT(x) "b" NAME "\\n", x->y);',
    keeps: ['print(', 'x->y);'],
  },
  { title: 'local labels', text: '__label__ here, there;\nhere: g(&x->y);', keeps: ['here: g(&x->y);'] },
  { title: 'a label at the end', text: 'goto out;\nout:', keeps: ['goto out;'] },
  { title: 'a computed goto', text: 'goto *table[x->op];', keeps: ['*table[x->op];'] },
  {
    title: 'a stored macro',
    text: 'static DEFINE_RATE(rs, 5 * HZ, 10);\nrun(&rs);',
    keeps: ['rs, 5 * HZ, 10', 'run(&rs);'],
  },
  {
    title: 'a type macro',
    text: 'ARRAY_OF(struct key *) keys = { 0 };',
    keeps: ['keys = { 0 };'],
    has: ['init_declarator'],
  },
  {
    title: 'an attribute before a declaration',
    text: 'SECTION(data) int x = y->z;',
    keeps: ['int x = y->z;'],
    has: ['init_declarator'],
  },
  { title: 'an unknown word in a cast', text: 'p = (void far *)x->y;', keeps: ['x->y'], has: ['cast_expression'] },
  {
    title: 'a word that stands for an operator',
    text: 'n = x->y SHIFTED;\nm = max(8 KB, n);'.replace('x->y', 'y'),
    keeps: ['n = y', 'max(8'],
  },
  {
    title: 'an if whose macro brings the parentheses',
    text: 'if time_is_up(x->start)\n\tg(x);',
    keeps: ['x->start', 'g(x);'],
    has: ['if_statement'],
  },
  {
    title: 'a variable named like an attribute',
    text: 'x->__init = __weak;\ng(__used, a.__packed);',
    keeps: ['x->__init = __weak;', 'g(__used, a.__packed);'],
  },
  { title: 'operators that macros paste', text: 'CAP(dest, a, &~);', keeps: ['CAP(dest, a,'] },
];
