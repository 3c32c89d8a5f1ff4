/** A little tree of several files: it is solved, kept, read back and judged, and the order of its files does not matter. */
import type { FileFacts } from '../../../server/src/model/facts.ts';
import type { FileReader } from '../../../server/src/model/ports.ts';
import { packed, unpacked } from '../../../server/src/engine/packed-solution.ts';
import { ofDaxModules, solved } from '../../../server/src/engine/whole-tree.ts';
import { ERAS } from '../../../server/src/kernel/eras.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { HEADERS } from '../../kernel-tree.ts';
import { checkAnalysis, checkFixes, foundIn } from '../analysis-laws.ts';
import { C_WORDS, cFile, eraLine } from '../kernel-c.ts';
import { Random, seedOf } from '../random.ts';
import { filesBelow } from '../seed-files.ts';
import { same, type Target } from '../target.ts';

const engine = await loadEngine();

/** No tree has more files than this. */
const MOST_FILES = 12;

/** The target `tree`. */
export const tree: Target = {
  name: 'tree',
  what: 'small trees: facts, the solve, what is kept of it, verdicts and chains, call cycles and operations tables',
  seeds: () => [
    ...filesBelow('fixtures/rules', '.c').filter((text) => /^\/\/- (?:tree|\/)/m.test(text)),
    cycle(3),
    cycle(40),
    asOne(),
  ],
  words: [
    ...C_WORDS,
    '\n//- /fs/other.c\n',
    '\n//- /include/linux/new.h\n',
    '#include "other.c"\n',
    '#include <linux/new.h>\n',
  ],
  make(random) {
    const names = ['fs/a.c', 'fs/b.c', 'mm/c.c', 'drivers/d.c'].slice(0, 2 + random.below(3));
    const callees = names.flatMap((_, n) => [`f${n}_0`, `f${n}_1`]);
    const files = names.map((name, n) => `//- /${name}\n${cFile(random, `f${n}_`, callees)}${table(random, callees)}`);
    return eraLine(random) + files.join('\n');
  },
  run(input) {
    const random = new Random(seedOf(input));
    const files = filesOf(input);
    const named = /^\/\/- era: (\S+)/.exec(input)?.[1];
    const era = ERAS.find(({ id }) => id === named)?.id ?? random.pick(ERAS).id;
    const reader: FileReader = { read: (path) => files.get(path), exists: (path) => files.has(path) };
    const opened = engine.openTree({ lowering: engine.lowering, root: '/', reader, options: { era } });
    const code = [...files].filter(([path]) => path.endsWith('.c'));
    const facts = code.map(([path, text]) => opened.facts(path, text));
    const isOfDax = ofDaxModules(facts);
    const calls = code.filter(([path]) => isOfDax(path)).map(([path, text]) => opened.calls(path, text));
    const result = solved(facts, calls);
    const kept: readonly FileFacts[] = JSON.parse(JSON.stringify(facts));
    const paths = code.map(([path]) => path);
    const again = solved(kept, JSON.parse(JSON.stringify(calls)));
    const turned = solved([...facts].reverse(), [...calls].reverse());
    for (const path of paths) {
      const arrivals = JSON.parse(JSON.stringify(result.arrivals(path)));
      same(JSON.parse(JSON.stringify(again.arrivals(path))), arrivals, `what gets to ${path}, by what was kept`);
      // Of ways that are equally good the first is told; the kinds are the same.
      same(turned.arrivals(path).rows, result.arrivals(path).rows, `the kinds that get to ${path}, in another order`);
      JSON.stringify(unpacked(JSON.parse(JSON.stringify(packed(result, paths)))).arrivals(path));
    }
    opened.know(result.arrivals);
    for (const [path, text] of code.slice(0, 4)) {
      const file = opened.open(path, text);
      checkAnalysis(file, random);
      checkFixes(file, random);
      // What is told later is what was told before.
      const later = engine
        .openTree({ lowering: engine.lowering, root: '/', reader, options: { era } })
        .open(path, text);
      later.know(result.arrivals(path));
      same(foundIn(later), foundIn(file), `${path}, told of its tree later`);
    }
  },
};

/** The files of an input, by path; the text before the first name is `test.c`. */
function filesOf(input: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>(Object.entries(HEADERS));
  const parts = input.split(/^\/\/- \/([\w./-]+)\n/m);
  files.set('test.c', parts[0] ?? '');
  for (let at = 1; at < parts.length && files.size < MOST_FILES + Object.keys(HEADERS).length; at += 2)
    files.set(parts[at] ?? '', parts[at + 1] ?? '');
  return files;
}

function table(random: Random, callees: readonly string[]): string {
  const member = random.pick(['writepage', 'dirty_folio', 'readpage', 'release_folio', 'fault', 'actor']);
  const type = random.pick(['address_space_operations', 'vm_operations_struct', 'other_ops']);
  return `static const struct ${type} ops${random.below(3)} = { .${member} = ${random.pick(callees)} };\n`;
}

/** Functions that call each other in a circle, and one that sends a page into it. */
function cycle(length: number): string {
  const functions = Array.from(
    { length },
    (_, n) => `void turn${n}(struct page *page)\n{\n\tif (page->mapping)\n\t\tturn${(n + 1) % length}(page);\n}\n`,
  );
  const start = 'void start(unsigned long pfn)\n{\n\tturn0(pfn_to_page(pfn));\n}\n';
  return `//- era: 6.1\n//- /fs/a.c\n${functions.join('')}//- /fs/b.c\n${start}`;
}

/** The sample tree in one input. */
function asOne(): string {
  const parts = filesBelow('sample-tree', '.c').map((text, n) => `//- /fs/s${n}.c\n${text}`);
  return `//- era: 6.1\n${parts.join('\n')}`.slice(0, 40_000);
}
