/** The ledger as one HTML page that needs nothing beside itself: it asks no network, and runs no script but its own. */
import { createHash } from 'node:crypto';
import type { ReportData } from '../../report/data.ts';
import type { SummaryRow } from './ledger.ts';

/** What the page is made of, beside the ledger. */
export interface ReportParts {
  /** The script and the style of the page, as they were built. */
  readonly script: string;
  readonly style: string;
}

/** How the page calls what it is about; plain texts. */
export interface ReportTitle {
  /** The name of the tree. */
  readonly tree: string;
  readonly summary: SummaryRow;
}

/**
 * Renders the page. Text of the tree is in it as data only, which the script shows as text. A view of an editor adds to
 * the page what it needs itself: there a nonce tells what is the page's own.
 */
export function renderHtml(
  data: ReportData,
  { tree, summary }: ReportTitle,
  { script, style }: ReportParts,
  nonce?: string,
): string {
  const own = nonce === undefined ? '' : ` nonce="${escape(nonce)}"`;
  const policy = [
    "default-src 'none'",
    `script-src '${nonce === undefined ? sha256(script) : `nonce-${escape(nonce)}`}'`,
    `style-src '${nonce === undefined ? sha256(style) : `nonce-${escape(nonce)}`}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escape(tree)}: the ledger of daxlint</title>
<style${own}>${style}</style>
</head>
<body>
${header(tree, summary)}
<main>
${cards(data, summary)}
${filterBar()}
<table id="sites" role="treegrid" aria-label="sites"></table>
<p id="none" class="none" hidden>No site is like that.</p>
${data.gaps.length === 0 ? '' : GAPS}
</main>
${footer(summary, nonce !== undefined)}
<script type="application/json" id="data">${asData(data)}</script>
<script${own}>${script}</script>
</body>
</html>
`;
}

function header(tree: string, { era, sites, whatIf, whatIfNotes = [] }: SummaryRow): string {
  const notes = whatIfNotes.map((note) => `<p class="note">${escape(note)}</p>`).join('\n');
  const under = whatIf === undefined ? '' : `<p class="note">What if: <code>${escape(whatIf)}</code></p>`;
  return `<header>
<h1>${escape(tree)}</h1>
<p class="quiet">${count(sites, 'use')} of page fields, read as Linux ${escape(era ?? 'of an unknown era')} by daxlint</p>
${under}${notes}
</header>
<noscript><p class="note">The table below is drawn by the script in this page, which does not run here.</p></noscript>`;
}

/** The verdicts with their numbers: each is a filter too. */
function cards({ verdicts }: ReportData, summary: SummaryRow): string {
  const numbers = new Map(Object.entries(summary.verdicts));
  const shown = verdicts.filter(({ name }) => name === 'hazard' || (numbers.get(name) ?? 0) > 0);
  const buttons = shown.map(
    ({ name, meaning }) =>
      `<button type="button" class="card ${name}" value="${name}" aria-pressed="false"><span class="number">${numbers.get(name) ?? 0}</span> <span class="name">${name}</span> <span class="meaning">${escape(meaning)}</span></button>`,
  );
  return `<div class="cards" role="group" aria-label="verdicts">\n${buttons.join('\n')}\n</div>`;
}

function filterBar(): string {
  return `<div class="bar" role="search">
<label class="field grow"><span>File or function</span><input id="text" type="search" autocomplete="off" spellcheck="false" placeholder="fs/dax.c" aria-keyshortcuts="/"></label>
<label class="field"><span>Rule</span><select id="rule"></select></label>
<label class="field"><span>Subsystem</span><select id="subsystem"></select></label>
<div class="actions"><span id="count" role="status"></span><button type="button" id="toggle">Open or close all</button><button type="button" id="clear" disabled>Clear filters</button></div>
</div>`;
}

const GAPS = `<section id="gaps" aria-labelledby="gaps-title">
<h2 id="gaps-title">What could not be read <span class="count"></span></h2>
<table><thead><tr><th scope="col">place</th><th scope="col">why</th><th scope="col">subsystem</th></tr></thead><tbody></tbody></table>
</section>`;

function footer(summary: SummaryRow, opensPlaces: boolean): string {
  const files = `${count(summary.filesRead, 'file')} read, ${summary.filesSkipped} skipped, ${count(summary.gaps, 'gap')}`;
  const cost = `${(summary.milliseconds / 1000).toFixed(1)} s, ${Math.round(summary.peakMemory / 1e6)} MB at most`;
  return `<footer>
<p><kbd>/</kbd> filter <kbd>↑</kbd><kbd>↓</kbd> move <kbd>Enter</kbd> open <kbd>→</kbd><kbd>←</kbd> open, close${opensPlaces ? ' <kbd>o</kbd> open in the editor' : ''} <kbd>Home</kbd><kbd>End</kbd> first, last</p>
<p>${files}; ${cost}</p>
</footer>`;
}

/** A text with its data can hold no tag, whatever stands in a file of the tree. */
function asData(data: ReportData): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
