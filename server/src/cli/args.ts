/** The arguments of the command line become one value, or an exit status where they make no sense. */
import { Command, CommanderError, Option } from 'commander';
import type { SiteField } from '../kernel/site-fields.ts';
import type { Level } from '../model/settings.ts';
import type { CacheArguments } from './cache.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { fromCompilerCall } from './compiler-call.ts';
import {
  cacheDirOption,
  eraOption,
  fieldParser,
  formatOption,
  jobsOption,
  levelOption,
  localOption,
  noCacheOption,
  quietOption,
  ruleParser,
  treeOption,
  whatIfOption,
} from './options.ts';
import { addShellCommands } from './shell-commands.ts';
import type { JudgeArguments } from './tree-arrivals.ts';

export type CheckFormat = 'text' | 'gcc' | 'json' | 'sarif';
export type LedgerFormat = 'jsonl' | 'table' | 'html';

/** `daxlint check`. */
export interface CheckArguments extends JudgeArguments {
  readonly command: 'check';
  readonly quiet: boolean;
  /** As the user wrote them; the current folder when there are none. */
  readonly paths: readonly string[];
  readonly format: CheckFormat;
  readonly level: Level;
  readonly tree?: string;
  readonly era?: string;
  /** An overlay by its shipped name or its path. */
  readonly whatIf?: string;
  /** The path of a baseline. */
  readonly baseline?: string;
  readonly updateBaseline: boolean;
  /** It was called as a compiler is, by a build that goes on whatever is found. */
  readonly inBuild: boolean;
}

/** `daxlint fix`. */
export interface FixArguments extends JudgeArguments {
  readonly command: 'fix';
  /** As the user wrote them; the current folder when there are none. */
  readonly paths: readonly string[];
  /** Change the files instead of printing what would be changed. */
  readonly write: boolean;
  /** Also the fixes that need a person's eye. */
  readonly all: boolean;
  /** Print a semantic patch for this rule, and look at no file. */
  readonly cocci?: string;
  readonly level: Level;
  readonly tree?: string;
  readonly era?: string;
}

/** `daxlint patch`. */
export interface PatchArguments extends CacheArguments {
  readonly command: 'patch';
  readonly quiet: boolean;
  /** A commit range, or files with patches, `-` for standard input; empty for what is not committed. */
  readonly changes: readonly string[];
  readonly format: CheckFormat;
  readonly level: Level;
  /** Each patch or commit by itself. */
  readonly each: boolean;
  /** Print a draft of a mail instead of a report. */
  readonly reply: boolean;
  readonly tree?: string;
  readonly era?: string;
  readonly whatIf?: string;
  readonly jobs: number;
}

/** `daxlint ledger`. */
export interface LedgerArguments extends CacheArguments {
  readonly command: 'ledger';
  readonly quiet: boolean;
  readonly tree: string;
  readonly format: LedgerFormat;
  readonly rule?: string;
  /** Absent for those of the rule, or for the ones that lead to a file. */
  readonly fields?: readonly SiteField[];
  readonly era?: string;
  readonly whatIf?: string;
  readonly jobs: number;
}

/** `daxlint index`. */
export interface IndexArguments extends CacheArguments {
  readonly command: 'index';
  readonly quiet: boolean;
  readonly tree: string;
  readonly era?: string;
  readonly whatIf?: string;
  readonly jobs: number;
}

/** `daxlint explain`. */
export interface ExplainArguments extends JudgeArguments {
  readonly command: 'explain';
  readonly what: string;
  readonly era?: string;
  /** An overlay by its shipped name or its path. */
  readonly whatIf?: string;
  readonly allEras: boolean;
  readonly evidence: boolean;
}

/** `daxlint selftest`. */
export interface SelfTestArguments {
  readonly command: 'selftest';
  readonly quiet: boolean;
}

/** `daxlint server`. */
export interface ServerArguments {
  readonly command: 'server';
}

export type Arguments =
  | CheckArguments
  | FixArguments
  | PatchArguments
  | LedgerArguments
  | IndexArguments
  | ExplainArguments
  | SelfTestArguments
  | ServerArguments;

