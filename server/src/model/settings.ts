/** The settings of daxlint are rows of one table, and every list of settings is a rendering of it. */
import { parseEra } from '../kernel/eras.ts';
import { nearestWord } from './nearest-word.ts';

/** What the Problems list shows: `warning` leaves the hints out. */
export type Level = 'warning' | 'hint';

/** What a rule reports as; `off` silences it. */
export type RuleLevel = 'off' | 'hint' | 'warning' | 'error';

/** Which files the Problems list tells of beside those that are open. */
export type ProblemsScope = 'open' | 'changed' | 'tree';

/** How much of the traffic between editor and server is logged. */
export type Trace = 'off' | 'messages' | 'verbose';

/** The settings as the server uses them. */
export interface Settings {
  readonly enable: boolean;
  /** `auto`, or what `parseEra` reads: a release or the id of an era. */
  readonly era: string;
  /** The root of the kernel tree as the user wrote it; empty means: look for it above the file. */
  readonly tree: string;
  readonly level: Level;
  /** Whether files are judged by all of their tree. */
  readonly wholeTree: boolean;
  /** Whether it stands above a function which pages get there. */
  readonly codeLens: boolean;
  /** Whether it stands before an argument what the function that gets it relies on. */
  readonly inlayHints: boolean;
  /** Whether a fix is tried with the compiler of the tree before it is the preferred one. */
  readonly compileFixes: boolean;
  /** An overlay as the user wrote it, by its shipped name or its path; empty: none. */
  readonly whatIf: string;
  /** Only the rules that the user named, by id. */
  readonly rules: Readonly<Record<string, RuleLevel>>;
  readonly problemsScope: ProblemsScope;
  readonly trace: { readonly server: Trace };
}

/** One value of a setting that has a fixed list of them. */
export interface SettingValue {
  readonly value: string;
  /** What choosing it does, in one sentence of Markdown. */
  readonly meaning: string;
}

/** One row of the table. */
export interface SettingRow {
  /** The key below `daxlint.`. */
  readonly key:
    | 'enable'
    | 'era'
    | 'tree'
    | 'whatIf'
    | 'wholeTree'
    | 'codeLens'
    | 'inlayHints'
    | 'compileFixes'
    | 'level'
    | 'rules'
    | 'problemsScope'
    | 'trace.server';
  readonly type: 'boolean' | 'string' | 'object';
  readonly default: boolean | string | Readonly<Record<string, never>>;
  /** The values it may take, or that each member of an object may take. */
  readonly values?: readonly SettingValue[];
  /** A regular expression for a string without a fixed list, and what to tell a user who misses it. */
  readonly pattern?: { readonly regex: string; readonly error: string };
  /** What it does, Markdown. */
  readonly description: string;
  /** `resource`: it may differ between the folders of a workspace. */
  readonly scope: 'window' | 'resource';
}

const LEVELS: readonly SettingValue[] = [
  { value: 'warning', meaning: 'Show what is wrong for a page that can get there.' },
  {
    value: 'hint',
    meaning: 'Show hints too: uses that would be wrong for a DAX page, none of which is known to get there.',
  },
];

const RULE_LEVELS: readonly SettingValue[] = [
  { value: 'off', meaning: 'The rule is silent.' },
  { value: 'hint', meaning: 'The rule gives hints.' },
  { value: 'warning', meaning: 'The rule gives warnings.' },
  { value: 'error', meaning: 'The rule gives errors.' },
];

const SCOPES: readonly SettingValue[] = [
  { value: 'open', meaning: 'The files that are open.' },
  { value: 'changed', meaning: 'What the last audit of the changes found, too.' },
  { value: 'tree', meaning: 'What the last audit of the tree found, too.' },
];

const TRACES: readonly SettingValue[] = [
  { value: 'off', meaning: 'No messages.' },
  { value: 'messages', meaning: 'The names of messages and how long each took.' },
  { value: 'verbose', meaning: 'Messages with their content.' },
];

