/** A file under analysis: its text, its items with what was found in each, and the findings of the rules over all of them. */
import { intersect, isEmpty, kindsOf } from '../kernel/kinds.ts';
import { FileLookup } from './lookup.ts';
import { fixesFor } from '../fixes/fixes.ts';
import type { FileDeclarations } from '../model/declarations.ts';
import { nearestWord } from '../model/nearest-word.ts';
import { mergeDeclarations, NO_DECLARATIONS } from '../scan/declarations.ts';
import type { FlowPlace } from '../model/facts.ts';
import type { Finding, Fix, Gap, SuppressedFinding } from '../model/finding.ts';
import {
  shiftEntryUse,
  shiftKeptPin,
  shiftPredicate,
  shiftQuestion,
  shiftSite,
  shiftTableUse,
  shiftTruncation,
} from '../model/shift.ts';
import type { Site } from '../model/site.ts';
import type { ChainStep, Chains, FileArrivals } from '../model/solution.ts';
import type {
  AskedAlone,
  EntryUse,
  KeptPin,
  Predicate,
  SettledQuestion,
  Unit,
  TableUse,
  Truncation,
} from '../model/unit.ts';
import { rules } from '../rules/index.generated.ts';
import type { Report, Rule, RuleContext } from '../rules/rule.ts';
import type { TextEdit } from '../text/edit.ts';
import { LineIndex } from '../text/line-index.ts';
import { type Span, shift } from '../text/span.ts';
import { analyseItem, canMatter, type ItemAnalysis, NOTHING_FOUND } from './analyse-item.ts';
import type { AnalysedFile, SiteVerdict, Tree } from './api.ts';
import { KnownArrivals } from './arrivals.ts';
import { shortestChain } from './chain.ts';
import { conditionsOf } from './conditions.ts';
import { withCondition } from './under-condition.ts';
import { changedAnswers, changedNames, INCLUDES } from './changed-names.ts';
import { type Entry, rescan, scanAll } from './item-list.ts';
import { proven } from './proven-fix.ts';
import { type Subject, subjectOf } from './subject.ts';
import { applySuppressions, findSuppressions, marksAfter, marksIn } from './suppressions.ts';
import { RecentAnalyses } from './recent-analyses.ts';
import { hangsOn, hears } from './rests-on.ts';
import type { TreeServices } from './tree-services.ts';
import { verdictOf } from './verdict.ts';
import { evidenceOf, NO_EVIDENCE } from './why-not.ts';

export class OpenFile implements AnalysedFile {
  readonly path: string;
  readonly tree: Tree;
  private readonly services: TreeServices;
  private source: string;
  private entries: readonly Entry[];
  private lookup: FileLookup;
  private results: Results | undefined;
  private lineIndex: LineIndex | undefined;
  private marks: readonly number[];
  private arrivals: KnownArrivals | undefined;
  private readonly recent = new RecentAnalyses();
  /** What is looked up is remembered for another file too, and must not be told of other declarations. */
  private sharesLookup = false;

  constructor(path: string, text: string, tree: Tree, services: TreeServices, like?: OpenFile) {
    this.path = path;
    this.tree = tree;
    this.services = services;
    this.source = text;
    if (like === undefined) {
      this.arrivals = known(services.arrivals(path));
      this.entries = scanAll(text);
      this.marks = marksIn(text);
      this.lookup = services.lookup(path, mergeDeclarations(this.entries.map((entry) => entry.declared)));
    } else {
      ({ arrivals: this.arrivals, entries: this.entries, marks: this.marks, lookup: this.lookup } = like);
      this.sharesLookup = true;
    }
  }

  get text(): string {
    return this.source;
  }

  get unit(): Unit {
    return this.analysed().unit;
  }

  get findings(): readonly Finding[] {
    return this.analysed().findings;
  }

  get suppressed(): readonly SuppressedFinding[] {
    return this.analysed().suppressed;
  }

