/** What is found in the files of a state, with what a finding is told by in another state. */
import { join, relative } from 'node:path';
import type { AnalysedFile } from '../engine/api.ts';
import type { Level } from '../model/settings.ts';
import { type LocatedFinding, type LocatedGap, Locator } from '../store/located.ts';
import type { TreeState, TreeStates } from './tree-states.ts';

/** A finding of one state. */
export interface Found {
  readonly finding: LocatedFinding;
  /** The file, relative to the tree. */
  readonly path: string;
  /** Equal for findings of a rule about one expression, whatever function it is in. */
  readonly expression: string;
  /** The function in words that do not tell a page from a folio. */
  readonly functionKey: string;
  /** The texts of the items that it stands in and that it relates to. */
  readonly items: readonly string[];
  /** It is about a page that gets somewhere, and not about what stands there alone. */
  readonly isAboutPage: boolean;
}

/** What was found in one file. */
export interface JudgedFile {
  readonly found: readonly Found[];
  /** Those that the level leaves out. */
  readonly hiddenHints: number;
  readonly gaps: readonly LocatedGap[];
}

const NOTHING: JudgedFile = { found: [], hiddenHints: 0, gaps: [] };

/** Judges files of the states of one tree, each once. */
export class Judge {
  private readonly states: TreeStates;
  private readonly root: string;
  private readonly level: Level;
  private readonly known = new WeakMap<TreeState, Map<string, JudgedFile>>();

  constructor(states: TreeStates, root: string, level: Level) {
    this.states = states;
    this.root = root;
    this.level = level;
  }

  /** What is found in a file of a state; nothing where it has none of that name. */
  judge(state: TreeState, path: string): JudgedFile {
    const files = this.known.get(state) ?? new Map<string, JudgedFile>();
    this.known.set(state, files);
    const known = files.get(path);
    if (known !== undefined) return known;
    const file = this.states.openFile(state, path);
    const judged = file === undefined ? NOTHING : this.read(file);
    files.set(path, judged);
    return judged;
  }

  private read(file: AnalysedFile): JudgedFile {
    const nameOf = (path: string): string => relative(process.cwd(), join(this.root, path));
    const locator = new Locator(file, nameOf(file.path), nameOf);
    const shown = file.findings.filter(({ severity }) => this.level === 'hint' || severity !== 'hint');
    return {
      found: shown.map((finding) => {
        const { functionKey, expression } = file.subject(finding);
        const items = [finding, ...finding.related].map(({ start, end }) => file.subject({ start, end }).item);
        return {
          finding: locator.finding(finding),
          path: file.path,
          expression: JSON.stringify([finding.rule, expression]),
          functionKey,
          isAboutPage: finding.siteAt !== undefined,
          items: items.map(({ start, end }) => file.text.slice(start, end)),
        };
      }),
      hiddenHints: file.findings.length - shown.length,
      gaps: locator.gaps(),
    };
  }
}
