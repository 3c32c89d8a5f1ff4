/** What a known condition says about the page of a site: the kinds that cannot be there because of it. */
import { isConfigTest, kindsNeeding } from '../kernel/config-kinds.ts';
import { excludedIn } from '../kernel/helper-answers.ts';
import { type HelperSubject, rowsOf } from '../kernel/helper-table.ts';
import { ALL, DEVICE_KINDS, intersect, type KindSet, minus, NO_KINDS, union } from '../kernel/kinds.ts';
import type { EraMatrix, KindRow } from '../kernel/matrix.ts';
import { kindsOfPgmapType, PGMAP_OF_PAGE } from '../kernel/pgmap-types.ts';
import {
  type MappingWord,
  PLAIN_WORDS,
  TAGGED_WORDS,
  taggedWordsOf,
  tagMaskOf,
  wordsEqualTo,
} from '../kernel/tag-bits.ts';
import { type Call, calleeName, type Expression } from '../model/expression.ts';
import type { Fact } from './facts.ts';
import { identityOf, mappingAskedOf, pageOf } from './identity.ts';
import type { State } from './state.ts';
import { stripped, textOf } from './text.ts';

/** The page in question: its identity, the text of the field and the offset of the site. */
export interface Subject {
  readonly identity: string;
  readonly fieldText: string;
  readonly at: number;
  /** What the page was looked up with: areas, page-table entries, frame numbers. */
  readonly from: ReadonlySet<string>;
}

/** The kinds that a fact rules out for the page of a site. */
export function excludedBy(fact: Fact, subject: Subject, state: State, matrix: EraMatrix): KindSet {
  if (fact.either) {
    const [a, b] = fact.either.map((facts) => excludedByAll(facts, subject, state, matrix));
    return intersect(a ?? NO_KINDS, b ?? NO_KINDS);
  }
  const condition = stripped(fact.condition);
  if (fact.answers && condition.kind === 'call') {
    const { argument, excludesWhenTrue, excludesWhenFalse } = fact.answers;
    const asked = condition.args[argument];
    const isAsked = asked !== undefined && isSubject(stripped(asked), fact.answers.subject, subject, state);
    return isAsked ? (fact.holds ? excludesWhenTrue : excludesWhenFalse) : NO_KINDS;
  }
  return excluded(condition, fact.holds, subject, state, matrix);
}

/** The kinds that a list of facts rules out together. */
export function excludedByAll(facts: readonly Fact[], subject: Subject, state: State, matrix: EraMatrix): KindSet {
  let gone: KindSet = NO_KINDS;
  for (const fact of facts) gone = union(gone, excludedBy(fact, subject, state, matrix));
  return gone;
}

/** The words that a fact says the field does not hold, whatever the page's kind. */
export function absentWords(fact: Fact, subject: Subject, state: State): readonly MappingWord[] {
  if (fact.either) {
    const [a, b] = fact.either.map((facts) => facts.flatMap((inner) => absentWords(inner, subject, state)));
    return (a ?? []).filter((word) => b?.includes(word));
  }
  const condition = stripped(fact.condition);
  if (condition.kind === 'call') return absentByCall(condition, fact.holds, subject, state);
  if (condition.kind !== 'binary') return isField(condition, subject, state) && fact.holds ? ['null'] : [];
  const left = stripped(condition.left);
  const right = stripped(condition.right);
  if (condition.operator === '&') {
    const words = isField(left, subject, state) ? tagMaskOf(textOf(right)) : undefined;
    return words ? (fact.holds ? others(words) : words) : [];
  }
  const other = comparedWith(condition, subject, state);
  if (!other) return [];
  const marked = wordsEqualTo(textOf(other));
  if (saysEqual(condition.operator, fact.holds)) return others(marked ?? ['address_space']);
  return marked ?? [];
}

function absentByCall(call: Call, holds: boolean, subject: Subject, state: State): readonly MappingWord[] {
  const name = calleeName(call) ?? '';
  const asked = call.args[0];
  if (!asked || identityOf(asked, state) !== subject.identity) return [];
  const words = taggedWordsOf(name);
  if (words) return holds ? others(words) : words;
  // A lock that was got on the entry of a page has found its file.
  return holds && rowsOf(name).some((row) => row.role === 'locks' && row.excludesWhenTrue)
    ? others(['address_space'])
    : [];
}

function others(words: readonly MappingWord[]): readonly MappingWord[] {
  return [...PLAIN_WORDS, ...TAGGED_WORDS].filter((word) => !words.includes(word));
}

