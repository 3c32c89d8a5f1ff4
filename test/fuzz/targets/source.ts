/** One file of C: it is read, edited, judged, explained and mended. */
import { ERAS } from '../../../server/src/kernel/eras.ts';
import { solved } from '../../../server/src/engine/whole-tree.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { checkAnalysis, checkFixes, foundIn } from '../analysis-laws.ts';
import { C_WORDS, cFile, eraLine } from '../kernel-c.ts';
import { Random, seedOf } from '../random.ts';
import { filesBelow, kernelFiles } from '../seed-files.ts';
import { holds, same, type Target } from '../target.ts';

const engine = await loadEngine();

const EDITS = 6;
const PIECES = [
  'x',
  '\n',
  '{',
  '}',
  '(',
  ')',
  ';',
  '"',
  '/*',
  '*/',
  '#if A\n',
  '#endif\n',
  '😀',
  '\r\n',
  '',
  '',
  'if (!page->mapping)\n\t\treturn;\n',
];

/** The target `source`. */
export const source: Target = {
  name: 'source',
  what: 'syntax, facts, flow, findings, hovers and fixes of one file, fresh and edit by edit',
  seeds: () => [...filesBelow('fixtures', '.c'), ...filesBelow('sample-tree', '.c'), ...kernelFiles()],
  words: C_WORDS,
  make: (random) => eraLine(random) + cFile(random),
  run(input) {
    const random = new Random(seedOf(input));
    const named = /^\/\/- era: (\S+)/.exec(input)?.[1];
    const era = ERAS.find(({ id }) => id === named)?.id ?? random.pick(ERAS).id;
    const open = (text: string) =>
      engine.openTree({ lowering: engine.lowering, options: { era } }).open('test.c', text);
    const file = open(input);
    checkAnalysis(file, random);
    checkFixes(file, random);
    const tree = engine.openTree({ lowering: engine.lowering, options: { era } });
    const facts = tree.facts('test.c', input);
    tree.calls('test.c', input);
    tree.know(solved([facts]).arrivals);
    checkAnalysis(tree.open('test.c', input), random);
    const known = open(input);
    const before = known.text;
    let text = before;
    for (let left = EDITS; left > 0; left -= 1) {
      const start = random.below(text.length + 1);
      const end = Math.min(text.length, start + (random.oneIn(3) ? random.below(60) : 0));
      const newText = random.pick(PIECES);
      known.edit([{ span: { start, end }, newText }]);
      text = text.slice(0, start) + newText + text.slice(end);
      holds(known.text === text, () => 'the text is another one after an edit');
      if (left % 3 === 1) same(foundIn(known), foundIn(open(text)), `after edits of an input for era ${era}`);
    }
    known.setText(before);
    same(foundIn(known), foundIn(file), 'after the text was put back');
  },
};
