/** `daxlint ledger` prints every use of a page field in a tree with its verdict, or what an overlay changes of them. */
import { basename } from 'node:path';
import { FILE_FIELDS, type SiteField } from '../../kernel/site-fields.ts';
import { rules } from '../../rules/index.generated.ts';
import type { LedgerArguments, LedgerFormat } from '../args.ts';
import { EXIT, type ExitStatus } from '../exit-status.ts';
import { treeAround } from '../file-jobs.ts';
import { changesOf, readLedger } from '../make-ledger.ts';
import { type Ledger, renderJsonLines, renderTable } from '../reporters/ledger.ts';
import { printablePath } from '../printable.ts';
import { reportData, reportParts } from '../report-data.ts';
import { renderHtml } from '../reporters/html.ts';
import type { Colors, Terminal } from '../terminal.ts';
import { treeOptions } from '../tree-options.ts';

/** Analyses and prints; status 0, or throws `Trouble` where there is no tree. */
export async function runLedger(args: LedgerArguments, terminal: Terminal): Promise<ExitStatus> {
  const started = performance.now();
  const root = treeAround(args.tree);
  const fields = args.fields ?? (args.rule === undefined ? FILE_FIELDS : fieldsOfRule(args.rule));
  const options = treeOptions(args, fields);
  terminal.watchInterrupt();
  const run = { root, args, fields, terminal, started };
  let ledger = await readLedger(run, options);
  if (options.whatIf !== undefined) {
    // What an overlay changes is what somebody asks for who names one.
    const { whatIf: _, ...asItIs } = options;
    ledger = changesOf(await readLedger(run, asItIs), ledger);
  }
  terminal.calm();
  terminal.out(rendered(ledger, args.format, { root, colors: terminal.colors }));
  return EXIT.nothing;
}

function rendered(
  ledger: Ledger,
  format: LedgerFormat,
  { root, colors }: { readonly root: string; readonly colors: Colors },
): string {
  switch (format) {
    case 'jsonl':
      return renderJsonLines(ledger);
    case 'table':
      return renderTable(ledger, colors);
    case 'html': {
      const title = { tree: printablePath(basename(root)), summary: ledger.summary };
      return renderHtml(reportData(ledger, root), title, reportParts());
    }
  }
}

/** What a rule looks at. */
function fieldsOfRule(id: string): readonly SiteField[] {
  return rules.find((rule) => rule.id === id)?.fields ?? FILE_FIELDS;
}
