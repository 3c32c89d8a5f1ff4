/**
 * The compiler of a configured tree tells whether a text would compile in the place of a file. The command comes from
 * the tree's `compile_commands.json`: only a compiler that is installed is run, without a shell, and only with options
 * that say how the text is read; nothing is written.
 */
import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { split } from 'shlex';

/** `unknown`: the tree has no command for the file, or there is no such compiler, or it takes too long. */
export type Compiled = 'compiles' | 'fails' | 'unknown';

/** Somebody waits for a menu: it is not worth more milliseconds than this. */
const TIMEOUT = 5000;

/** Larger than the list of a kernel of which everything is built. */
const MOST_BYTES = 200_000_000;

const COMPILER = /^(?:[\w.]+-)*(?:gcc|clang)(?:-\d+)?$/;

/** Options that say how a text is read and checked. Others write files, load plug-ins or start other programs. */
const PLAIN =
  /^-(?:[DUI].|std=|O|m(?!llvm)|w$|ansi$|nostdinc$|pipe$|pg$|W(?![alp],)|f(?!plugin|pass-plugin|dump|save|profile|test-coverage|callgraph|stack-usage|compare|opt-info|record|auto|aux|crash|use-ld|integrated-cc1|no-integrated-cc1|proc-stat|modules|time))/;
const WITH_VALUE = new Set(['-D', '-U', '-I', '-include', '-isystem', '-iquote', '-idirafter']);

interface Command {
  readonly directory: string;
  readonly compiler: string;
  readonly args: readonly string[];
}

export class Compiler {
  private readonly root: string;
  private commands: ReadonlyMap<string, Command> = new Map();
  /** When the list was changed that the commands are from, in milliseconds. */
  private changed: number | undefined;
  private readonly known = new Map<string, Promise<Compiled>>();

  /** `root`: absolute path of a tree's root. */
  constructor(root: string) {
    this.root = root;
  }

  /** Whether a text compiles in the place of a file, whose path is relative to the root with `/`. Never throws. */
  tries(path: string, text: string): Promise<Compiled> {
    // Windows looks for programs in the current folder too, which is that of the tree.
    const command = process.platform === 'win32' ? undefined : this.commandOf(path);
    if (command === undefined) return Promise.resolve('unknown');
    const key = `${path}\n${text}`;
    const known = this.known.get(key) ?? run(command, join(this.root, path), text);
    // The texts of the menu that is open, and of the last ones.
    if (this.known.size > 8) this.known.clear();
    this.known.set(key, known);
    return known;
  }

  private commandOf(path: string): Command | undefined {
    try {
      const file = join(this.root, 'compile_commands.json');
      const { mtimeMs, size } = statSync(file);
      if (size > MOST_BYTES) return undefined;
      if (this.changed !== mtimeMs) {
        this.commands = commandsIn(JSON.parse(readFileSync(file, 'utf8')));
        this.changed = mtimeMs;
        this.known.clear();
      }
    } catch {
      // There is no list, or none that can be read.
      return undefined;
    }
    return this.commands.get(join(this.root, path));
  }
}

function commandsIn(list: unknown): ReadonlyMap<string, Command> {
  const commands = new Map<string, Command>();
  for (const entry of Array.isArray(list) ? list : []) {
    const { directory, file, command, arguments: words } = Object(entry);
    if (typeof directory !== 'string' || typeof file !== 'string') continue;
    const spelled = Array.isArray(words) ? words.map(String) : typeof command === 'string' ? split(command) : [];
    const compiler = basename(spelled[0] ?? '');
    if (COMPILER.test(compiler))
      commands.set(resolve(directory, file), { directory, compiler, args: plainOptions(spelled.slice(1)) });
  }
  return commands;
}

/** Of the options of a command those that are harmless. */
function plainOptions(words: readonly string[]): readonly string[] {
  const options: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const value = words[at + 1];
    if (WITH_VALUE.has(word)) {
      if (value !== undefined) options.push(word, value);
      at += 1;
    } else if (PLAIN.test(word)) options.push(word);
  }
  return options;
}

function run({ directory, compiler, args }: Command, path: string, text: string): Promise<Compiled> {
  return new Promise((answer) => {
    const options = [...args, '-iquote', dirname(path), '-fsyntax-only', '-x', 'c', '-'];
    const child = execFile(
      compiler,
      options,
      { cwd: directory, timeout: TIMEOUT, maxBuffer: 1 << 24, env: { ...process.env, LC_ALL: 'C' } },
      (error) => {
        if (error === null) answer('compiles');
        else answer(typeof error.code === 'number' && error.killed !== true ? 'fails' : 'unknown');
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(text);
  });
}
