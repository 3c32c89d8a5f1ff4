/** `daxlint index` reads the facts of a tree into the cache and prints how much that is. */
import type { IndexArguments } from '../args.ts';
import { EXIT, type ExitStatus } from '../exit-status.ts';
import { treeAround } from '../file-jobs.ts';
import type { Terminal } from '../terminal.ts';
import { treeOptions } from '../tree-options.ts';
import { FILE_FIELDS } from '../../kernel/site-fields.ts';
import { readWholeTree } from '../whole-tree.ts';

/** Reads and prints; status 0, or throws `Trouble` where there is no tree. */
export async function runIndex(args: IndexArguments, terminal: Terminal): Promise<ExitStatus> {
  const started = performance.now();
  const root = treeAround(args.tree);
  terminal.watchInterrupt();
  const { tree } = await readWholeTree(root, args, treeOptions(args, FILE_FIELDS), terminal);
  terminal.calm();
  const { files, cached, functions, edges } = tree.counts;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  // The system counts kilobytes.
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  terminal.out(
    [
      `${root}`,
      `  files      ${files}, ${cached} of them as they were`,
      `  functions  ${functions} that can hand a page on`,
      `  ways       ${edges}`,
      `  sites in   ${tree.siteJobs.length} files`,
      `  took       ${seconds} s, ${memory} MB at most`,
      '',
    ].join('\n'),
  );
  return EXIT.nothing;
}
