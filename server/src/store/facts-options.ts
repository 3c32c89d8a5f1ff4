/** Of what a user can set for a tree, only some changes the facts of its files. */
import type { TreeOptions } from '../engine/api.ts';

/** What decides the facts of a file: they are read for all fields, and rules do not come into it. */
export function factsOptions({ era, whatIf }: TreeOptions = {}): TreeOptions {
  return { ...(era === undefined || era === 'auto' ? {} : { era }), ...(whatIf === undefined ? {} : { whatIf }) };
}