  get gaps(): readonly Gap[] {
    return this.analysed().gaps;
  }

  get lines(): LineIndex {
    this.lineIndex ??= new LineIndex(this.source);
    return this.lineIndex;
  }

  get chains(): Chains | undefined {
    return this.arrivals;
  }

  know(arrivals: FileArrivals | undefined): void {
    const [before, now] = [this.arrivals, known(arrivals)];
    this.arrivals = now;
    this.results = undefined;
    this.reconsider((analysis) => hears(analysis, before, now));
  }

  setText(text: string): void {
    if (text === this.source) return;
    let start = 0;
    const shorter = Math.min(text.length, this.source.length);
    while (start < shorter && text.charCodeAt(start) === this.source.charCodeAt(start)) start += 1;
    let end = 0;
    while (
      end < shorter - start &&
      text.charCodeAt(text.length - 1 - end) === this.source.charCodeAt(this.source.length - 1 - end)
    )
      end += 1;
    this.replace({ start, end: this.source.length - end }, text.slice(start, text.length - end));
  }

  edit(edits: readonly { readonly span: Span; readonly newText: string }[]): void {
    for (const { span, newText } of edits) this.replace(span, newText);
  }

  edited(edits: readonly TextEdit[]): AnalysedFile {
    // What is known already is known of the copy too.
    this.analysed();
    const copy = new OpenFile(this.path, this.source, this.tree, this.services, this);
    copy.edit([...edits].sort((a, b) => b.span.start - a.span.start));
    return copy;
  }

  fixes(finding: Finding): readonly Fix[] {
    const known = this.analysed().fixes.get(finding);
    if (known !== undefined) return known;
    const made = fixesFor(finding, this.unit, this.source, {
      gaps: this.gaps,
      declares: (name) => this.services.declaresHelper(name),
      sees: (name) => this.sees(name),
    });
    const fixes = made.flatMap((fix) => proven(fix, finding, this) ?? []);
    this.analysed().fixes.set(finding, fixes);
    return fixes;
  }

  sees(name: string): boolean | undefined {
    return this.lookup.sees(name);
  }

  verdict(site: Site): SiteVerdict {
    return verdictOf(site, this.analysed().unsuppressed);
  }

  subject(finding: Pick<Finding, 'start' | 'end' | 'siteAt'>): Subject {
    return subjectOf(finding, { text: this.source, sites: this.analysed().unit.sites, entries: this.entries });
  }

  private replace(span: Span, newText: string): void {
    const start = Math.max(0, Math.min(span.start, this.source.length));
    const end = Math.max(start, Math.min(span.end, this.source.length));
    const before = this.source;
    this.source = before.slice(0, start) + newText + before.slice(end);
    const { entries, removed, added } = rescan(this.entries, before, this.source, start, end, newText.length);
    this.entries = this.withKnown(entries, removed, added, before);
    this.results = undefined;
    this.lineIndex = this.lineIndex?.replaced(start, end, newText);
    this.marks = marksAfter(this.marks, this.source, { start, end }, newText.length);
    this.redeclare(removed, added);
  }

  /** Brings the declarations up to date, and forgets the analyses that looked up a name whose declaration changed. */
  private redeclare(removed: readonly Entry[], added: readonly Entry[]): void {
    const declaredBy = (entries: readonly Entry[]): FileDeclarations =>
      mergeDeclarations(entries.map((entry) => entry.declared));
    const [before, after] = [declaredBy(removed), declaredBy(added)];
    const changed = changedNames(before, after);
    if (changed.size === 0 && changedAnswers(before, after, NO_DECLARATIONS.questions).size === 0) return;
    const own = declaredBy(this.entries);
    const names = new Set([...changed, ...changedAnswers(before, after, own.questions)]);
    if (names.has(INCLUDES) || this.sharesLookup) {
      this.lookup = this.services.lookup(this.path, own);
      this.sharesLookup = false;
    } else this.lookup.redeclare(own, names);
    this.reconsider((analysis) => analysis !== NOTHING_FOUND && hangsOn(analysis, names));
  }

