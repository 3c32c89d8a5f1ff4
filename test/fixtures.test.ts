/** Runs every fixture: what is reported must be marked, and what is marked must be reported, with these words at this place. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AnalysedFile } from '../server/src/engine/api.ts';
import { mend } from '../server/src/engine/mend.ts';
import type { Site, SiteEvent } from '../server/src/model/site.ts';
import { rules } from '../server/src/rules/index.generated.ts';
import type { Mark } from '../server/src/cli/self-test/fixture.ts';
import { openFixture } from '../server/src/cli/self-test/open-fixture.ts';
import { readFixture } from './fixtures/read-fixture.ts';
import { parseKinds, writeKinds } from './fixtures/kinds-mark.ts';
import { loadEngine } from '../server/src/store/load-engine.ts';

const engine = await loadEngine();
const HERE = dirname(fileURLToPath(import.meta.url));
function fixturesIn(folder: string): readonly string[] {
  return readdirSync(join(HERE, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.c') && !name.endsWith('.fixed.c'))
    .map((name) => join(HERE, folder, name))
    .sort();
}

/** What was reported or marked, as lines that a diff shows well. */
function line(code: string, at: { start: number; end: number }, kind: string, rule: string, text: string): string {
  const row = code.slice(0, at.start).split('\n').length;
  return `${row}: ${code.slice(at.start, at.end)} <${kind}[${rule}]> ${text}`;
}

for (const path of fixturesIn('fixtures/rules')) {
  test(relative(HERE, path), () => {
    const fixture = readFixture(path);
    const { code, marks } = fixture;
    const file = openFixture(engine, fixture);
    const reported = file.findings.map((finding) => ({
      finding,
      key: line(code, finding, finding.severity, finding.rule, finding.message),
    }));
    const wrong = marks.filter((mark) => mark.kind === 'wrong');
    const isWrong = (key: { start: number; rule: string }): Mark | undefined =>
      wrong.find((mark) => mark.start === key.start && mark.rule === key.rule);
    const expected = marks
      .filter((mark) => ['error', 'warning', 'hint'].includes(mark.kind))
      .map((mark) => line(code, mark, mark.kind, mark.rule, mark.text));
    const actual = reported.filter(({ finding }) => !isWrong(finding)).map(({ key }) => key);
    assert.deepEqual(actual.sort(), expected.sort());
    for (const mark of wrong) {
      const still = file.findings.some((finding) => finding.start === mark.start && finding.rule === mark.rule);
      assert.ok(still, `${path}:${mark.line}: this false report is gone: make the mark an ok mark`);
    }
    for (const mark of marks.filter(({ kind }) => kind === 'missed')) {
      const seen = file.findings.some((finding) => finding.start === mark.start && finding.rule === mark.rule);
      assert.ok(!seen, `${path}:${mark.line}: this fault is seen now: promote the mark`);
    }
    const related = file.findings
      .filter((finding) => !isWrong(finding))
      .flatMap((finding) => finding.related.map((each) => line(code, each, 'related', '', each.message)));
    const drawn = marks
      .filter(({ kind }) => kind === 'related')
      .map((mark) => line(code, mark, 'related', '', mark.text));
    for (const each of drawn)
      assert.ok(related.includes(each), `not related: ${each}\nrelated are:\n${related.join('\n')}`);
  });

  const fixedPath = path.replace(/\.c$/, '.fixed.c');
  if (!existsSync(fixedPath)) continue;
  test(`${relative(HERE, path)} is mended`, () => {
    const source = readFileSync(path, 'utf8').split('\n');
    const plain = source
      .filter((each) => !/^\/\/ *\^|^\/\/- (?:era|tree)/.test(each))
      .join('\n')
      .replace(/^\n/, '');
    const fixture = readFixture(path);
    const file = openFixture(engine, fixture, plain);
    const mended = mend(file, { all: true, isWanted: () => true }).file.text;
    if (process.env['UPDATE'] === '1') writeFileSync(fixedPath, `//- era: ${fixture.era}\n\n${mended}`);
    assert.equal(mended, readFileSync(fixedPath, 'utf8').replace(/^\/\/- era.*\n\n?/, ''));
    assert.deepEqual(
      openFixture(engine, fixture, mended).findings.map((finding) => finding.message),
      [],
    );
  });
}

