/** Chooses which arm of each cut `#if` group stays in the text, pass by pass, so that every arm is seen in some pass. */

import { COMMA, OPEN_BRACE } from './brackets.ts';
import type { Canvas } from './canvas.ts';
import { armConditions, type ConditionalGroup } from './conditional-groups.ts';
import { type ConditionalScan, passesOf, type ScannedGroup } from './conditionals.ts';
import { GONE, type TokenTable } from './token-table.ts';

/** A region of code that was blanked; UTF-16 offsets. */
export interface Cut {
  readonly start: number;
  readonly end: number;
}

export interface ArmChoice {
  readonly groups: readonly ConditionalGroup[];
  readonly cuts: readonly Cut[];
  /** How many passes it takes to see every arm; 1 where nothing was cut. */
  readonly passes: number;
}

/** Blanks what the pass does not show and marks its rows as gone; a pass that does not exist shows what pass 0 shows. */
export function chooseArms(table: TokenTable, canvas: Canvas, scan: ConditionalScan, pass: number): ArmChoice {
  const chooser = new Chooser(table, canvas);
  for (const row of scan.misplaced) chooser.drop(row, row + 1);
  chooser.show(scan.groups, pass);
  const { groups, cuts } = chooser;
  groups.sort((a, b) => a.start - b.start);
  cuts.sort((a, b) => a.start - b.start);
  return { groups, cuts, passes: passesOf(scan.groups) };
}

class Chooser {
  readonly groups: ConditionalGroup[] = [];
  readonly cuts: Cut[] = [];
  private readonly table: TokenTable;
  private readonly canvas: Canvas;

  constructor(table: TokenTable, canvas: Canvas) {
    this.table = table;
    this.canvas = canvas;
  }

  show(groups: readonly ScannedGroup[], pass: number): void {
    for (const group of groups) {
      if (group.treatment === 'cut') this.cut(group, pass);
      else {
        this.record(group, undefined);
        if (group.treatment === 'flatten') this.flatten(group);
        for (const inner of group.inner) this.show(inner, pass);
      }
    }
  }

  drop(from: number, to: number): void {
    const { table, canvas } = this;
    for (let row = from; row < to; row++) {
      if (table.kind[row] === GONE) continue;
      canvas.blank(table.start[row] ?? 0, table.end[row] ?? 0);
      table.kind[row] = GONE;
    }
  }

  private cut(group: ScannedGroup, pass: number): void {
    const { arm: kept, rest } = armOfPass(group, pass);
    this.record(group, kept);
    group.directives.forEach((row, arm) => {
      const next = group.directives[arm + 1];
      if (next !== undefined && arm !== kept && next > row + 1) {
        if (group.shownArms.includes(arm))
          this.cuts.push({ start: this.table.start[row + 1] ?? 0, end: this.table.end[next - 1] ?? 0 });
        this.drop(row + 1, next);
      }
      this.drop(row, row + 1);
    });
    this.show(group.inner[kept] ?? [], rest);
  }

  /** Blanks the directives; an arm that ends without a comma gets one where the next directive was. */
  private flatten(group: ScannedGroup): void {
    const { table, canvas } = this;
    group.directives.forEach((row, arm) => {
      this.drop(row, row + 1);
      const isInner = arm > 0 && arm < group.directives.length - 1;
      const ended = table.isPunct(row - 1, COMMA) || table.isPunct(row - 1, OPEN_BRACE) || table.kind[row - 1] === GONE;
      if (isInner && !ended) canvas.write(table.start[row] ?? 0, ',');
    });
  }

  private record(group: ScannedGroup, shown: number | undefined): void {
    const { table } = this;
    const heads = group.directives.slice(0, -1);
    const conditions = armConditions(heads.map((row) => table.textOf(row)));
    const last = group.directives.at(-1) ?? 0;
    this.groups.push({
      start: table.start[heads[0] ?? 0] ?? 0,
      end: table.end[last] ?? 0,
      cut: group.treatment === 'cut',
      shown,
      arms: heads.map((row, arm) => ({
        condition: conditions[arm] ?? '',
        directive: table.start[row] ?? 0,
        start: table.end[row] ?? 0,
        end: table.start[group.directives[arm + 1] ?? row] ?? 0,
      })),
    });
  }
}

/** Each arm of a cut group takes as many passes as the groups inside it need, but one at least. */
function armOfPass(group: ScannedGroup, pass: number): { arm: number; rest: number } {
  let rest = pass;
  for (const arm of group.shownArms) {
    const own = passesOf(group.inner[arm] ?? []);
    if (rest < own) return { arm, rest };
    rest -= own;
  }
  return { arm: group.shownArms[0] ?? 0, rest: 0 };
}
