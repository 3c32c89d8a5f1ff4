/** The commands that tell a shell and `man` about the others. */
import { Argument, type Command, CommanderError } from 'commander';
import { ERAS } from '../kernel/eras.ts';
import { completionScript, SHELLS, type Shell } from './completion.ts';
import { EXIT } from './exit-status.ts';
import { manualPage } from './manual.ts';

/** Adds `completion` and `manual`, which print and end. */
export function addShellCommands(
  program: Command,
  context: { readonly version: string; readonly ruleIds: readonly string[]; readonly out: (text: string) => void },
): void {
  const print = (text: string): never => {
    context.out(text);
    throw new CommanderError(EXIT.nothing, 'daxlint.printed', '');
  };
  program
    .command('completion')
    .description('print what a shell needs to complete the words of this command line')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action((shell: Shell) => {
      const topics = ['rules', 'era', ...ERAS.map(({ id }) => id), ...context.ruleIds];
      print(completionScript(shell, program, topics));
    });
  program
    .command('manual')
    .description('print the manual page: `daxlint manual | man -l -`')
    .action(() => print(manualPage(program, context.version)));
}
