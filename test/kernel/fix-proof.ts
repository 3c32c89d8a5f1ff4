/**
 * Proves the fixes on Debian's kernel trees, which `npm run test:kernel` fetches; they are configured where they are not.
 * Usage: npm run prove-fixes -- [--all] [--seed NUMBER]
 *
 * With `--all` every fix that is offered is tried, and docs/fix-proof.md is written; else a sample, chosen by the seed.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { configuredTrees } from './proof/compiler.ts';
import { type Proof, prove } from './proof/prove.ts';
import { ALL_OF_IT, A_SAMPLE, SEED } from './proof/amounts.ts';
import { ProofTree } from './proof/proof-tree.ts';
import { renderProof } from './proof/report.ts';
import { kernels, SERIES } from './trees.ts';

const PAGE = fileURLToPath(new URL('../../docs/fix-proof.md', import.meta.url));

const { values } = parseArgs({ options: { all: { type: 'boolean', default: false }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? SEED);
const CONFIGURE = fileURLToPath(new URL('configure.mjs', import.meta.url));
spawnSync(process.execPath, [CONFIGURE, kernels(), configuredTrees()], { stdio: 'inherit' });

const proofs: Proof[] = [];
for (const series of SERIES) {
  const tree = await ProofTree.open(series, seed);
  console.log(`Linux ${tree.release}`);
  proofs.push(prove(tree, values.all ? ALL_OF_IT : A_SAMPLE, (line) => console.log(line)));
}
const compiler = spawnSync('gcc', ['-dumpfullversion'], { encoding: 'utf8' }).stdout.trim();
const page = renderProof(proofs, { compiler: `gcc ${compiler}`, seed });
console.log(page.slice(0, page.indexOf('## The mutations')));
if (values.all) writeFileSync(PAGE, page);
