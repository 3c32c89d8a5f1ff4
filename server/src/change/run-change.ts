/** A patch, a series of them or a range of commits is taken step by step, and each step is compared with what was before it. */
import type { Level } from '../model/settings.ts';
import { applied, type Texts } from './apply.ts';
import type { CommitPlan } from './commits.ts';
import { type Comparison, compareStates } from './compare.ts';
import { filePatches } from './file-patch.ts';
import { Judge } from './judged.ts';
import type { Mail } from './mail.ts';
import { Refused } from './refused.ts';
import type { Patch } from './series.ts';
import { decides, type TreeState, TreeStates } from './tree-states.ts';

/** What is taken at once. */
export interface Step {
  readonly title: string;
  readonly mail?: Omit<Mail, 'body'>;
  /** The text of the patch, where there is one. */
  readonly text?: string;
}

/** What one step does. */
export interface StepResult extends Comparison {
  readonly step: Step;
  /** In milliseconds, from the texts before it to what was found after it. */
  readonly took: number;
  /** The text of a file of the tree before and after the step. */
  readonly before: (path: string) => string | undefined;
  readonly after: (path: string) => string | undefined;
  /** The labels of the tree's era before and after the step. */
  readonly eras: readonly [before: string, after: string];
  /** The files that it changes and that have a say in what is found. */
  readonly changed: readonly string[];
}

export interface ChangeRun {
  readonly states: TreeStates;
  readonly root: string;
  readonly level: Level;
  /** Each patch by itself, and not all of them as one. */
  readonly isEach: boolean;
  readonly onStep?: (done: number, of: number) => void;
}

/** Takes patches, the first over the tree as it is on disk. Throws `Refused`. */
export async function runPatches(patches: readonly Patch[], run: ChangeRun): Promise<readonly StepResult[]> {
  const { states } = run;
  const judge = new Judge(states, run.root, run.level);
  const results: StepResult[] = [];
  let before = states.disk;
  let texts = new Map<string, string | undefined>();
  const isEach = run.isEach || patches.length === 1;
  for (const [at, patch] of patches.entries()) {
    run.onStep?.(at, patches.length);
    const started = performance.now();
    const read = (path: string): string | undefined =>
      texts.has(path) ? texts.get(path) : states.text(states.disk, path);
    const changes = textsOf(patch, read);
    texts = new Map([...texts, ...changes]);
    if (!isEach) continue;
    const { title, text, mail } = patch;
    const step = { title, text, ...(mail === undefined ? {} : { mail }) };
    const { after, result } = await take(step, before, changes, { judge, states, started });
    results.push(result);
    before = after;
  }
  if (isEach) return results;
  const started = performance.now();
  const { result } = await take({ title: `${patches.length} patches` }, states.disk, texts, { judge, states, started });
  return [result];
}

/** Takes commits of the tree's git. */
export async function runCommits(plan: CommitPlan, run: ChangeRun): Promise<readonly StepResult[]> {
  const { states } = run;
  const judge = new Judge(states, run.root, run.level);
  const results: StepResult[] = [];
  let before = await states.after(states.disk, plan.start);
  for (const [at, { texts, ...step }] of plan.steps.entries()) {
    run.onStep?.(at, plan.steps.length);
    const { after, result } = await take(step, before, texts, { judge, states, started: performance.now() });
    results.push(result);
    before = after;
  }
  return results;
}

interface Taking {
  readonly judge: Judge;
  readonly states: TreeStates;
  readonly started: number;
}

async function take(
  step: Step,
  before: TreeState,
  changes: Texts,
  { judge, states, started }: Taking,
): Promise<{ readonly after: TreeState; readonly result: StepResult }> {
  const after = await states.after(before, changes);
  const comparison = compareStates(before, after, states, judge);
  const result: StepResult = {
    ...comparison,
    step,
    took: performance.now() - started,
    before: (path) => states.text(before, path),
    after: (path) => states.text(after, path),
    eras: [before.tree.era.era.label, after.tree.era.era.label],
    changed: [...changes.keys()].filter((path) => states.text(before, path) !== states.text(after, path)),
  };
  return { after, result };
}

/** The texts that a patch changes. */
function textsOf({ title, text }: Patch, read: (path: string) => string | undefined): Texts {
  try {
    const patches = filePatches(text, (path) => read(path) !== undefined);
    const isOurs = (path: string | undefined): boolean => path !== undefined && decides(path);
    return applied(
      patches.filter(({ before, after }) => isOurs(before) || isOurs(after)),
      read,
    );
  } catch (error) {
    if (error instanceof Refused) throw new Refused(`the patch "${title}" ${error.message}`);
    throw error;
  }
}