/** Every setting, in the order in which editors show them. */
export const SETTINGS: readonly SettingRow[] = [
  {
    key: 'enable',
    type: 'boolean',
    default: true,
    description: 'Whether daxlint reports anything in this folder.',
    scope: 'resource',
  },
  {
    key: 'era',
    type: 'string',
    default: 'auto',
    pattern: {
      regex: '^(auto|inode-2017|[vV]?[4-9]\\.[0-9]{1,4}([.+-][-0-9A-Za-z.+~]*)?)$',
      error: 'Write `auto`, a release such as `6.1`, or `inode-2017`.',
    },
    description:
      'The Linux release whose rules hold, such as `6.1`. `auto` reads it from the headers and `fs/dax.c` of the tree that is open, ' +
      'so a backport counts as what it does; `inode-2017` stands for a tree with the `page->inode` proposal applied.',
    scope: 'resource',
  },
  {
    key: 'tree',
    type: 'string',
    default: '',
    description:
      'The root of the kernel tree: an absolute path, or one relative to the folder. Empty: the nearest folder above the file that is a kernel tree.',
    scope: 'resource',
  },
  {
    key: 'whatIf',
    type: 'string',
    default: '',
    description:
      'Answers as if some facts of the era were others: the path of an overlay, absolute or relative to the folder, or the name of one that is shipped, ' +
      'such as `2017-mapping-set-for-dax`. Whatever shows the era then names the overlay. Empty: Linux as it is.',
    scope: 'resource',
  },
  {
    key: 'wholeTree',
    type: 'boolean',
    default: true,
    description:
      'Whether a file is judged by what the rest of its kernel tree hands to it. The tree is read behind the editor, once and then only what changes; ' +
      "what was read is kept in the user's cache folder. Off: each file by itself.",
    scope: 'resource',
  },
  {
    key: 'codeLens',
    type: 'boolean',
    default: true,
    description:
      'Whether it stands above each function that looks into a page it was given which pages its callers hand to it, as soon as the tree is read.',
    scope: 'resource',
  },
  {
    key: 'inlayHints',
    type: 'boolean',
    default: false,
    description:
      'Whether it stands before an argument of a call what the function relies on about the page that it is given, `needs a page-cache folio`.',
    scope: 'resource',
  },
  {
    key: 'compileFixes',
    type: 'boolean',
    default: false,
    description:
      'Whether a safe fix has to compile before it is the preferred one. Where the tree has a `compile_commands.json`, the compiler that it names ' +
      'reads the mended text, which takes about a second and writes nothing. Never in a folder that is not trusted.',
    scope: 'resource',
  },
  {
    key: 'level',
    type: 'string',
    default: 'warning',
    values: LEVELS,
    description: 'What the Problems list shows.',
    scope: 'resource',
  },
  {
    key: 'rules',
    type: 'object',
    default: {},
    values: RULE_LEVELS,
    description: 'What single rules report as, by the id of the rule: `"mapping-is-a-pointer": "error"`.',
    scope: 'resource',
  },
  {
    key: 'problemsScope',
    type: 'string',
    default: 'open',
    values: SCOPES,
    description: 'Which files the Problems list tells of. An audit is made by its command, and not by this setting.',
    scope: 'window',
  },
  {
    key: 'trace.server',
    type: 'string',
    default: 'off',
    values: TRACES,
    description: 'What the output channel shows of the traffic between the editor and the language server.',
    scope: 'window',
  },
];

/** The settings of a user who has set none. */
export const DEFAULT_SETTINGS: Settings = {
  enable: true,
  era: 'auto',
  tree: '',
  whatIf: '',
  wholeTree: true,
  codeLens: true,
  inlayHints: false,
  compileFixes: false,
  level: 'warning',
  rules: {},
  problemsScope: 'open',
  trace: { server: 'off' },
};

/** Settings, and what was wrong with the value that they were read from. */
export interface ParsedSettings {
  readonly settings: Settings;
  /** One sentence a problem, without a full stop, code in backticks. */
  readonly problems: readonly string[];
}

/**
 * Reads the section `daxlint` as editors send it, or an object that has it as a member. It never throws: a value that
 * is missing or wrong becomes the default, and a wrong one is reported with the nearest valid word. Names of rules are
 * checked against `ruleIds` unless that list is empty.
 */
export function parseSettings(value: unknown, ruleIds: readonly string[] = []): ParsedSettings {
  const problems: string[] = [];
  const section = sectionOf(value, problems);
  const keys = [...new Set(SETTINGS.map((row) => row.key.replace(/\..*/, '')))];
  for (const key of Object.keys(section)) {
    if (!keys.includes(key))
      problems.push(
        unknown(
          'setting',
          `daxlint.${key}`,
          keys.map((name) => `daxlint.${name}`),
        ),
      );
  }
  const settings: Settings = {
    enable: readBoolean(section, 'enable', DEFAULT_SETTINGS.enable, problems),
    era: readEra(section['era'], problems),
    tree: readString(section, 'tree', DEFAULT_SETTINGS.tree, problems).trim(),
    whatIf: readString(section, 'whatIf', DEFAULT_SETTINGS.whatIf, problems).trim(),
    wholeTree: readBoolean(section, 'wholeTree', DEFAULT_SETTINGS.wholeTree, problems),
    codeLens: readBoolean(section, 'codeLens', DEFAULT_SETTINGS.codeLens, problems),
    inlayHints: readBoolean(section, 'inlayHints', DEFAULT_SETTINGS.inlayHints, problems),
    compileFixes: readBoolean(section, 'compileFixes', DEFAULT_SETTINGS.compileFixes, problems),
    level: readChoice('daxlint.level', section['level'], isLevel, LEVELS, problems) ?? DEFAULT_SETTINGS.level,
    rules: readRules(section['rules'], ruleIds, problems),
    problemsScope:
      readChoice('daxlint.problemsScope', section['problemsScope'], isScope, SCOPES, problems) ??
      DEFAULT_SETTINGS.problemsScope,
    trace: { server: readTrace(section['trace'], problems) },
  };
  return { settings, problems };
}