function excluded(condition: Expression, holds: boolean, subject: Subject, state: State, matrix: EraMatrix): KindSet {
  if (isField(condition, subject, state))
    return without(matrix, (row) => (holds ? row.mapping.canBeSet : row.mapping.canBeNull));
  if (isHelperMapping(condition, subject, state))
    return without(matrix, (row) => row.cell('mappingHelper').values.some((value) => (value === 'null') !== holds));
  if (condition.kind === 'call') return excludedByCall(condition, holds, subject, state, matrix);
  if (condition.kind === 'binary') return excludedByBinary(condition, holds, subject, state, matrix);
  return NO_KINDS;
}

/** The kinds whose row does not fit. */
function without(matrix: EraMatrix, fits: (row: KindRow) => boolean): KindSet {
  return minus(ALL, matrix.kindsWhere(ALL, fits));
}

function excludedByCall(call: Call, holds: boolean, subject: Subject, state: State, matrix: EraMatrix): KindSet {
  const name = calleeName(call);
  const first = call.args[0];
  if (name === undefined || !first) return NO_KINDS;
  if (isConfigTest(name)) return holds ? NO_KINDS : kindsNeeding(textOf(first));
  let gone: KindSet = NO_KINDS;
  for (const row of rowsOf(name)) {
    const asked = call.args[row.argument];
    if (!asked || row.role === 'false-friend') continue;
    const excludes = excludedIn(row, matrix, holds);
    if (excludes === NO_KINDS || !isSubject(stripped(asked), row.subject, subject, state)) continue;
    gone = union(gone, excludes);
  }
  return gone;
}

/** Whether an argument is the page of the site, or a thing of the given sort that belongs to it. */
function isSubject(asked: Expression, sort: HelperSubject, subject: Subject, state: State): boolean {
  switch (sort) {
    case 'page':
    case 'folio':
      return identityOf(asked, state) === subject.identity;
    case 'address_space':
      return (
        isField(asked, subject, state) ||
        isHelperMapping(asked, subject, state) ||
        isFileOfArea(asked, subject, state) ||
        equalsField(asked, subject, state)
      );
    case 'inode':
      return isHost(asked, subject, state) || isFileOfArea(asked, subject, state);
    case 'mode':
      return asked.kind === 'member' && asked.field === 'i_mode' && isHost(stripped(asked.base), subject, state);
    case 'entry':
      return identityOf(asked, state) === subject.identity || subject.from.has(identityOf(asked, state));
    case 'vma':
    case 'pte':
    case 'pmd':
    case 'pud':
    case 'pfn':
      return subject.from.has(identityOf(asked, state));
    default:
      return false;
  }
}

function excludedByBinary(
  condition: Expression & { kind: 'binary' },
  holds: boolean,
  subject: Subject,
  state: State,
  matrix: EraMatrix,
): KindSet {
  const { operator } = condition;
  const left = stripped(condition.left);
  const right = stripped(condition.right);
  if (operator === '&') {
    const mask = isField(left, subject, state) ? right : isField(right, subject, state) ? left : undefined;
    return mask === undefined ? NO_KINDS : excludedByMask(textOf(mask), holds, matrix);
  }
  if (operator === '==' || operator === '!=') {
    const type = isPgmapType(left, subject, state) ? right : isPgmapType(right, subject, state) ? left : undefined;
    const typed = type && kindsOfPgmapType(textOf(type));
    if (typed !== undefined) return saysEqual(operator, holds) ? minus(DEVICE_KINDS, typed) : typed;
  }
  const masked = [left, right].find((side) => side.kind === 'binary' && side.operator === '&');
  if (masked && saysEqual(operator, holds)) {
    // `(mapping & FLAGS) == ANON`: the bits of the constant are set.
    const constant = masked === left ? right : left;
    return tagMaskOf(textOf(constant)) ? excluded(masked, true, subject, state, matrix) : NO_KINDS;
  }
  const other = comparedWith(condition, subject, state);
  if (!other) return NO_KINDS;
  const marked = wordsEqualTo(textOf(other));
  if (saysEqual(operator, holds)) {
    // Equal to the mapping of an inode: an address_space, not NULL and not a tag.
    return without(matrix, (row) =>
      marked ? row.mapping.values.some((word) => marked.includes(word)) : row.mapping.canBeAddressSpace,
    );
  }
  return marked ? without(matrix, (row) => !row.mapping.values.every((word) => marked.includes(word))) : NO_KINDS;
}

