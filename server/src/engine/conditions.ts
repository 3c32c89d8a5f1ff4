/** The preprocessor conditions around the items of a file. */
import type { Item } from '../model/item.ts';
import { directiveWord } from '../scan/items.ts';

/** For each item, the `CONFIG_` conditions around it, outermost first, joined with ` && `; undefined where there are none. */
export function conditionsOf(text: string, items: readonly Item[]): (index: number) => string | undefined {
  const conditions: (string | undefined)[] = [];
  const stack: string[] = [];
  let around: string | undefined;
  for (const item of items) {
    if (item.kind === 'directive') {
      step(text.slice(item.start, item.end), stack);
      const kept = stack.filter((condition) => condition.includes('CONFIG_'));
      around = kept.length > 0 ? kept.join(' && ') : undefined;
    }
    conditions.push(around);
  }
  return (index) => conditions[index];
}

/** The options that are off where these conditions hold, as `conditionsOf()` joins them. */
export function optionsOff(around: string): readonly string[] {
  return around.split(' && ').flatMap((condition) => {
    const [, option] = OFF.exec(condition.replace(/\s/g, '')) ?? [];
    return option !== undefined && isBalanced(condition) ? [option] : [];
  });
}

/** `!CONFIG_X`, `!defined(CONFIG_X)` and `!(IS_ENABLED(CONFIG_X))`. */
const OFF = /^!\(?(?:\w+\()?(CONFIG_\w+)\)*$/;

/** Whether a condition is whole, and no part of a longer one in parentheses. */
function isBalanced(condition: string): boolean {
  return condition.split('(').length === condition.split(')').length;
}

function step(directive: string, stack: string[]): void {
  const word = directiveWord(directive, 0);
  if (word === 'include' || word === 'undef') return;
  const operand = directive
    .replace(/^#\s*\w+\s*/, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  switch (word) {
    case 'if':
    case 'ifdef':
      stack.push(operand);
      break;
    case 'ifndef':
      stack.push(negate(operand));
      break;
    case 'elif':
      stack.pop();
      stack.push(operand);
      break;
    case 'else':
      stack.push(negate(stack.pop() ?? ''));
      break;
    case 'endif':
      stack.pop();
      break;
    default:
      break;
  }
}

function negate(condition: string): string {
  if (condition.startsWith('!') && /^!\w+$/.test(condition)) return condition.slice(1);
  return /^\w+$/.test(condition) ? `!${condition}` : `!(${condition})`;
}
