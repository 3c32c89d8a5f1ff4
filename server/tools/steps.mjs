/** The steps of a test run: each is a program with a name and a time limit, and all of them are counted. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository, where every step runs. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a step found by itself, beside its status. */
const COUNTERS = {
  /** The summary of node's own test runner, as its `spec` reporter writes it. */
  nodeTest: (output) => {
    const number = (word) => Number(output.match(new RegExp(`^ℹ ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
    return { passed: number('pass'), failed: number('fail') + number('cancelled'), skipped: number('skipped') };
  },
  /** The closing line of a program that counts as this one does. */
  closingLine: (output) => {
    const [, passed, failed] = output.match(/^(\d+) passed, (\d+) failed$/m) ?? [];
    return { passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: 0 };
  },
};

/** Runs steps one after the other and keeps the count. */
export class Steps {
  passed = 0;
  failed = 0;
  failures = [];

  /**
   * Runs a program; resolves to whether it passed. `minutes` is the time it may take, `count` one of the counters for a
   * program that runs many tests, `live` shows its output as it comes, `expect` looks at its output and returns what is
   * wrong with it.
   */
  async run(name, [program, ...args], { minutes = 5, count, live = false, expect, env = {} } = {}) {
    const start = performance.now();
    const { status, output, problem } = await execute(program, args, { minutes, live, env });
    const wrong = problem ?? (status === 0 ? expect?.(output) : `ended with status ${status}`);
    const counted = count === undefined ? { passed: 0, failed: 0, skipped: 0 } : COUNTERS[count](output);
    const ok = wrong === undefined && counted.failed === 0;
    this.passed += counted.passed + (ok && count === undefined ? 1 : 0);
    // A program that breaks before it has counted anything is one failure.
    this.failed += counted.failed + (!ok && counted.failed === 0 ? 1 : 0);
    if (!ok) this.failures.push(name);
    if (!ok && !live && output.trim() !== '') process.stdout.write(`${output.trimEnd()}\n`);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const tests =
      count === undefined
        ? ''
        : `: ${counted.passed} passed, ${counted.failed} failed${counted.skipped > 0 ? `, ${counted.skipped} skipped` : ''}`;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)${tests}${wrong === undefined ? '' : `: ${wrong}`}`);
    return ok;
  }

  /** Prints which steps failed and the count, and sets the status of this process. */
  finish() {
    if (this.failures.length > 0) console.log(`\nfailed: ${this.failures.join(', ')}`);
    console.log(`${this.passed} passed, ${this.failed} failed`);
    if (this.failed > 0) process.exitCode = 1;
  }
}

/** The process group of the step that runs now; who ends this process ends it too. */
let running;
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
]) {
  process.on(signal, () => {
    if (running !== undefined) endGroup(running);
    process.exit(128 + number);
  });
}

/** Runs a program in a process group of its own, so that at the time limit its children end with it. */
function execute(program, args, { minutes, live, env }) {
  const { FORCE_COLOR: _color, NODE_TEST_CONTEXT: _context, ...inherited } = process.env;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...inherited, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    let problem;
    running = child.pid;
    const limit = setTimeout(() => {
      problem = `still ran after ${minutes} minutes and was ended`;
      endGroup(child.pid);
    }, minutes * 60_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        if (live) process.stdout.write(text);
      });
    }
    child.on('error', (error) => {
      problem = `${program} does not start: ${error.message}`;
    });
    // `exit` may come before the last output; `close` also comes where the program did not start.
    child.on('close', (status) => {
      clearTimeout(limit);
      running = undefined;
      resolve({ status, output, problem });
    });
  });
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
}