/** What the argument parser needs to know. */
export interface ArgumentContext {
  readonly version: string;
  /** The lines of `--version`. */
  readonly versionText: () => string;
  readonly ruleIds: readonly string[];
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Reads the arguments after the program's name; help and complaints are written here. */
export function parseArguments(
  words: readonly string[],
  context: ArgumentContext,
): Arguments | { readonly exit: ExitStatus } {
  let result: Arguments | undefined;
  const program = createProgram(context);
  addCheck(program, (parsed) => (result = parsed));
  addFix(program, context.ruleIds, (parsed) => (result = parsed));
  addPatch(program, (parsed) => (result = parsed));
  addLedger(program, context.ruleIds, (parsed) => (result = parsed));
  addIndex(program, (parsed) => (result = parsed));
  addExplain(program, (parsed) => (result = parsed));
  addSelfTest(program, (parsed) => (result = parsed));
  addServer(program, (parsed) => (result = parsed));
  addShellCommands(program, context);
  if (words.length === 0) {
    context.err(program.helpInformation());
    return { exit: EXIT.trouble };
  }
  try {
    // `->mapping` is a field and no option.
    const fields = words.map((word) => (word.startsWith('->') ? `page${word}` : word));
    program.parse(fromCompilerCall(fields) ?? fields, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { exit: error.exitCode === 0 ? EXIT.nothing : EXIT.trouble };
  }
  return result ?? { exit: EXIT.trouble };
}

function createProgram(context: ArgumentContext): Command {
  return new Command('daxlint')
    .description('Finds Linux kernel C that misreads a struct page or folio which may belong to a DAX mapping.')
    .option('-V, --version', 'print the versions of the program, the grammar and the tables')
    .on('option:version', () => {
      context.out(`${context.versionText()}\n`);
      throw new CommanderError(EXIT.nothing, 'daxlint.version', '');
    })
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText(
      'after',
      '\nExit status: 0 nothing at or above the level, 1 findings, 2 wrong use or unreadable input.',
    )
    .configureOutput({
      writeOut: context.out,
      writeErr: context.err,
      // A complaint is one line, so that it can be read in the log of a build.
      outputError: (text, write) =>
        write(
          `daxlint: ${text
            .replace(/^error: /, '')
            .trim()
            .replace(/\s*\n\s*/g, ' ')}\n`,
        ),
    })
    .exitOverride();
}

type Accept<T> = (parsed: T) => void;

function addCheck(program: Command, accept: Accept<CheckArguments>): void {
  program
    .command('check')
    .description('print the findings of files and folders')
    .argument('[PATH...]', 'files or folders', ['.'])
    .addOption(formatOption())
    .addOption(levelOption('the least severity to print'))
    .addOption(treeOption())
    .addOption(new Option('--in-build').default(false).hideHelp())
    .option('--baseline <file>', 'leave out the findings that this file knows')
    .option('--update-baseline', 'write what is found into the baseline instead of printing it', false)
    .addOption(eraOption())
    .addOption(whatIfOption())
    .addOption(localOption())
    .addOption(jobsOption())
    .addOption(quietOption())
    .addOption(noCacheOption())
    .addOption(cacheDirOption())
    .action((paths: string[], options: Omit<CheckArguments, 'command' | 'paths'>, command: Command) => {
      if (options.updateBaseline && options.baseline === undefined)
        command.error('error: --update-baseline needs --baseline <file>');
      accept({ command: 'check', paths, ...options });
    });
}

function addFix(program: Command, ruleIds: readonly string[], accept: Accept<FixArguments>): void {
  program
    .command('fix')
    .description('print a patch that mends the findings of files and folders, or mend them')
    .argument('[PATH...]', 'files or folders', ['.'])
    .addOption(new Option('--diff', 'print a unified diff, and change nothing (default)').conflicts('write'))
    .option('--write', 'change the files', false)
    .option('--all', "take the fixes too that need a person's eye, not only the safe ones", false)
    .addOption(
      new Option('--cocci <id>', 'print a semantic patch for Coccinelle that finds a part of what this rule does')
        .argParser(ruleParser(ruleIds))
        .conflicts(['write', 'all', 'diff']),
    )
    .addOption(levelOption('the least severity to mend'))
    .addOption(treeOption())
    .addOption(eraOption())
    .addOption(localOption())
    .addOption(jobsOption())
    .addOption(noCacheOption())
    .addOption(cacheDirOption())
    .action((paths: string[], options: Omit<FixArguments, 'command' | 'paths'>) => {
      accept({ command: 'fix', paths, ...options });
    });
}

function addPatch(program: Command, accept: Accept<PatchArguments>): void {
  program
    .command('patch')
    .description('print what a patch, a series or a range of commits introduces, makes reachable and fixes')
    .argument(
      '[CHANGE...]',
      'a commit or a range such as v6.1..HEAD; or files with diffs or mails, `-` for standard input (default: what is not committed)',
    )
    .addOption(formatOption())
    .addOption(levelOption('the least severity to print'))
    .option('--each', 'judge each patch or commit by itself, and not all of them as one', false)
    .option('--reply', 'print the draft of a review, with the patch quoted; each patch by itself', false)
    .option('--tree <folder>', 'the kernel tree (default: the one around the current folder)')
    .addOption(eraOption())
    .addOption(whatIfOption())
    .addOption(jobsOption())
    .addOption(quietOption())
    .addOption(noCacheOption())
    .addOption(cacheDirOption())
    .action((changes: string[], options: Omit<PatchArguments, 'command' | 'changes'>) => {
      accept({ command: 'patch', changes, ...options });
    });
}

function addLedger(program: Command, ruleIds: readonly string[], accept: Accept<LedgerArguments>): void {
  program
    .command('ledger')
    .description('print every use of a page field with its verdict')
    .argument('[TREE]', 'a kernel tree, or a folder in one', '.')
    .addOption(
      new Option('--format <format>', 'how to print them').choices(['jsonl', 'table', 'html']).default('jsonl'),
    )
    .addOption(
      new Option('--rule <id>', 'only the uses that rest on the belief of this rule').argParser(ruleParser(ruleIds)),
    )
    .addOption(
      new Option('--field <name>', 'a field to list, or `all`; may be repeated (default: mapping and inode)').argParser(
        fieldParser,
      ),
    )
    .addOption(eraOption())
    .addOption(whatIfOption())
    .addOption(jobsOption())
    .addOption(quietOption())
    .addOption(noCacheOption())
    .addOption(cacheDirOption())
    .action((tree: string, { field, ...options }: LedgerOptions) => {
      accept({ command: 'ledger', tree, ...(field === undefined ? {} : { fields: field }), ...options });
    });
}

function addIndex(program: Command, accept: Accept<IndexArguments>): void {
  program
    .command('index')
    .description('read what the files of a tree hand to each other into the cache, and print how much it is')
    .argument('[TREE]', 'a kernel tree, or a folder in one', '.')
    .addOption(eraOption())
    .addOption(whatIfOption())
    .addOption(jobsOption())
    .addOption(quietOption())
    .addOption(noCacheOption())
    .addOption(cacheDirOption())
    .action((tree: string, options: Omit<IndexArguments, 'command' | 'tree'>) => {
      accept({ command: 'index', tree, ...options });
    });
}

function addExplain(program: Command, accept: Accept<ExplainArguments>): void {
  program
    .command('explain')
    .description('explain a rule, a field, an era, a helper of the kernel, or why a line is or is not reported')
    .argument(
      '<WHAT>',
      'a rule id, `rules`, a field such as `page->mapping`, an era such as 6.1, `era`, a helper, a shipped overlay, or FILE:LINE[:COLUMN]',
    )
    .addOption(
      eraOption('explain a field or a helper as of this release (default: that of the tree here, else the newest)'),
    )
    .addOption(whatIfOption())
    .option('--all-eras', 'the whole history of a field', false)
    .option('--evidence', 'the places where each cell of a field was read', false)
    .addOption(localOption())
    .addOption(jobsOption())
    .addOption(noCacheOption())
    .addOption(cacheDirOption())
    .action((what: string, options: Omit<ExplainArguments, 'command' | 'what'>) => {
      accept({ command: 'explain', what, ...options });
    });
}

function addSelfTest(program: Command, accept: Accept<SelfTestArguments>): void {
  program
    .command('selftest')
    .description('run the fixtures that are shipped, and print rule by rule what is found, missed and wrong')
    .addOption(quietOption())
    .action(({ quiet }: { quiet: boolean }) => {
      accept({ command: 'selftest', quiet });
    });
}

function addServer(program: Command, accept: Accept<ServerArguments>): void {
  program
    .command('server')
    .description('run the language server')
    .requiredOption('--stdio', 'talk over standard input and output')
    .option('--clientProcessId <pid>', 'end when this process ends')
    .action(() => accept({ command: 'server' }));
}

/** What the option parser answers for the ledger. */
type LedgerOptions = Omit<LedgerArguments, 'command' | 'tree' | 'fields'> & { readonly field?: readonly SiteField[] };