  /** Forgets what was found where something that it rests on has changed. */
  private reconsider(isGone: (analysis: ItemAnalysis) => boolean): void {
    this.entries = this.entries.map((entry) =>
      entry.analysis && isGone(entry.analysis) ? { ...entry, analysis: undefined } : entry,
    );
    this.recent.forget(isGone);
  }

  /** The entries after an edit, with what is known of those that it brought in: they stood there a moment ago, or before. */
  private withKnown(
    entries: readonly Entry[],
    removed: readonly Entry[],
    added: readonly Entry[],
    before: string,
  ): readonly Entry[] {
    for (const entry of removed) this.recent.keep(before.slice(entry.start, entry.end), entry);
    const fresh = new Set(added);
    return entries.map((entry) => {
      const analysis = fresh.has(entry)
        ? this.recent.find(this.source.slice(entry.start, entry.end), entry)
        : undefined;
      return analysis ? { ...entry, analysis } : entry;
    });
  }

  private analysed(): Results {
    this.results ??= this.analyse();
    return this.results;
  }

  readOn(mayGoOn: () => boolean): boolean {
    if (this.results !== undefined) return true;
    let isDone = true;
    this.entries = this.entries.map((entry) => {
      if (entry.analysis) return entry;
      isDone &&= mayGoOn();
      if (!isDone) return entry;
      const text = this.source.slice(entry.start, entry.end);
      const isReached = this.arrivals?.bringDevicePages ?? false;
      const analysis = canMatter(text, entry.kind, (each) => this.services.holdsField(each, isReached))
        ? analyseItem(text, entry, this.lookup, this.services.matrix, this.services.lowering, this.arrivals)
        : NOTHING_FOUND;
      return { ...entry, analysis };
    });
    return isDone;
  }

  private analyse(): Results {
    const { matrix } = this.services;
    const { era } = this.tree.era;
    this.readOn(() => true);
    const sites: Site[] = [];
    const predicates: Predicate[] = [];
    const settled: SettledQuestion[] = [];
    const tableUses: TableUse[] = [];
    const truncations: Truncation[] = [];
    const entryUses: EntryUse[] = [];
    const keptPins: KeptPin[] = [];
    const askedAlone: AskedAlone[] = [];
    const gaps: Gap[] = [];
    let condition: ((index: number) => string | undefined) | undefined;
    for (let index = 0; index < this.entries.length; index += 1) {
      const entry = this.entries[index];
      const analysis = entry?.analysis;
      if (!entry || !analysis || analysis === NOTHING_FOUND) continue;
      condition ??= conditionsOf(this.source, this.entries);
      const around = condition(index);
      for (const site of analysis.sites) sites.push(withCondition(shiftSite(site, entry.start), around));
      for (const predicate of analysis.predicates) predicates.push(shiftPredicate(predicate, entry.start));
      for (const question of analysis.settled) settled.push(shiftQuestion(question, entry.start));
      for (const use of analysis.tableUses) tableUses.push(shiftTableUse(use, entry.start));
      for (const use of analysis.entryUses) entryUses.push(shiftEntryUse(use, entry.start));
      for (const pin of analysis.keptPins) keptPins.push(shiftKeptPin(pin, entry.start));
      for (const asked of analysis.askedAlone) askedAlone.push({ ...asked, ...shift(asked, entry.start) });
      for (const each of analysis.truncations) truncations.push(shiftTruncation(each, entry.start));
      for (const gap of analysis.gaps) gaps.push({ ...gap, ...shift(gap, entry.start) });
    }
    const unit: Unit = {
      path: this.path,
      era,
      matrix,
      sites,
      predicates,
      tableUses,
      truncations,
      entryUses,
      keptPins,
      askedAlone,
      tableOf: (name) => this.lookup.ownTable(name),
      settled,
      pageHasMember: (member) => this.pageHasMember(member),
    };
    const unsuppressed = this.check(unit);
    const suppressions = findSuppressions(this.source, this.marks, () => this.lines);
    const { findings, suppressed } = applySuppressions(unsuppressed, suppressions, () => this.lines, {
      isRule,
      nearestRule: (id) =>
        nearestWord(
          id,
          rules.map((rule) => rule.id),
        ),
      severity: (rule) => this.services.severity(rule),
      dependsOnTree: (id) =>
        this.arrivals !== undefined &&
        rules.some((rule) => rule.id === id && (rule.needsOrigin || rule.needsTree === true)),
    });
    return { unit, unsuppressed, findings: [...findings].sort(byPosition), suppressed, gaps, fixes: new Map() };
  }

