/** Says of user pages that they are kept, so that those of FS-DAX are refused. */
import { canBeLongTerm, LONGTERM } from '../kernel/pins.ts';
import type { Fix } from '../model/finding.ts';
import { isContinued } from './placement.ts';
import type { Problem } from './problem.ts';

const EYE = 'callers then get an error for a DAX file, and pages that cannot stay where they are get moved first';

/** Adds the flag to those of the call. */
export function sayLongTerm({ finding, unit, view }: Problem): Fix | undefined {
  const pin = unit.keptPins.find(({ start, end }) => start === finding.start && end === finding.end);
  if (!pin || !canBeLongTerm(pin.callee) || !view.isCode(pin) || isContinued(view.text, pin)) return undefined;
  const flags = view.textOf(pin.flags).trim();
  const isLoose = /[?:&^]/.test(flags) && !flags.startsWith('(');
  const written = isLoose ? `(${flags})` : flags;
  const newText = flags === '0' ? LONGTERM : `${written} | ${LONGTERM}`;
  return {
    title: `say that they are kept: \`${newText}\``,
    safe: false,
    eye: EYE,
    edits: [{ span: pin.flags, newText }],
  };
}
