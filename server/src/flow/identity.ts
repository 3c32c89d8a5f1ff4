/** Which expressions mean the same page: conversions between page and folio, and locals that were set from one another. */
import { helper } from '../kernel/helper-table.ts';
import { wellKnownReturns } from '../kernel/well-known-types.ts';
import { calleeName, type Expression, type Member } from '../model/expression.ts';
import type { State } from './state.ts';
import { pointedToBy } from './targets.ts';
import { stripped, textOf } from './text.ts';

/** A text that is equal for two expressions of the same page; a folio and its pages count as one. */
export function identityOf(expression: Expression, state: State): string {
  const inner = stripped(expression);
  switch (inner.kind) {
    case 'name':
      return state.values.get(inner.name)?.identity ?? inner.name;
    case 'call': {
      const through = passedThrough(inner);
      return through ? identityOf(through, state) : textOf(inner);
    }
    case 'unary':
      if (inner.operator === '&' && inner.operand.kind === 'member' && inner.operand.field === 'page') {
        return identityOf(inner.operand.base, state);
      }
      if (inner.operator === '*') {
        const pointed = pointedToBy(inner, state);
        if (pointed !== undefined) return state.values.get(pointed)?.identity ?? pointed;
      }
      return `${inner.operator}${identityOf(inner.operand, state)}`;
    case 'member': {
      const stored = state.members.size > 0 ? state.members.get(textOf(inner))?.value.identity : undefined;
      if (stored !== undefined) return stored;
      return `${identityOf(inner.base, state)}->${inner.field}`;
    }
    case 'index':
      return `${identityOf(inner.base, state)}[${textOf(inner.index)}]`;
    default:
      return textOf(inner);
  }
}

/** The page that a member belongs to: `folio` for the page that stands in it, as in `folio->page.mapping`. */
export function pageOf(member: Member): Expression {
  const base = stripped(member.base);
  return !member.arrow && base.kind === 'member' && base.field === 'page' ? base.base : member.base;
}

/** The identity of the page whose `->mapping` an expression is, be it read or asked for; undefined for anything else. */
export function fieldOf(expression: Expression, state: State): string | undefined {
  const inner = stripped(expression);
  if (inner.kind === 'member') return inner.field === 'mapping' ? identityOf(pageOf(inner), state) : undefined;
  const asked = inner.kind === 'call' ? mappingAskedOf(inner) : undefined;
  if (asked) return identityOf(asked, state);
  const held = inner.kind === 'name' ? state.values.get(inner.name) : undefined;
  return held?.fieldOf ?? held?.mappingOf;
}

/** The argument whose page a call gives back, such as the page of `page_folio(page)`. */
export function passedThrough(call: Expression & { kind: 'call' }): Expression | undefined {
  return converted(call, /^struct (?:page|folio) \*$/);
}

/** The argument whose address_space a call gives back, such as the folio of `folio_mapping(folio)`. */
export function mappingAskedOf(call: Expression & { kind: 'call' }): Expression | undefined {
  return converted(call, /^struct address_space \*$/);
}

function converted(call: Expression & { kind: 'call' }, result: RegExp): Expression | undefined {
  const name = calleeName(call);
  const row = name === undefined ? undefined : helper(name);
  if (name === undefined || row?.role !== 'passthrough' || row.argument < 0) return undefined;
  if ((row.subject !== 'page' && row.subject !== 'folio') || !result.test(wellKnownReturns[name] ?? ''))
    return undefined;
  return call.args[row.argument];
}
