/** The manual page, made of the commands and options themselves, in the form that `man` reads. */
import type { Command } from 'commander';

/** The page in roff; to be shown with `daxlint manual | man -l -`. */
export function manualPage(program: Command, version: string): string {
  const lines = [
    `.TH DAXLINT 1 "" "daxlint ${version}" "User Commands"`,
    '.SH NAME',
    `daxlint \\- ${text(firstSmall(program.description().replace(/\.$/, '')))}`,
    '.SH SYNOPSIS',
    ...program.commands.flatMap((command) => [`.B daxlint ${text(command.name())}`, text(usage(command)), '.br']),
    '.SH COMMANDS',
  ];
  for (const command of program.commands) {
    lines.push(
      `.SS daxlint ${text(`${command.name()} ${usage(command)}`)}`,
      `${text(firstBig(command.description()))}.`,
    );
    for (const argument of command.registeredArguments)
      if (argument.description !== '') lines.push('.TP', `.I ${text(argument.name())}`, text(argument.description));
    for (const option of command.options) {
      if (option.hidden) continue;
      const choices = option.argChoices === undefined ? '' : ` (${option.argChoices.join(', ')})`;
      const fallback = typeof option.defaultValue === 'string' ? `; ${option.defaultValue} if not given` : '';
      lines.push('.TP', `.B ${text(option.flags)}`, text(`${option.description}${choices}${fallback}`));
    }
  }
  lines.push(
    '.SH EXIT STATUS',
    ...entry('0', 'Nothing at or above the level.'),
    ...entry('1', 'Findings.'),
    ...entry('2', 'Wrong use or unreadable input: one line on standard error, nothing on standard output.'),
    ...entry('130', 'Ended by Ctrl-C.'),
    '.SH ENVIRONMENT',
    ...entry('NO_COLOR', 'No colours, also on a terminal.'),
    ...entry('FORCE_COLOR', 'Colours, also elsewhere.'),
    ...entry('XDG_CACHE_HOME', 'Where what was read of trees is kept, in a folder daxlint.'),
    '.SH EXAMPLES',
    ...example('daxlint check mm fs/dax.c', 'the findings of a folder and a file'),
    ...example('git format-patch --stdout -3 | daxlint patch --each -', 'what each of three commits does'),
    ...example('daxlint patch --reply series.mbox', 'the draft of a review'),
    ...example('make C=2 CHECK=daxlint fs/ext4/', 'every file that make would compile'),
  );
  return `${lines.join('\n')}\n`;
}

function usage(command: Command): string {
  return command.registeredArguments
    .map((argument) => {
      const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
      return argument.required ? name : `[${name}]`;
    })
    .concat('[options]')
    .join(' ');
}

function entry(name: string, about: string): readonly string[] {
  return ['.TP', `.B ${text(name)}`, text(about)];
}

function example(line: string, about: string): readonly string[] {
  return ['.TP', `.B ${text(line)}`, text(about)];
}

function firstSmall(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

function firstBig(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

/** Text in which nothing is an order to the formatter. */
function text(plain: string): string {
  return plain
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/^([.'])/, '\\&$1');
}
