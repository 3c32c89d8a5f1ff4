/** A kernel tree, or a lone file's absence of one: its era, its headers, its options. */
import type { FileArrivals } from '../model/solution.ts';
import { ATTRIBUTE_HEADERS } from '../kernel/attribute-headers.ts';
import { NEWEST_ERA, parseEra } from '../kernel/eras.ts';
import { matrixOf } from '../kernel/matrix.ts';
import type { Overlay } from '../kernel/overlay-types.ts';
import { overlaid, overlayNotes } from '../kernel/overlaid.ts';
import { SITE_FIELDS } from '../kernel/site-fields.ts';
import { decideEra, PROBE_FILES, treeFacts, type TreeFacts } from '../kernel/probes.ts';
import type { FileCalls, FileFacts } from '../model/facts.ts';
import type { FileReader, Lowering } from '../model/ports.ts';
import { mergeDeclarations } from '../scan/declarations.ts';
import { wordsOf } from './analyse-item.ts';
import { OpenFile } from './analysed-file.ts';
import type { HeaderRead, OpenTree, Tree, TreeOptions } from './api.ts';
import { callsOf } from './file-calls.ts';
import { factsOf } from './file-facts.ts';
import { Headers } from './headers.ts';
import { type Entry, scanAll } from './item-list.ts';
import { FileLookup, type SharedReadings } from './lookup.ts';
import type { TreeServices } from './tree-services.ts';

export const openTree: OpenTree = ({ root, reader, lowering, options }) =>
  new OpenedTree(root, reader, lowering, options ?? {});

class OpenedTree implements Tree {
  readonly root: string | undefined;
  readonly era: Tree['era'];
  readonly whatIf: { readonly overlay: Overlay; readonly notes: readonly string[] } | undefined;
  readonly matrix: Tree['matrix'];
  private readonly headers: Headers | undefined;
  private arrivals: ((path: string) => FileArrivals | undefined) | undefined;
  private readonly services: TreeServices;

  constructor(root: string | undefined, reader: FileReader | undefined, lowering: Lowering, options: TreeOptions) {
    this.root = root;
    const facts = reader ? readFacts(reader) : undefined;
    const setting = options.era === undefined || options.era === 'auto' ? undefined : parseEra(options.era);
    const decision: Tree['era'] = facts
      ? decideEra(facts, setting)
      : { era: setting ?? NEWEST_ERA, reason: setting ? 'setting' : 'default', evidence: [] };
    this.era = underOverlay(decision, options.whatIf);
    const plain = matrixOf(this.era.era.id);
    const { whatIf } = options;
    this.whatIf = whatIf && { overlay: whatIf, notes: overlayNotes(plain, whatIf) };
    const matrix = whatIf ? overlaid(plain, whatIf) : plain;
    this.matrix = matrix;
    const headers = reader ? new Headers(reader) : undefined;
    this.headers = headers;
    const learned = reader ? lowering.learn(headerTexts(reader)) : lowering;
    const declared = new Map<string, boolean | undefined>();
    const shared: SharedReadings = { lowering: learned, matrix, expressions: new Map(), asked: new Map() };
    const fields = options.fields ?? SITE_FIELDS;
    const holdsField = wordsOf(fields);
    const holdsBoth = wordsOf(fields, options.sourceInItem);
    this.services = {
      lowering: learned,
      matrix,
      lookup: (path, own) => new FileLookup(path, own, headers, shared),
      arrivals: (path) => this.arrivals?.(path),
      holdsField: (text, isReached) => (isReached ? holdsField(text) : holdsBoth(text)),
      severity: (rule) => options.rules?.[rule],
      declaresHelper: (name) => {
        if (!declared.has(name)) declared.set(name, facts?.declares(name));
        return declared.get(name);
      },
    };
  }

  invalidate(path: string): void {
    this.headers?.invalidate(path);
  }

  know(arrivals: ((path: string) => FileArrivals | undefined) | undefined): void {
    this.arrivals = arrivals;
  }

  facts(path: string, text: string): FileFacts {
    return this.reading(path, text).facts;
  }

  reading(path: string, text: string): { readonly facts: FileFacts; readonly reached: Uint32Array } {
    const entries = scanAll(text);
    const { includes, ...services } = this.servicesFor(path, entries);
    const facts = factsOf(path, text, entries, services);
    return { facts, reached: this.headers?.reachedFrom(path, includes) ?? new Uint32Array() };
  }

  calls(path: string, text: string): FileCalls {
    const entries = scanAll(text);
    return callsOf(path, text, entries, this.servicesFor(path, entries));
  }

  private servicesFor(
    path: string,
    entries: readonly Entry[],
  ): Omit<TreeServices, 'lookup'> & { readonly lookup: FileLookup; readonly includes: readonly string[] } {
    const own = mergeDeclarations(entries.map((entry) => entry.declared));
    return { ...this.services, lookup: this.services.lookup(path, own), includes: own.includes };
  }

  headersRead(): readonly HeaderRead[] {
    return this.headers?.all() ?? [];
  }

  open(path: string, text: string): OpenFile {
    return new OpenFile(path, text, this, this.services);
  }
}

/** Whatever names the era then names the overlay too. */
function underOverlay(decision: Tree['era'], whatIf: TreeOptions['whatIf']): Tree['era'] {
  if (whatIf === undefined) return decision;
  return { ...decision, era: { ...decision.era, label: `${decision.era.label} under ${whatIf.name}` } };
}

function readFacts(reader: FileReader): TreeFacts {
  const texts = new Map<string, string>();
  for (const path of PROBE_FILES) {
    const text = reader.read(path);
    if (text !== undefined) texts.set(path, text);
  }
  return treeFacts(texts);
}

function* headerTexts(reader: FileReader): Generator<string> {
  for (const path of ATTRIBUTE_HEADERS) {
    const text = reader.read(path);
    if (text !== undefined) yield text;
  }
}