for (const path of fixturesIn('fixtures/types')) {
  test(relative(HERE, path), () => {
    const fixture = readFixture(path);
    const { code, marks } = fixture;
    const row = (at: number): number => code.slice(0, at).split('\n').length;
    const sites = openFixture(engine, fixture).unit.sites.filter((site) => site.field === 'mapping');
    const actual = sites.map((site) => `${row(site.at)}:${site.at} ${site.baseType}`);
    const expected = marks
      .filter(({ kind }) => kind === 'site')
      .map((mark) => `${row(mark.start)}:${mark.start} ${mark.text.split(/[^a-z]/)[0]}`);
    assert.deepEqual(actual.sort(), expected.sort());
    for (const mark of marks.filter(({ kind }) => kind === 'not-a-site'))
      assert.ok(!sites.some((site) => site.at === mark.start), `${path}:${mark.line}: this is no site`);
  });
}

/** What gets to an event: the kinds, and whether their origin is known. */
function kindsAt(file: AnalysedFile, event: SiteEvent, site: Site): string {
  const kinds = writeKinds(event.kinds, file.unit.matrix);
  return `${kinds}${site.known ? '' : ', of unknown origin'}${event.nonNull ? ', not NULL' : ''}`;
}

for (const path of fixturesIn('fixtures/flow')) {
  test(relative(HERE, path), () => {
    const fixture = readFixture(path);
    const { code, marks } = fixture;
    const file = openFixture(engine, fixture);
    const row = (at: number): number => code.slice(0, at).split('\n').length;
    const drawn = marks.filter(({ kind }) => kind === 'kinds');
    const actual: string[] = [];
    const expected: string[] = [];
    for (const mark of drawn) {
      const where = `${row(mark.start)}: ${code.slice(mark.start, mark.end)}`;
      const [, kinds = '', rest = ''] = /^([^,(]*[^,( ])([^(]*?)(?: \(.*\))?$/.exec(mark.text) ?? [];
      expected.push(`${where} <${writeKinds(parseKinds(kinds, file.unit.matrix), file.unit.matrix)}${rest}>`);
      const found = file.unit.sites
        .flatMap((site) => site.events.map((event) => ({ site, event })))
        .find(({ event }) => event.start === mark.start && event.end === mark.end);
      actual.push(`${where} <${found ? kindsAt(file, found.event, found.site) : 'no site'}>`);
    }
    assert.deepEqual(actual, expected);
    for (const site of file.unit.sites.filter(({ field }) => field === 'mapping')) {
      const isDrawn = site.events.some((event) => drawn.some((mark) => mark.start === event.start));
      assert.ok(isDrawn, `${path}: the site in line ${row(site.at)} has no mark`);
    }
    const warnings = file.findings.filter(({ severity }) => severity !== 'hint');
    assert.deepEqual(
      warnings.map((each) => line(code, each, each.severity, each.rule, each.message)).sort(),
      marks
        .filter(({ kind }) => kind === 'error' || kind === 'warning')
        .map((mark) => line(code, mark, mark.kind, mark.rule, mark.text))
        .sort(),
    );
    for (const mark of marks.filter(({ kind }) => kind === 'ok')) {
      const seen = file.findings.some((finding) => finding.start === mark.start && finding.rule === mark.rule);
      assert.ok(!seen, `${path}:${mark.line}: this is reported`);
    }
  });
}

for (const rule of rules) {
  test(`the example of ${rule.id} is reported once, the good one not at all`, () => {
    const count = (text: string): number => {
      const fixture = {
        era: rule.example.era,
        code: text,
        files: new Map(),
        marks: [],
        isTree: rule.needsTree === true,
      };
      return openFixture(engine, fixture).findings.filter((finding) => finding.rule === rule.id).length;
    };
    assert.equal(count(rule.example.bad), 1);
    assert.equal(count(rule.example.good), 0);
  });
}
