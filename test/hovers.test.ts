/** Renders the hovers of every fixture in test/fixtures/hovers and compares them with the ones that stand there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { slug } from '../server/src/docs/anchors.ts';
import { renderHover } from '../server/src/docs/hover.ts';
import { markdownToText } from '../server/src/docs/markdown-to-text.ts';
import { ERAS, parseEra } from '../server/src/kernel/eras.ts';
import { loadEngine } from '../server/src/store/load-engine.ts';
import { findOverlay } from '../server/src/store/overlays.ts';
import { type HoverFixture, readHoverFixture } from './fixtures/hover-fixture.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDER = join(HERE, 'fixtures/hovers');
const engine = await loadEngine();
const paths = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md'))
  .sort()
  .map((name) => join(FOLDER, name));

/** The fixture as it is to be, with its hovers rendered anew. */
function rendered(fixture: HoverFixture): string {
  const { era, whatIf, form, declared, code, carets, head } = fixture;
  const found = whatIf === undefined ? undefined : findOverlay(whatIf, FOLDER);
  assert.ok(found === undefined || 'overlay' in found, `there is no overlay ${whatIf}`);
  const options = { era, ...(found === undefined ? {} : { whatIf: found.overlay }) };
  const file = engine.openTree({ lowering: engine.lowering, options }).open('test.c', code);
  const sections = carets.map(({ offset, line, word }) => {
    const hover = renderHover(file, offset, {
      page: (path, anchor) =>
        form === 'text' ? undefined : `../../../${path}${anchor === undefined ? '' : `#${anchor}`}`,
      declared: (name) => (declared.size === 0 ? undefined : (declared.get(name) ?? 'nowhere')),
      line: () => undefined,
    });
    const text = hover === undefined ? 'Nothing.\n' : hover.markdown;
    const shown = hover === undefined ? word : code.slice(hover.span.start, hover.span.end);
    const body = form === 'text' ? `\`\`\`text\n${markdownToText(text)}\`\`\`\n` : text;
    return `---\n\nLine ${line}, \`${word}\` of \`${shown}\`:\n\n${body}`;
  });
  return `${head}\n${sections.join('\n')}`;
}

for (const path of paths) {
  test(path.slice(FOLDER.length + 1), () => {
    const text = readFileSync(path, 'utf8');
    const wanted = rendered(readHoverFixture(path, text));
    if (process.env['UPDATE'] === '1') writeFileSync(path, wanted);
    else assert.equal(text, wanted, `${path} is stale: UPDATE=1 node --import tsx --test test/hovers.test.ts`);
  });
}

test('every era has hovers', () => {
  const eras = new Set(paths.map((path) => parseEra(readHoverFixture(path, readFileSync(path, 'utf8')).era)?.id));
  assert.deepEqual(
    ERAS.map(({ id }) => id).filter((id) => !eras.has(id)),
    [],
  );
});

test('every link of a hover leads to a heading of a page that is shipped', () => {
  let seen = 0;
  for (const path of paths) {
    for (const [, file = '', anchor] of readFileSync(path, 'utf8').matchAll(/\]\((\.\.[^)#]+)(?:#([^)]+))?\)/g)) {
      const page = resolve(FOLDER, file);
      assert.ok(existsSync(page), `${path}: ${file}`);
      const anchors = [...readFileSync(page, 'utf8').matchAll(/^#{1,6} (.*)$/gm)].map(([, text = '']) => slug(text));
      assert.ok(anchor === undefined || anchors.includes(anchor), `${path}: ${file}#${anchor}`);
      seen += 1;
    }
  }
  assert.ok(seen > 50);
});