function sectionOf(value: unknown, problems: string[]): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) {
    problems.push(`\`daxlint\` is ${spell(value)}, not an object of settings`);
    return {};
  }
  const inner = value['daxlint'];
  return isRecord(inner) ? inner : value;
}

type Section = Readonly<Record<string, unknown>>;

function readBoolean(section: Section, key: string, fallback: boolean, problems: string[]): boolean {
  const value = section[key] ?? fallback;
  if (typeof value === 'boolean') return value;
  problems.push(`\`daxlint.${key}\` is ${spell(value)}, neither \`true\` nor \`false\``);
  return fallback;
}

function readString(section: Section, key: string, fallback: string, problems: string[]): string {
  const value = section[key] ?? fallback;
  if (typeof value === 'string') return value;
  problems.push(`\`daxlint.${key}\` is ${spell(value)}, not a string`);
  return fallback;
}

function readEra(value: unknown, problems: string[]): string {
  if (value === undefined || value === null) return DEFAULT_SETTINGS.era;
  const word = typeof value === 'string' ? value.trim() : undefined;
  if (word === '' || word?.toLowerCase() === 'auto') return 'auto';
  if (word !== undefined && parseEra(word) !== undefined) return word;
  problems.push(
    `\`daxlint.era\` is ${spell(value)}, neither \`auto\` nor a release of Linux since 4.0 such as \`6.1\``,
  );
  return DEFAULT_SETTINGS.era;
}

function readChoice<T extends string>(
  name: string,
  value: unknown,
  isValid: (word: string) => word is T,
  values: readonly SettingValue[],
  problems: string[],
): T | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && isValid(value)) return value;
  const words = values.map((row) => row.value);
  const hint = typeof value === 'string' ? nearest(value, words) : '';
  problems.push(`\`${name}\` is ${spell(value)}, not one of ${words.map((word) => `\`${word}\``).join(', ')}${hint}`);
  return undefined;
}

function readRules(value: unknown, ruleIds: readonly string[], problems: string[]): Settings['rules'] {
  if (value === undefined || value === null) return DEFAULT_SETTINGS.rules;
  if (!isRecord(value)) {
    problems.push(`\`daxlint.rules\` is ${spell(value)}, not an object with a level for each rule`);
    return DEFAULT_SETTINGS.rules;
  }
  const rules = new Map<string, RuleLevel>();
  for (const [rule, level] of Object.entries(value)) {
    if (ruleIds.length > 0 && !ruleIds.includes(rule)) {
      problems.push(unknown('rule', rule, ruleIds));
      continue;
    }
    const valid = readChoice(`daxlint.rules.${rule}`, level, isRuleLevel, RULE_LEVELS, problems);
    if (valid !== undefined) rules.set(rule, valid);
  }
  return Object.fromEntries(rules);
}

function readTrace(value: unknown, problems: string[]): Trace {
  const fallback = DEFAULT_SETTINGS.trace.server;
  if (value === undefined || value === null) return fallback;
  if (!isRecord(value)) {
    problems.push(`\`daxlint.trace\` is ${spell(value)}, not an object with \`server\``);
    return fallback;
  }
  return readChoice('daxlint.trace.server', value['server'], isTrace, TRACES, problems) ?? fallback;
}

function isLevel(word: string): word is Level {
  return LEVELS.some((row) => row.value === word);
}

function isRuleLevel(word: string): word is RuleLevel {
  return RULE_LEVELS.some((row) => row.value === word);
}

function isScope(word: string): word is ProblemsScope {
  return SCOPES.some((row) => row.value === word);
}

function isTrace(word: string): word is Trace {
  return TRACES.some((row) => row.value === word);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknown(what: string, word: string, valid: readonly string[]): string {
  return `unknown ${what} \`${word}\`${nearest(word, valid)}`;
}

function nearest(word: string, valid: readonly string[]): string {
  const found = nearestWord(word, valid);
  return found === undefined ? '' : `; the nearest is \`${found}\``;
}

function spell(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `\`${value.length > 40 ? `${value.slice(0, 40)}…` : value}\``;
    case 'number':
    case 'boolean':
      return `\`${String(value)}\``;
    default:
      return Array.isArray(value) ? 'a list' : value === null ? '`null`' : `of type ${typeof value}`;
  }
}
