/** Containers of pages: what holds what was put into it, and what a pointer to one, or into one, leads to. */
import { embedsContainers, isPageContainer, isPageContent } from '../kernel/page-carriers.ts';
import type { CType } from '../model/c-type.ts';
import { type Call, calleeName, type Expression } from '../model/expression.ts';
import { stripped } from './text.ts';
import { resolve, type Scope, type TypeLookup, typeOf } from './types.ts';

/** Whether a struct is a container of pages, or has one as a member of its own: then its pages are those of the member. */
export function holdsContainer(name: string, lookup: TypeLookup): boolean {
  if (isPageContainer(name)) return true;
  if (!name.startsWith('struct ')) return false;
  for (const { name: member, stars } of lookup.struct(name)?.members.values() ?? []) {
    if (stars === 0 && embedsContainers(member)) return true;
  }
  return false;
}

/** Whether a type points to a container. */
export function pointsToContainer(type: CType | undefined, lookup: TypeLookup): boolean {
  return type !== undefined && type.stars === 1 && holdsContainer(type.name, lookup);
}

/** The container that an expression leads to: `bbio` for `&bbio->bio`, `bio` for `container_of(bio, struct btrfs_bio, bio)`. */
export function containerAt(expression: Expression, scope: Scope, lookup: TypeLookup): Expression {
  const inner = stripped(expression);
  const outer = inner.kind === 'call' ? containedIn(inner) : embeddedIn(inner);
  if (outer === undefined) return inner;
  const type = resolve(typeOf(outer, scope, lookup), lookup);
  return type && holdsContainer(type.name, lookup) ? containerAt(outer, scope, lookup) : inner;
}

/** The struct of `&struct->bio`. */
function embeddedIn(expression: Expression): Expression | undefined {
  if (expression.kind !== 'unary' || expression.operator !== '&') return undefined;
  const member = stripped(expression.operand);
  return member.kind === 'member' ? member.base : undefined;
}

/** The pointer that `container_of()` starts from. */
function containedIn(call: Call): Expression | undefined {
  return calleeName(call) === 'container_of' ? call.args[0] : undefined;
}

/** The argument that is a container of pages, or the address of one. */
export function containerIn(
  args: readonly Expression[],
  scope: Scope,
  lookup: TypeLookup,
  but?: string,
): Expression | undefined {
  return args.find((arg) => {
    const inner = stripped(arg);
    const root = inner.kind === 'unary' && inner.operator === '&' ? stripped(inner.operand) : inner;
    if (root.kind === 'member') return isPageContainer(typeOf(root, scope, lookup)?.name ?? '');
    return root.kind === 'name' && root.name !== but && isPageContainer(scope.type(root.name)?.name ?? '');
  });
}

/** The variable that a store goes into where it goes into an array, or into the content of a container. */
export function holderOf(target: Expression, scope: Scope, lookup: TypeLookup): string | undefined {
  const inner = stripped(target);
  switch (inner.kind) {
    case 'name':
      return inner.name;
    case 'index':
      return holderOf(inner.base, scope, lookup);
    case 'unary':
      return inner.operator === '*' || inner.operator === '&' ? holderOf(inner.operand, scope, lookup) : undefined;
    case 'binary':
      return inner.operator === '+' ? holderOf(inner.left, scope, lookup) : undefined;
    case 'member': {
      const holder = resolve(typeOf(inner.base, scope, lookup), lookup);
      return holder && isPageContent(holder.name, inner.field) ? holderOf(inner.base, scope, lookup) : undefined;
    }
    default:
      return undefined;
  }
}