/** Whether an expression is the type of the pgmap of the site's page. */
function isPgmapType(expression: Expression, subject: Subject, state: State): boolean {
  if (expression.kind !== 'member' || expression.field !== 'type') return false;
  const pgmap = stripped(expression.base);
  if (pgmap.kind === 'member') return pgmap.field === 'pgmap' && identityOf(pgmap.base, state) === subject.identity;
  const [asked] = pgmap.kind === 'call' && calleeName(pgmap) === PGMAP_OF_PAGE ? pgmap.args : [];
  return asked !== undefined && identityOf(asked, state) === subject.identity;
}

/** The other side of a comparison with the field. */
function comparedWith(
  condition: Expression & { kind: 'binary' },
  subject: Subject,
  state: State,
): Expression | undefined {
  if (condition.operator !== '==' && condition.operator !== '!=') return undefined;
  const left = stripped(condition.left);
  const right = stripped(condition.right);
  const other = isField(left, subject, state) ? right : isField(right, subject, state) ? left : undefined;
  return other && hasBits(other, state) ? undefined : other;
}

/** Whether bits were put into a word, so that it is no plain pointer. */
function hasBits(word: Expression, state: State): boolean {
  if (word.kind === 'name') return state.values.get(word.name)?.hasBits ?? false;
  return word.kind === 'binary' && /^[|+]$/.test(word.operator);
}

/** Whether a comparison, true or false, means that its sides are equal. */
function saysEqual(operator: string, holds: boolean): boolean {
  return operator === '==' ? holds : operator === '!=' && !holds;
}

/** A test of tag bits that fails leaves no page whose word always has those bits. */
function excludedByMask(mask: string, holds: boolean, matrix: EraMatrix): KindSet {
  const tags = tagMaskOf(mask);
  if (!tags) return NO_KINDS;
  return holds
    ? without(matrix, (row) => row.mapping.values.some((value) => tags.includes(value)))
    : matrix.kindsWhere(ALL, (row) => row.mapping.values.every((value) => tags.includes(value)));
}

/** Whether an expression is the field of the site, or a local that holds it. */
export function isField(expression: Expression, subject: Subject, state: State): boolean {
  if (expression.kind === 'name') {
    const held = state.values.get(expression.name);
    return held !== undefined && (held.sites.includes(subject.at) || held.fieldOf === subject.identity);
  }
  if (expression.kind !== 'member') return false;
  if (textOf(expression) === subject.fieldText) return true;
  return expression.field === 'mapping' && identityOf(pageOf(expression), state) === subject.identity;
}

/** Whether an expression is known to be equal to the field: then what is asked about it is asked about the field. */
function equalsField(expression: Expression, subject: Subject, state: State): boolean {
  const text = textOf(expression);
  return state.facts.some(({ condition, holds, either }) => {
    const inner = stripped(condition);
    if (either || inner.kind !== 'binary' || !saysEqual(inner.operator, holds)) return false;
    const other = comparedWith(inner, subject, state);
    return other !== undefined && textOf(other) === text;
  });
}

/** Whether an expression is the inode of the file whose mapping the field holds. */
function isHost(expression: Expression, subject: Subject, state: State): boolean {
  if (expression.kind === 'name' && state.values.get(expression.name)?.hostOf === subject.identity) return true;
  if (expression.kind === 'member' && expression.field === 'host') {
    const mapping = stripped(expression.base);
    if (isField(mapping, subject, state) || isHelperMapping(mapping, subject, state)) return true;
  }
  if (state.facts.length === 0) return false;
  const { start, end } = expression;
  return equalsField(
    { kind: 'member', base: expression, field: 'i_mapping', arrow: true, at: end, start, end },
    subject,
    state,
  );
}

/** Whether an expression is the file of the area that the page was looked up in, or its inode or mapping. */
function isFileOfArea(expression: Expression, subject: Subject, state: State): boolean {
  let inner = stripped(expression);
  if (inner.kind === 'call' && inner.args.length === 1 && inner.args[0]) inner = stripped(inner.args[0]);
  if (inner.kind === 'member' && inner.field !== 'vm_file') inner = stripped(inner.base);
  return inner.kind === 'member' && inner.field === 'vm_file' && subject.from.has(identityOf(inner.base, state));
}

/** Whether an expression asks a helper such as `folio_mapping()` for the mapping of the site's page. */
function isHelperMapping(expression: Expression, subject: Subject, state: State): boolean {
  const asked = expression.kind === 'call' ? mappingAskedOf(expression) : undefined;
  if (expression.kind === 'name') return state.values.get(expression.name)?.mappingOf === subject.identity;
  return asked !== undefined && identityOf(asked, state) === subject.identity;
}
