/** What the functions that a document calls rely on: asked of the tree once, and remembered until the tree is another one. */
import type { AnalysedFile } from '../engine/api.ts';
import { contractOfHelper, contractsIn } from '../engine/contracts.ts';
import type { EraId } from '../kernel/eras.ts';
import type { Contract } from '../model/contract.ts';
import type { WholeTrees } from './whole-trees.ts';

/** The contracts as one document sees them. */
export interface KnownContracts {
  /** Whether there can be one for a name; a name that is not known yet is asked about. */
  mayHave(name: string): boolean;
  named(name: string): readonly Contract[];
}

/** Names before parentheses that are no functions. */
const KEYWORDS = new Set(['if', 'while', 'for', 'switch', 'return', 'sizeof', 'typeof', '__typeof__', 'defined']);

/** So many milliseconds names are gathered before the tree is asked about all of them. */
const GATHER = 20;

export class Contracts {
  private readonly whole: WholeTrees;
  private readonly tellNews: () => void;
  /** By document, and in it by name. */
  private readonly known = new Map<string, Map<string, readonly Contract[]>>();
  private readonly due = new Map<string, Set<string>>();
  /** The names that the tree has been asked about and has not answered yet, by document. */
  private readonly asked = new Map<string, Set<string>>();
  private readonly lone = new WeakMap<AnalysedFile, { readonly text: string; readonly found: readonly Contract[] }>();

  /** `tellNews` is called when contracts were learned that somebody has asked for. */
  constructor(whole: WholeTrees, tellNews: () => void) {
    this.whole = whole;
    this.tellNews = tellNews;
  }

  /** The contracts for the calls of a document. */
  of(uri: string, file: AnalysedFile): KnownContracts {
    const era = file.tree.era.era.id;
    const names = this.known.get(uri) ?? new Map<string, readonly Contract[]>();
    this.known.set(uri, names);
    const isInTree = this.whole.placeOf(uri) !== undefined;
    const named = (name: string): readonly Contract[] => {
      const known = names.get(name) ?? (isInTree ? undefined : this.ofLone(file, name));
      if (known === undefined && this.asked.get(uri)?.has(name) !== true) this.learn(uri, name);
      return known === undefined || known.length === 0 ? ofTable(name, era) : known;
    };
    return { named, mayHave: (name) => !KEYWORDS.has(name) && named(name).length > 0 };
  }

  /** Asks again about all that somebody has asked for: a tree is another one now. Until it answers what was known stands. */
  renew(): void {
    for (const [uri, names] of this.known) for (const name of names.keys()) this.learn(uri, name);
  }

  /** Forgets all, because the settings are others now. */
  forget(): void {
    this.known.clear();
    this.due.clear();
    this.asked.clear();
  }

  /** Forgets what was asked for a document that is closed. */
  leave(uri: string): void {
    for (const each of [this.known, this.due, this.asked]) each.delete(uri);
  }

  private ofLone(file: AnalysedFile, name: string): readonly Contract[] {
    const before = this.lone.get(file);
    const found = before?.text === file.text ? before.found : contractsIn(file);
    this.lone.set(file, { text: file.text, found });
    return found.filter((contract) => contract.function === name);
  }

  private learn(uri: string, name: string): void {
    const due = this.due.get(uri);
    if (due !== undefined) {
      due.add(name);
      return;
    }
    this.due.set(uri, new Set([name]));
    setTimeout(() => void this.ask(uri), GATHER);
  }

  private async ask(uri: string): Promise<void> {
    const names = [...(this.due.get(uri) ?? [])];
    const place = this.whole.placeOf(uri);
    const known = this.known.get(uri);
    this.due.delete(uri);
    if (place === undefined || known === undefined || names.length === 0) return;
    this.asked.set(uri, new Set(names));
    const answer = await this.whole.ask(place.root, { about: 'contracts', file: place.file, names });
    this.asked.delete(uri);
    // What was forgotten meanwhile is asked again when it is wanted again.
    if (answer === undefined || this.known.get(uri) !== known) return;
    let isNew = false;
    for (const name of names) {
      const found = answer.contracts.filter((contract) => contract.function === name);
      isNew ||= JSON.stringify(known.get(name) ?? []) !== JSON.stringify(found);
      known.set(name, found);
    }
    if (isNew) this.tellNews();
  }
}

function ofTable(name: string, era: EraId): readonly Contract[] {
  const found = contractOfHelper(name, era);
  return found === undefined ? [] : [found];
}