  private check(unit: Unit): readonly Finding[] {
    const context: RuleContext = {
      era: unit.era,
      matrix: unit.matrix,
      lineOf: (offset) => this.lines.position(offset).line + 1,
    };
    const findings: Finding[] = [];
    for (const rule of rules) {
      const setting = this.services.severity(rule.id);
      if (setting === 'off') continue;
      for (const { at, site, related, concerns, place, ...report } of rule.check(unit, context)) {
        const evidence = rule.needsOrigin && site ? evidenceOf(site, at, report.kinds, context) : NO_EVIDENCE;
        findings.push({
          ...report,
          reason: [report.reason, ...evidence.clauses].join('; '),
          severity: setting ?? report.severity,
          rule: rule.id,
          ...(rule.isUnnecessary ? { isUnnecessary: true } : {}),
          related: [...(related ?? []), ...evidence.related],
          chain: this.evidenceFor(rule, site, place, report),
          ...(site ? { siteAt: site.at } : {}),
          ...(concerns ? { concernsAt: concerns.map((each) => each.at) } : {}),
          ...(site?.config === undefined ? {} : { config: site.config }),
          start: at.start,
          end: at.end,
        });
      }
    }
    return findings;
  }

  private evidenceFor(
    rule: Rule,
    site: Site | undefined,
    place: FlowPlace | undefined,
    report: Pick<Report, 'severity' | 'kinds'>,
  ): readonly ChainStep[] {
    if (place !== undefined && this.arrivals) return shortestChain([place], kindsOf(report.kinds), this.arrivals, true);
    return rule.needsOrigin && site ? this.chainOf(site, report) : [];
  }

  /** The way over which a page that makes a report true gets to its site. */
  private chainOf(
    { origins, proven }: Site,
    { severity, kinds }: Pick<Report, 'severity' | 'kinds'>,
  ): readonly ChainStep[] {
    if (this.arrivals === undefined || severity === 'hint') return [];
    const places = origins.flatMap(({ place }) => place ?? []);
    return shortestChain(places, kindsOf(intersect(kinds, proven)), this.arrivals, true);
  }

  /** Whether a struct of the file's headers has the member; a struct that is only in the built-in table does not count. */
  private pageHasMember(member: string): boolean | undefined {
    const { matrix } = this.services;
    // A member that an overlay is about is there, or not, as it says.
    if (member === 'inode' && matrix.whatIf !== undefined && !isEmpty(matrix.whatIf.changed('inode')))
      return !matrix.row('cache').can('inode', 'absent');
    return this.lookup.declares('struct page')?.members.has(member);
  }
}

interface Results {
  readonly unit: Unit;
  readonly unsuppressed: readonly Finding[];
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly gaps: readonly Gap[];
  /** Those that somebody has asked for. */
  readonly fixes: Map<Finding, readonly Fix[]>;
}

function known(arrivals: FileArrivals | undefined): KnownArrivals | undefined {
  return arrivals && new KnownArrivals(arrivals);
}

function isRule(id: string): boolean {
  return rules.some((rule) => rule.id === id);
}

function byPosition(a: Finding, b: Finding): number {
  return a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
