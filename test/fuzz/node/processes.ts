import { fork } from 'node:child_process';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { productPlugins } from '../../../build/product-plugins.mjs';
import type { BlockOutcome } from '../block.ts';
import type { Hosts, Run } from '../fuzzer.ts';

const BUNDLE = join('.test', 'fuzz', 'child.mjs');
/** Left to Node: none of them is part of the product. */
const TESTS_OWN = ['@sinonjs/fake-timers', 'fake-indexeddb/auto', 'slimdom'];
/** A block takes seconds. Hosts have a clock of their own and wait for nothing: who takes so long works without end. */
const ENDLESS_MS = 120_000;

/** Two session hosts in a process of Node's, with the StanzaJS that agents get. Every block has a process of its own. */
export async function prepareProcesses(): Promise<Hosts> {
  const build = await rollup({ input: 'test/fuzz/node/child.ts', external: TESTS_OWN, plugins: productPlugins(), onwarn: () => undefined });
  await build.write({ file: BUNDLE, format: 'es', inlineDynamicImports: true });
  await build.close();
  return { subject: inProcess, close: () => Promise.resolve() };
}

function inProcess(runs: readonly Run[]): Promise<BlockOutcome> {
  return new Promise((resolve) => {
    const child = fork(BUNDLE, { execArgv: ['--expose-gc'] });
    const end = (outcome: BlockOutcome): void => {
      clearTimeout(endless);
      child.kill('SIGKILL');
      resolve(outcome);
    };
    const endless = setTimeout(() => end({ fault: `The hosts had not ended after ${ENDLESS_MS / 1_000} s` }), ENDLESS_MS);
    child.once('message', end);
    child.once('exit', (code) => end({ fault: `The hosts' process ended with ${code}` }));
    child.send(runs);
  });
}
