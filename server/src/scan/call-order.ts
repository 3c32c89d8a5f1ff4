/**
 * The calls of a function in the order of its text, with its blocks, as one short text. It is read off the tokens, for
 * there are too many functions to parse.
 *
 * `name:3` is a call in the third line behind the function's first; `(` and `)` are a block; `!` says that a block ends
 * in a `return`, and `;` that an arm of a `switch` ends before the next one begins.
 */

const TOKEN =
  /\/\*[^]*?\*\/|\/\/.*|^[ \t]*#(?:.*\\\r?\n)*.*|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'|[A-Za-z_]\w*|[{}();:\n]|[^\s\w{}();:"'/#]+|[/#]|\d\w*/gm;

const KEYWORDS: ReadonlySet<string> = new Set(
  'if else while for do switch case default return goto break continue sizeof typeof __typeof__ __attribute__ defined'.split(
    ' ',
  ),
);

/** What the last statement of an arm is where nothing falls into the next one. */
const LEAVES: ReadonlySet<string> = new Set(['break', 'return', 'goto', 'continue']);

/** The calls of a function, by the text of its item; of a name that was called before on every way, only calls of `kept` ones. */
export function callOrder(item: string, kept: (name: string) => boolean): string {
  const body = item.indexOf('{');
  return body < 0 ? '' : new Order(item, kept).read(body);
}

class Order {
  private readonly item: string;
  private readonly kept: (name: string) => boolean;
  private readonly out: string[] = [];
  /** For each open block the names that were called in it. */
  private readonly called: Set<string>[] = [];
  private line = 0;
  /** The token before, and the first word of the statement that ended last. */
  private previous = '';
  private last = '';
  private word = '';
  /** A `return` is being read; it is the arm of a condition and no statement of the block. */
  private returning: 'arm' | 'statement' | undefined;

  constructor(item: string, kept: (name: string) => boolean) {
    this.item = item;
    this.kept = kept;
  }

  read(body: number): string {
    this.line = linesIn(this.item.slice(0, body));
    TOKEN.lastIndex = body;
    for (let match = TOKEN.exec(this.item); match !== null; match = TOKEN.exec(this.item)) {
      const [token] = match;
      if (token === '\n') this.line += 1;
      else if (/^(?:\/\*|\/\/|[ \t]*#)/.test(token)) this.line += linesIn(token);
      else this.token(token);
    }
    TOKEN.lastIndex = 0;
    return this.out.join(' ');
  }

  private token(token: string): void {
    if (token === '(') this.call();
    else if (token === '{') this.open();
    else if (token === '}') this.close();
    else if (token === ';') this.end();
    else if ((token === 'case' || token === 'default') && LEAVES.has(this.last)) this.nextArm();
    else if (token === 'return') this.beginReturn();
    if (this.word === '' && /^\w/.test(token)) this.word = token;
    this.previous = token;
  }

  private call(): void {
    const name = this.previous;
    if (!/^[A-Za-z_]/.test(name) || KEYWORDS.has(name)) return;
    if (!this.kept(name) && this.called.some((names) => names.has(name))) return;
    this.called.at(-1)?.add(name);
    this.out.push(`${name}:${this.line}`);
  }

  private open(): void {
    this.called.push(new Set());
    this.out.push('(');
    this.word = '';
  }

  private nextArm(): void {
    this.out.push(';');
    this.called.at(-1)?.clear();
  }

  private close(): void {
    if (this.last === 'return' && this.previous === ';') this.out.push('!');
    this.called.pop();
    if (this.out.at(-1) === '(') this.out.pop();
    else this.out.push(')');
    [this.last, this.word] = ['', ''];
  }

  private beginReturn(): void {
    this.returning = this.previous === ')' || this.previous === 'else' ? 'arm' : 'statement';
    if (this.returning === 'arm') this.open();
    this.word = 'return';
  }

  private end(): void {
    this.last = this.returning === 'arm' ? '' : this.word;
    if (this.returning === 'arm') {
      this.called.pop();
      if (this.out.at(-1) === '(') this.out.pop();
      else this.out.push('!', ')');
    }
    this.returning = undefined;
    this.word = '';
  }
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
