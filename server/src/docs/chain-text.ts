/** The way of a page through the tree in words: where it comes from, and what each function does with it. */
import type { FlowPlace } from '../model/facts.ts';
import type { ChainStep } from '../model/solution.ts';

/** A chain that is longer than this is shown by its ends. */
const MOST_STEPS = 12;

/** One step as people and programs read it: `file` is relative to the tree, `line` 1-based, `function` empty at file level. */
export interface WordedStep {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly step: string;
}

/** Words a chain step by step, its source first. */
export function worded(chain: readonly ChainStep[]): readonly WordedStep[] {
  const shown =
    chain.length <= MOST_STEPS ? chain : [...chain.slice(0, MOST_STEPS / 2), ...chain.slice(-MOST_STEPS / 2)];
  return shown.map((step) => ({ file: step.file, line: step.line, function: step.function, step: stepText(step) }));
}

/** A step as a line of text without its place: the function, and what it does. */
export function stepLine({ function: name, step }: WordedStep): string {
  return name === '' ? step : `\`${name}()\` ${step}`;
}

/** What happens in one step, as a clause without a full stop. */
function stepText({ how, from, to }: ChainStep): string {
  const what = sourceText(from);
  switch (how) {
    case 'contract':
      return `is \`.${memberOf(from).replace(/\?\w+$/, '')}\` of a \`${tableOf(from)}\`, which is called with page cache only`;
    case 'argument':
      return `hands ${what} to \`${functionOf(to)}()\``;
    case 'callback':
      return `hands ${what} to \`${functionOf(to)}()\`, which the pointer that is called here can hold`;
    case 'operation':
      return `\`${functionOf(to)}()\` is \`.${memberOf(from)}\` of a \`${tableOf(from)}\`, and nobody has waited for pins before it`;
    case 'call':
      return `calls \`${functionOf(to)}()\` without a wait for pins before it`;
    case 'result':
      return `returns ${what}`;
    case 'store':
      return to.startsWith('M ') ? `stores ${what} in \`${memberOf(to)}\` of a \`${tableOf(to)}\`` : `stores ${what}`;
    case 'out':
      return to.startsWith('M ')
        ? `puts ${what} into \`${memberOf(to)}\` of a \`${tableOf(to)}\``
        : `puts ${what} where its caller asked for it`;
  }
}

function sourceText(place: FlowPlace): string {
  switch (place[0]) {
    case 'S':
      return place.includes('.') ? `the page in \`${place.slice(2)}\`` : `a page from \`${place.slice(2)}()\``;
    case 'P':
      return 'its own parameter';
    case 'R':
      return `what \`${functionOf(place)}()\` gave it`;
    case 'O':
      return `what \`${functionOf(place)}()\` put there`;
    case 'I':
      return 'what a function behind a pointer gave it';
    case 'M':
      return `\`${memberOf(place)}\` of a \`${tableOf(place)}\``;
    case 'V':
      return `the variable \`${functionOf(place)}\``;
    case 'A':
      return 'it';
    default:
      return 'a page of which nothing is known';
  }
}

/** The name of a function or variable, without the file that it is local to. */
function functionOf(place: FlowPlace): string {
  const name = place.split(' ')[1] ?? '';
  const at = name.indexOf('@');
  return at < 0 ? name : name.slice(0, at);
}

function memberOf(place: FlowPlace): string {
  return place.slice(place.lastIndexOf('.') + 1);
}

function tableOf(place: FlowPlace): string {
  return place.slice(2, place.lastIndexOf('.'));
}
