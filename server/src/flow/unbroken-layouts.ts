/**
 * Which calls that drop pages of a file are reached without a wait for those who have them pinned. It is handed
 * the filesystems that make inodes DAX, and looks at each by itself: from the operations that the kernel calls for a file, along the
 * calls, as far as no wait and no question about DAX stands before the next call.
 */
import { FSDAX_KINDS, NO_KINDS } from '../kernel/kinds.ts';
import { asksForDax, operationOn, waitsForPins } from '../kernel/layout-breaks.ts';
import type { FileCalls, FileFunction, TableEntry, TruncationFacts } from '../model/facts.ts';
import type { ArrivalRow, ChainStep, FileArrivals } from '../model/solution.ts';
import { moduleOf } from './dax-tables.ts';
import { allCalls, type OpenCall, openCalls } from './open-calls.ts';

/** A function with the file that it is in. */
interface Placed {
  readonly path: string;
  readonly function: FileFunction;
}

/** What is found in the files of one filesystem. */
class Module {
  readonly files: FileCalls[] = [];
  private readonly byName = new Map<string, Placed[]>();
  private readonly waits = new Set<FileFunction>();

  /** Reads the functions of the files, once all of them are there. */
  prepare(): void {
    for (const file of this.files)
      for (const each of file.functions)
        this.byName.set(each.name, [...(this.byName.get(each.name) ?? []), { path: file.path, function: each }]);
    let left = [...this.byName.values()].flat().map((placed) => ({ placed, calls: allCalls(placed.function.calls) }));
    for (let before = -1; before !== left.length; ) {
      before = left.length;
      left = left.filter(({ placed, calls }) => {
        const isWaiting = calls.some(({ callee }) => this.waitsIn(callee, placed.path));
        if (isWaiting) this.waits.add(placed.function);
        return !isWaiting;
      });
    }
  }

  /** The functions that a name means in a file. */
  named(name: string, path: string): readonly Placed[] {
    const all = this.byName.get(name) ?? [];
    const own = all.filter((each) => each.path === path);
    return own.length > 0 ? own : all.filter((each) => !each.function.isLocal);
  }

  /** The calls of a function before which nothing waits for pins, nor, if that counts, asks whether the file is DAX. */
  openCalls({ path, function: { calls } }: Placed, doQuestionsCount: boolean): readonly OpenCall[] {
    return openCalls(calls, (callee) => (doQuestionsCount && asksForDax(callee)) || this.waitsIn(callee, path));
  }

  /** The function that does least but wait for the pins of the inode that it is handed, as far as a file can call it. */
  waitFor(path: string): string | undefined {
    const own = (each: Placed): boolean => each.path === path;
    const all = [...this.byName.values()].flat().filter((each) => {
      const { isOfInode, isLocal } = each.function;
      return isOfInode === true && this.waits.has(each.function) && (own(each) || !isLocal);
    });
    const drops = new Set(this.files.flatMap(({ truncations }) => truncations.map(({ within }) => within)));
    const [least] = all
      .filter((each) => !drops.has(each.function.name))
      .sort((a, b) => allCalls(a.function.calls).length - allCalls(b.function.calls).length);
    return least?.function.name;
  }

  /** Whether a call waits for pins, itself or by what it calls. */
  private waitsIn(callee: string, path: string): boolean {
    return waitsForPins(callee) || this.named(callee, path).some((each) => this.waits.has(each.function));
  }
}

/** What of the tree tells that a call drops pages which nobody has waited for, by the path of the file. */
export function unbrokenLayouts(files: readonly FileCalls[]): ReadonlyMap<string, FileArrivals> {
  const modules = new Map<string, Module>();
  for (const file of files) {
    const name = moduleOf(file.path);
    const module = modules.get(name) ?? new Module();
    modules.set(name, module);
    module.files.push(file);
  }
  const found = new Map<string, FileArrivals>();
  for (const module of modules.values())
    if (module.files.some(({ truncations }) => truncations.length > 0)) reach(module, found);
  return found;
}

/** Follows the calls of one filesystem from its operations to what drops pages. */
function reach(module: Module, found: Map<string, FileArrivals>): void {
  module.prepare();
  const asked = reachedFrom(module, 'asks');
  for (const [each, steps] of reachedFrom(module, 'changes')) {
    // What also runs where the kernel only asks drops what somebody else has truncated already.
    if (asked.has(each)) continue;
    const [path = '', name = ''] = each.split('#');
    const file = module.files.find((one) => one.path === path);
    for (const placed of module.named(name, path)) {
      if (placed.path !== path) continue;
      // Its own questions were looked at where the call was found.
      const open = module.openCalls(placed, false);
      for (const call of file?.truncations ?? []) {
        if (
          call.within !== name ||
          !open.some((one) => one.callee === call.callee && placed.function.line + one.line === call.line)
        )
          continue;
        found.set(path, withRow(found.get(path), call, steps, module.waitFor(path)));
      }
    }
  }
}

/** The functions that operations lead to, by file and name, with the way there; the shortest ones first. */
function reachedFrom(module: Module, what: 'changes' | 'asks'): ReadonlyMap<string, readonly ChainStep[]> {
  const reached = new Map<string, readonly ChainStep[]>();
  let round: { readonly placed: Placed; readonly steps: readonly ChainStep[] }[] = [];
  const arrive = (placed: Placed, steps: readonly ChainStep[]): void => {
    const key = `${placed.path}#${placed.function.name}`;
    if (reached.has(key)) return;
    reached.set(key, steps);
    round.push({ placed, steps });
  };
  for (const file of module.files) {
    for (const entry of file.operations) {
      if (operationOn(entry.table, entry.member) !== what) continue;
      for (const placed of module.named(entry.function, file.path)) arrive(placed, [operationStep(file.path, entry)]);
    }
  }
  while (round.length > 0) {
    const current = round;
    round = [];
    for (const { placed, steps } of current) {
      const calls = what === 'asks' ? allCalls(placed.function.calls) : module.openCalls(placed, true);
      for (const call of calls)
        for (const next of module.named(call.callee, placed.path)) arrive(next, [...steps, callStep(placed, call)]);
    }
  }
  return reached;
}

function withRow(
  known: FileArrivals | undefined,
  { place }: TruncationFacts,
  steps: readonly ChainStep[],
  wait: string | undefined,
): FileArrivals {
  const told: ArrivalRow = [place, FSDAX_KINDS, NO_KINDS];
  const row: ArrivalRow = wait === undefined ? told : [place, FSDAX_KINDS, NO_KINDS, false, false, wait];
  const way = { place, kinds: FSDAX_KINDS, isProven: true, steps };
  return { rows: [...(known?.rows ?? []), row], ways: [...(known?.ways ?? []), way] };
}

function operationStep(file: string, { table, member, function: name, line }: TableEntry): ChainStep {
  return { file, line, function: '', how: 'operation', from: `M ${table}.${member}`, to: `F ${name}` };
}

function callStep({ path, function: { name, line: start } }: Placed, { callee, line }: OpenCall): ChainStep {
  return { file: path, line: start + line, function: name, how: 'call', from: `F ${name}`, to: `F ${callee}` };
}
