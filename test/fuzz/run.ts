import { parseArgs } from 'node:util';
import { openChromium } from './chromium/pages.ts';
import { BLOCK, fuzzBlockOf, type Subject } from './fuzzer.ts';
import { prepareProcesses } from './node/processes.ts';
import { faultVectors, keepFailure, wireVectors } from './vectors.ts';

/*
 * `npm run fuzz -- --runs N --seed S`: sends random stanzas to two session hosts in Node. The same seed sends the same stanzas. A failure is made as
 * small as possible, written to test/fixtures/fuzz, and sent again at every test from then on. `--block B` runs only that block of a seed.
 * `--in-chromium` puts the hosts into pages of the browser, which takes far longer.
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string' },
    block: { type: 'string' },
    'at-once': { type: 'string', default: '2' },
    'in-chromium': { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const blocks =
  values.block === undefined ? Array.from({ length: Math.ceil(Number(values.runs) / BLOCK) }, (_, block) => block) : [Number(values.block)];
const runs = values.block === undefined ? Number(values.runs) : BLOCK;
/** A long run reports its progress after this many runs. */
const TELL_EVERY = 10_000;

const vectors = wireVectors();
const failures: string[] = [];
let done = 0;
let most = { held: 0, grownBytes: 0, grownObjects: 0, stored: 0 };
const leftBehind = () =>
  `at most ${most.stored} records in a store, ${most.held} things held in one place, ${Math.round(most.grownBytes / 2 ** 20)} MiB and ${most.grownObjects} objects grown`;

const { subject, close } = values['in-chromium'] ? await openChromium() : await prepareProcesses();
const startedAt = performance.now();
const secondsGone = () => (performance.now() - startedAt) / 1_000;
try {
  await replay();
  await Promise.all(Array.from({ length: Number(values['at-once']) }, () => work(subject)));
} finally {
  await close();
}
console.log(
  `${done} runs of seed ${seed} in ${secondsGone().toFixed(1)} s, ${Math.round(done / secondsGone())} a second; ${leftBehind()}.`,
);
console.log(`${failures.length === 0 ? '✔' : '✖'} ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Sends everything that once failed, which must not fail again. */
async function replay(): Promise<void> {
  for (const { name, runs: kept } of faultVectors()) {
    const { fault } = await subject(kept);
    if (fault === undefined) continue;
    failures.push(name);
    console.log(`✖ test/fixtures/fuzz/${name}.json fails again: ${fault}`);
  }
}

async function work(hosts: Subject): Promise<void> {
  for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
    const count = values.block === undefined ? Math.min(BLOCK, runs - block * BLOCK) : BLOCK;
    const {
      failure,
      held = 0,
      grownBytes = 0,
      grownObjects = 0,
      stored = {},
    } = await fuzzBlockOf(hosts, vectors, seed, block, count, (fault, at) => console.log(`✖ Run ${at}: ${fault}`));
    done += failure ? failure.at - block * BLOCK + 1 : count;
    most = {
      held: Math.max(most.held, held),
      grownBytes: Math.max(most.grownBytes, grownBytes),
      grownObjects: Math.max(most.grownObjects, grownObjects),
      stored: Math.max(most.stored, ...Object.values(stored)),
    };
    if (done % TELL_EVERY === 0 && done < runs)
      console.log(`  ${done} runs, ${failures.length} failed, ${Math.round(done / secondsGone())} a second; ${leftBehind()}`);
    if (!failure) continue;
    failures.push(failure.fault);
    console.log(`  Kept in ${keepFailure(seed, failure)}; again by: npm run fuzz -- --seed ${seed} --block ${block}`);
  }
}
