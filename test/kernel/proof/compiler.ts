/** The compiler of the kernel's own build looks at a text in the place of a file of a configured tree; nothing is written. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kernels, type Series, treeOf } from '../trees.ts';

const TIMEOUT_MS = 60_000;

/** What the compiler says of a text. */
export interface Compiled {
  readonly ok: boolean;
  /** Errors and warnings without their lines, in the order in which they came. */
  readonly messages: readonly string[];
}

/** Compiles texts of one tree, each of them once. */
export class Compiler {
  /** How often the compiler was run. */
  runs = 0;
  private readonly home: string;
  private readonly sources: string;
  private readonly commands: ReadonlyMap<string, string>;
  private readonly known = new Map<string, Compiled>();

  constructor(series: Series) {
    this.home = join(configuredTrees(), `linux-source-${series}`);
    this.sources = realpathSync(treeOf(series));
    const commands = join(this.home, 'commands.json');
    if (!existsSync(commands)) {
      throw new Error(
        `${this.home} is not configured: node test/kernel/configure.mjs ${kernels()} ${configuredTrees()}`,
      );
    }
    this.commands = new Map(Object.entries<string>(JSON.parse(readFileSync(commands, 'utf8'))));
  }

  /** Whether this configuration has a command for a file. */
  isConfigured(path: string): boolean {
    return this.commands.has(path);
  }

  /** Whether this configuration compiles a file, and compiles it as it is. */
  takes(path: string): boolean {
    return this.isConfigured(path) && this.compile(path, readFileSync(join(this.sources, path), 'utf8')).ok;
  }

  /** Compiles a text in the place of a file that this configuration takes. */
  compile(path: string, text: string): Compiled {
    const key = createHash('sha256').update(`${path}\n${text}`).digest('hex');
    const known = this.known.get(key) ?? this.run(path, text);
    this.known.set(key, known);
    return known;
  }

  /** What is wrong with a text that was not wrong before it was changed; undefined where nothing is. */
  complaint(path: string, before: string, after: string): string | undefined {
    const { ok, messages } = this.compile(path, after);
    const left = [...this.compile(path, before).messages];
    const fresh = messages.filter((message) => {
      const at = left.indexOf(message);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    return fresh[0] ?? (ok ? undefined : 'the compiler fails');
  }

  private run(path: string, text: string): Compiled {
    this.runs += 1;
    // A file is included in quotes from beside the one that includes it.
    const beside = join(this.sources, dirname(path));
    const command = `gcc ${this.commands.get(path) ?? ''} -iquote ${beside} -fsyntax-only -x c -`;
    const { status, stderr, error } = spawnSync('sh', ['-c', command], {
      cwd: this.home,
      input: text,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['pipe', 'ignore', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      timeout: TIMEOUT_MS,
    });
    if (error !== undefined) throw error;
    const messages = [...stderr.matchAll(/^[^\s:]*:\d+:(?:\d+:)? ((?:fatal error|error|warning): .*)$/gm)].map(
      ([, message = '']) => message,
    );
    return { ok: status === 0, messages };
  }
}

/** The folder that trees are configured in. */
export function configuredTrees(): string {
  return process.env['DAXLINT_CONFIGURED'] ?? join(kernels(), 'configured');
}
