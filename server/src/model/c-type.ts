/** A C type as the analysis needs it: a name and how many times it points (an array counts as one pointer). */
export interface CType {
  /** Canonical spelling without qualifiers: `struct page`, `unsigned long`, `pgoff_t`, or `struct #8_1k2j` for an anonymous one. */
  readonly name: string;
  readonly stars: number;
  /** For a pointer to function, what calling it returns. */
  readonly returns?: CType;
}

/** Builds a type. */
export function cType(name: string, stars = 0): CType {
  return { name, stars };
}

/** The type behind one pointer, or undefined where the type is no pointer. */
export function pointee(type: CType | undefined): CType | undefined {
  if (!type || type.stars < 1) return undefined;
  return { ...type, stars: type.stars - 1 };
}

/** The type of `&x`. */
export function pointerTo(type: CType | undefined): CType | undefined {
  return type && { ...type, stars: type.stars + 1 };
}

/** Words that stand among the words of a type and are no part of it: storage, qualifiers, the annotations of the kernel. */
const BESIDE_TYPES: ReadonlySet<string> = new Set(
  (
    'const volatile restrict __restrict register static extern inline __inline __inline__ _Atomic auto _Noreturn ' +
    '__extension__ noinline asmlinkage notrace STATIC __rcu __user __iomem __percpu __force __private'
  ).split(' '),
);

/** Whether a word stands beside a type and says nothing of what the type is. */
export function standsBesideType(word: string): boolean {
  return BESIDE_TYPES.has(word);
}

/** Reads a type from C text such as `const struct page *`; undefined where the text is no plain type. */
export function parseCType(text: string): CType | undefined {
  const words = text.match(/[A-Za-z_]\w*|\*|\[|\S/g) ?? [];
  const name: string[] = [];
  let stars = 0;
  for (const word of words) {
    if (standsBesideType(word) || word === 'typedef') continue;
    if (word === '*' || word === '[') stars += 1;
    else if (word === ']' || /^\d/.test(word)) continue;
    else if (/^[A-Za-z_]/.test(word) && stars === 0) name.push(word);
    else return undefined;
  }
  return name.length > 0 ? { name: name.join(' '), stars } : undefined;
}

/** Spells a type as C does. */
export function spellCType(type: CType): string {
  return type.stars > 0 ? `${type.name} ${'*'.repeat(type.stars)}` : type.name;
}
