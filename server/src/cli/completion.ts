/** Scripts that complete the words of the command line in a shell, made of the commands and options themselves. */
import type { Command, Option } from 'commander';

export type Shell = 'bash' | 'zsh' | 'fish';

export const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** What can be completed after a command. */
interface Words {
  readonly name: string;
  readonly about: string;
  readonly options: readonly Option[];
  /** Words that are no options, beside files. */
  readonly others: readonly string[];
}

/** The script for a shell; `topics` are what `explain` knows by name. */
export function completionScript(shell: Shell, program: Command, topics: readonly string[]): string {
  const commands = program.commands.map((command): Words => {
    const name = command.name();
    const others = name === 'explain' ? topics : name === 'completion' ? SHELLS : [];
    return { name, about: command.description(), options: command.options.filter(({ hidden }) => !hidden), others };
  });
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      // zsh reads what bash has.
      return `#compdef daxlint\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
  }
}

function bash(commands: readonly Words[]): string {
  const cases = commands.map(({ name, options, others }) => {
    const flags = options.map(({ long }) => long ?? '').join(' ');
    return `    ${name}) words='${flags} --help'; others='${others.join(' ')}' ;;`;
  });
  const values = commands.flatMap(({ name, options }) => options.map((option) => ({ name, option })));
  const choices = values.flatMap(({ name, option: { long, argChoices } }) =>
    argChoices === undefined
      ? []
      : [`    ${name}${long}) COMPREPLY=($(compgen -W '${argChoices.join(' ')}' -- "$current")); return ;;`],
  );
  const paths = values.flatMap(({ name, option }) =>
    option.required && option.argChoices === undefined && /file|folder|overlay/.test(option.flags)
      ? [`${name}${option.long}`]
      : [],
  );
  return `# Completion of daxlint; in bash: source <(daxlint completion bash)
_daxlint() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words others
  case \${COMP_WORDS[1]}$previous in
${choices.join('\n')}
    ${paths.join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$others" -- "$current") $(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _daxlint daxlint
`;
}

function fish(commands: readonly Words[]): string {
  const lines = ['# Completion of daxlint; in fish: daxlint completion fish | source'];
  for (const { name, about, options, others } of commands) {
    lines.push(`complete -c daxlint -n __fish_use_subcommand -f -a ${name} -d ${quoted(about)}`);
    const within = `complete -c daxlint -n '__fish_seen_subcommand_from ${name}'`;
    for (const { long, description, argChoices, required } of options) {
      const values = argChoices === undefined ? '' : ` -f -a '${argChoices.join(' ')}'`;
      lines.push(`${within} -l ${(long ?? '').slice(2)}${required ? ' -r' : ''}${values} -d ${quoted(description)}`);
    }
    if (others.length > 0) lines.push(`${within} -a '${others.join(' ')}'`);
  }
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
