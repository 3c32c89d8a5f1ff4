/** What the rest of the syntax tier uses of masking. */

export type { Cut } from './arm-choice.ts';
export type { ConditionalArm, ConditionalGroup } from './conditional-groups.ts';
export { type MaskedMacro, maskMacroBody } from './macro-body.ts';
export { maskItem, type MaskOptions, type MaskResult } from './mask-text.ts';
