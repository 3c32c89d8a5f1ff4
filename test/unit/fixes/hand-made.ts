/** Units made by hand: a text, and where in it the parts of a site stand, named by the text they have. */
import { isMemberField } from '../../../server/src/kernel/site-fields.ts';
import { era as eraOf, type EraId } from '../../../server/src/kernel/eras.ts';
import { ALL, type KindSet } from '../../../server/src/kernel/kinds.ts';
import { matrixOf } from '../../../server/src/kernel/matrix.ts';
import { type CType, cType } from '../../../server/src/model/c-type.ts';
import type { Finding, Gap } from '../../../server/src/model/finding.ts';
import type { EventRole, Placement, Site, SiteEvent } from '../../../server/src/model/site.ts';
import type { Unit } from '../../../server/src/model/unit.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import type { Span } from '../../../server/src/text/span.ts';
import { fixesFor } from '../../../server/src/fixes/fixes.ts';

/** The span of the n-th appearance of a needle, 0-based. */
export function spanOf(text: string, needle: string, nth = 0): Span {
  let start = -1;
  for (let seen = 0; seen <= nth; seen += 1) start = text.indexOf(needle, start + 1);
  if (start < 0) throw new Error(`not in the text: ${needle}`);
  return { start, end: start + needle.length };
}

export interface PlaceInput {
  /** The text of the statement. */
  readonly statement: string;
  readonly kind?: Placement['kind'];
  readonly condition?: string;
  readonly inBlock?: boolean;
  readonly inLoop?: boolean;
  readonly returns?: CType;
  /** The text with which the code of the block begins; the statement itself where it is absent. */
  readonly code?: string;
}

export function place(text: string, input: PlaceInput): Placement {
  const span = spanOf(text, input.statement);
  const kind = input.kind ?? 'if';
  return {
    ...span,
    kind,
    within: { start: 0, end: text.length },
    inBlock: input.inBlock ?? true,
    isDeclaration: kind === 'declare',
    ...(input.condition === undefined ? {} : { condition: spanOf(text, input.condition) }),
    inLoop: input.inLoop ?? false,
    codeStart: input.code === undefined ? span.start : spanOf(text, input.code).start,
    returns: input.returns ?? cType('int'),
  };
}

export interface EventInput extends Partial<Omit<SiteEvent, 'role' | 'place'>> {
  readonly role: EventRole;
  readonly place: Placement;
}

/** A site of `page->mapping`, the n-th in the text, with its events. */
export function siteOf(text: string, field: string, nth: number, events: readonly EventInput[]): Site {
  const span = spanOf(text, field, nth);
  const [, base = '', member = ''] = /^(.*)->(\w+)$/.exec(field) ?? [];
  const type = base.includes('folio') ? 'folio' : 'page';
  return {
    ...span,
    field: isMemberField(member) ? member : 'mapping',
    base,
    baseSpan: { start: span.start, end: span.start + base.length },
    baseType: type,
    identity: base,
    at: span.start + base.length,
    functionName: 'f',
    use: 'other',
    events: events.map((event) => ({ ...span, nonNull: false, kinds: ALL, absentWords: [], guards: [], ...event })),
    origins: [],
    kinds: ALL,
    isWritten: false,
    proven: ALL,
    known: true,
    type: cType(`struct ${type}`, 1),
  };
}

export interface FindingInput {
  readonly rule: string;
  readonly site?: Site;
  readonly kinds?: KindSet;
  readonly at?: Span;
  readonly severity?: Finding['severity'];
}

export interface Mended {
  readonly title: string;
  readonly safe: boolean;
  readonly eye: string | undefined;
  readonly text: string;
}

export interface MendInput {
  readonly era: EraId;
  readonly sites: readonly Site[];
  readonly finding: FindingInput;
  readonly predicates?: Unit['predicates'];
  readonly declares?: (helper: string) => boolean | undefined;
  readonly hasInode?: boolean;
  readonly gaps?: readonly Gap[];
}

/** Applies each fix of a finding on its own. */
export function mend(text: string, input: MendInput): readonly Mended[] {
  const { finding, era, sites } = input;
  const unit: Unit = {
    path: 'test.c',
    era: eraOf(era),
    matrix: matrixOf(era),
    sites,
    predicates: input.predicates ?? [],
    settled: [],
    tableUses: [],
    truncations: [],
    entryUses: [],
    keptPins: [],
    askedAlone: [],
    tableOf: () => undefined,
    pageHasMember: () => input.hasInode,
  };
  const at = finding.at ?? finding.site?.events[0] ?? { start: 0, end: 0 };
  const full: Finding = {
    rule: finding.rule,
    severity: finding.severity ?? 'warning',
    message: '',
    reason: '',
    related: [],
    chain: [],
    kinds: finding.kinds ?? ALL,
    ...(finding.site ? { siteAt: finding.site.at } : {}),
    start: at.start,
    end: at.end,
  };
  const fixes = fixesFor(full, unit, text, {
    declares: input.declares ?? (() => undefined),
    gaps: input.gaps ?? [],
    sees: () => undefined,
  });
  return fixes.map(({ title, safe, eye, edits }) => ({ title, safe, eye, text: applyEdits(text, edits) }));
}
