/** What a known condition says about the page of a site: the kinds that cannot be there because of it. */
import { excludedIn } from '../kernel/helper-answers.ts';
import { helper } from '../kernel/helper-table.ts';
import { ALL, type KindSet, minus, NO_KINDS } from '../kernel/kinds.ts';
import type { EraMatrix, KindRow } from '../kernel/matrix.ts';
import { type MappingWord, PLAIN_WORDS, TAGGED_WORDS, taggedWordsOf, tagMaskOf } from '../kernel/tag-bits.ts';
import { calleeName, type Expression } from '../model/expression.ts';
import { identityOf, mappingAskedOf } from './identity.ts';
import type { Fact, State } from './state.ts';
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
  return excluded(stripped(fact.condition), fact.holds, subject, state, matrix);
}

/** Things that a page is looked up with, so that a guard on them is a guard on the page. */
const LOOKED_UP_WITH: ReadonlySet<string> = new Set(['vma', 'pte', 'pmd', 'pud', 'pfn', 'entry']);

/** The words that a fact says the field does not hold, whatever the page's kind. */
export function absentWords(fact: Fact, subject: Subject, state: State): readonly MappingWord[] {
  const condition = stripped(fact.condition);
  const others = (words: readonly MappingWord[]): readonly MappingWord[] =>
    [...PLAIN_WORDS, ...TAGGED_WORDS].filter((word) => !words.includes(word));
  if (condition.kind === 'call') {
    const words = taggedWordsOf(calleeName(condition) ?? '');
    const asked = condition.args[0];
    if (!words || !asked || identityOf(asked, state) !== subject.identity) return [];
    return fact.holds ? others(words) : words;
  }
  if (condition.kind !== 'binary') return isField(condition, subject, state) && fact.holds ? ['null'] : [];
  const left = stripped(condition.left);
  const right = stripped(condition.right);
  if (condition.operator === '&') {
    const words = isField(left, subject, state) ? tagMaskOf(textOf(right)) : undefined;
    return words ? (fact.holds ? others(words) : words) : [];
  }
  const equal =
    saysEqual(condition.operator, fact.holds) && (isField(left, subject, state) || isField(right, subject, state));
  return equal ? others(['address_space']) : [];
}

function excluded(condition: Expression, holds: boolean, subject: Subject, state: State, matrix: EraMatrix): KindSet {
  if (isField(condition, subject, state)) {
    return minus(
      ALL,
      matrix.kindsWhere(ALL, (row) => (holds ? row.mapping.canBeSet : row.mapping.canBeNull)),
    );
  }
  if (isHelperMapping(condition, subject, state)) {
    const gives = (row: KindRow): boolean =>
      row.cell('mappingHelper').values.some((value) => (value === 'null') !== holds);
    return minus(ALL, matrix.kindsWhere(ALL, gives));
  }
  if (condition.kind === 'call') return excludedByCall(condition, holds, subject, state, matrix);
  if (condition.kind === 'binary') return excludedByBinary(condition, holds, subject, state, matrix);
  return NO_KINDS;
}

function excludedByCall(
  call: Expression & { kind: 'call' },
  holds: boolean,
  subject: Subject,
  state: State,
  matrix: EraMatrix,
): KindSet {
  const name = calleeName(call);
  const row = name === undefined ? undefined : helper(name);
  if (row?.role !== 'guard') return NO_KINDS;
  const arg = call.args[row.argument];
  if (!arg) return NO_KINDS;
  const asked = stripped(arg);
  if (row.subject === 'page' || row.subject === 'folio') {
    return identityOf(asked, state) === subject.identity ? excludedIn(row, matrix, holds) : NO_KINDS;
  }
  if (row.subject === 'address_space')
    return isField(asked, subject, state) || isHelperMapping(asked, subject, state)
      ? excludedIn(row, matrix, holds)
      : NO_KINDS;
  if (LOOKED_UP_WITH.has(row.subject))
    return subject.from.has(textOf(asked)) ? excludedIn(row, matrix, holds) : NO_KINDS;
  if (row.subject === 'inode') return isHost(asked, subject, state) ? excludedIn(row, matrix, holds) : NO_KINDS;
  return NO_KINDS;
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
    const mask = isField(left, subject, state)
      ? textOf(right)
      : isField(right, subject, state)
        ? textOf(left)
        : undefined;
    return mask === undefined ? NO_KINDS : excludedByMask(mask, holds, matrix);
  }
  if (!saysEqual(operator, holds)) return NO_KINDS;
  const other = isField(left, subject, state) ? right : isField(right, subject, state) ? left : undefined;
  if (!other) return NO_KINDS;
  // Equal to the mapping of an inode: an address_space, not NULL and not a tag.
  return minus(
    ALL,
    matrix.kindsWhere(ALL, (row) => row.mapping.canBeAddressSpace),
  );
}

/** Whether a comparison, true or false, means that its sides are equal. */
function saysEqual(operator: string, holds: boolean): boolean {
  return operator === '==' ? holds : operator === '!=' && !holds;
}

/** A test of tag bits that fails leaves no page whose word always has those bits. */
function excludedByMask(mask: string, holds: boolean, matrix: EraMatrix): KindSet {
  const tags = tagMaskOf(mask);
  if (!tags) return NO_KINDS;
  const hasTag = (row: KindRow): boolean => row.mapping.values.some((value) => tags.includes(value));
  const always = (row: KindRow): boolean => row.mapping.values.every((value) => tags.includes(value));
  return holds ? minus(ALL, matrix.kindsWhere(ALL, hasTag)) : matrix.kindsWhere(ALL, always);
}

/** Whether an expression is the field of the site, or a local that holds it. */
export function isField(expression: Expression, subject: Subject, state: State): boolean {
  if (expression.kind === 'name') return state.values.get(expression.name)?.sites.includes(subject.at) ?? false;
  if (expression.kind !== 'member') return false;
  if (textOf(expression) === subject.fieldText) return true;
  return expression.field === 'mapping' && identityOf(expression.base, state) === subject.identity;
}

function isHost(expression: Expression, subject: Subject, state: State): boolean {
  if (expression.kind === 'name') return state.values.get(expression.name)?.hosts.includes(subject.at) ?? false;
  return (
    expression.kind === 'member' && expression.field === 'host' && isField(stripped(expression.base), subject, state)
  );
}

/** Whether an expression asks a helper such as `folio_mapping()` for the mapping of the site's page. */
function isHelperMapping(expression: Expression, subject: Subject, state: State): boolean {
  const asked = expression.kind === 'call' ? mappingAskedOf(expression) : undefined;
  if (expression.kind === 'name') return state.values.get(expression.name)?.mappingOf === subject.identity;
  return asked !== undefined && identityOf(asked, state) === subject.identity;
}
