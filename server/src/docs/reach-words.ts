/** What gets to a function, in the few words that stand above it. */
import type { Reached } from '../engine/reach.ts';
import { describeKinds, isEmpty, mainKinds } from '../kernel/kinds.ts';

/** One line without a full stop. */
export function reachedText({ device, others, isOpen, ways }: Reached): string {
  if (!isEmpty(device)) {
    const over = ways > 1 ? `, over ${ways} ways` : '';
    return `${describeKinds(mainKinds(device), 'and')} pages get here${over}`;
  }
  if (isOpen) return 'pages of unknown origin get here';
  return isEmpty(others) ? 'no page is known to get here' : `reached by ${describeKinds(others, 'and')} pages only`;
}
