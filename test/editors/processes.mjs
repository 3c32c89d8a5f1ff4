/** Every program that the tests start is ended with all its children, however the tests end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** The browser looks for nothing outside of the machine. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const running = new Set();

process.on('exit', () => {
  for (const child of running) signal(child, 'SIGKILL');
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => process.exit(1));

/** Starts a program in a process group of its own. */
export function start(command, args, options) {
  const child = spawn(command, args, { ...options, detached: true });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Ends a program and its children: politely, and after three seconds with force. */
export async function stop(child) {
  if (child.exitCode === null && child.signalCode === null) {
    signal(child, 'SIGTERM');
    await Promise.race([once(child, 'exit'), sleep(3000)]);
  }
  signal(child, 'SIGKILL');
}

/** Runs a program to its end and returns its status and output; a program that takes too long is ended and fails. */
export async function run(command, args, { timeout = 60_000, ...options } = {}) {
  const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const late = sleep(timeout, 'late', { ref: false });
  if ((await Promise.race([ended, late])) === 'late') {
    await stop(child);
    throw new Error(`${command} ran longer than ${timeout / 1000} s\n${output}`);
  }
  // A program may leave children behind that hold its group.
  signal(child, 'SIGKILL');
  return { status: child.exitCode ?? 1, output };
}

/** The environment for programs of the tests: a home of their own, and no link to an editor around them. */
export function environment(home) {
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|CODE_SERVER|XDG_|NODE_OPTIONS|ELECTRON_)/.test(name),
  );
  return {
    ...Object.fromEntries(clean),
    HOME: home,
    XDG_CONFIG_HOME: `${home}/config`,
    XDG_DATA_HOME: `${home}/data`,
    XDG_CACHE_HOME: `${home}/cache`,
    XDG_STATE_HOME: `${home}/state`,
  };
}

function signal(child, name) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group is gone.
  }
}
