/** An early exit is the statement that leaves a loop's round or a function for a page that the code below is wrong for. */
import type { CType } from '../model/c-type.ts';
import type { Placement } from '../model/site.ts';

export interface EarlyExit {
  readonly statement: string;
  /** What a person has to decide about it. */
  readonly eye: string;
}

const NUMBER =
  /^(?:(?:un)?signed |long |short )*(?:int|long|short|char|signed|unsigned)$|^(?:[us](?:8|16|32|64)|s?size_t|loff_t|off_t|pgoff_t|sector_t|gfp_t|umode_t|vm_fault_t|blk_status_t|dev_t|ino_t|u?int(?:8|16|32|64|ptr)_t)$/;

/** The exit that fits the loop or the return type; undefined where the return type has no plain value. */
export function earlyExit(place: Placement): EarlyExit | undefined {
  if (place.inLoop)
    return { statement: 'continue;', eye: 'what the rest of the round does for every page is skipped too' };
  const value = place.returns && returned(place.returns);
  if (value === undefined) return undefined;
  if (value === '') return { statement: 'return;', eye: 'locks and references that are held here are not released' };
  return {
    statement: `return ${value};`,
    eye: `\`${value}\` is a guess, and locks and references that are held here are not released`,
  };
}

function returned(type: CType): string | undefined {
  if (type.stars > 0) return 'NULL';
  if (type.name === 'void') return '';
  if (type.name === 'bool' || type.name === '_Bool') return 'false';
  return NUMBER.test(type.name) ? '0' : undefined;
}
