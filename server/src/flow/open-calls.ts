/** Which calls of a function nothing was done before that has to stand before them, by its calls in the order of the text. */

/** A call that nothing stands before. */
export interface OpenCall {
  readonly callee: string;
  /** 0-based, from the line in which the function begins. */
  readonly line: number;
}

/**
 * The calls before which none `closes` the way, by a text in the form of `callOrder()`. What closes it in a block also
 * does so behind the block, unless the block ends in a `return`; one arm of a `switch` does not close the next one.
 */
export function openCalls(calls: string, closes: (callee: string) => boolean): readonly OpenCall[] {
  const open: OpenCall[] = [];
  const blocks: { readonly entry: boolean; closed: boolean; returns: boolean }[] = [];
  let isClosed = false;
  for (const step of calls.split(' ')) {
    const block = blocks.at(-1);
    if (step === '(') blocks.push({ entry: isClosed, closed: false, returns: false });
    else if (step === '!' && block) block.returns = true;
    else if (step === ';' && block) {
      block.closed ||= isClosed;
      isClosed = block.entry;
    } else if (step === ')' && block) {
      isClosed = block.closed || (block.returns ? block.entry : isClosed);
      blocks.pop();
    } else {
      const [callee = '', at] = step.split(':');
      if (!isClosed) open.push({ callee, line: Number(at) });
      isClosed ||= closes(callee);
    }
  }
  return open;
}

/** All calls of a function. */
export function allCalls(calls: string): readonly OpenCall[] {
  return calls.split(' ').flatMap((step): readonly OpenCall[] => {
    const [callee = '', at] = step.split(':');
    return at === undefined ? [] : [{ callee, line: Number(at) }];
  });
}
