import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'rolldown';
import { BROWSER, productPlugins } from '../../../build/bundling.mjs';
import type { BlockOutcome } from '../block.ts';
import type { Work } from './child.ts';
import type { Hosts, Run } from '../fuzzer.ts';
import { visibleMembers } from '../visible-members.ts';

const BUNDLE = join('.test', 'fuzz', 'child.mjs');
/** These packages aren't bundled, because they aren't part of the product. */
const TESTS_OWN = ['node:v8', '@sinonjs/fake-timers', 'fake-indexeddb/auto', 'slimdom'];
/** A block takes a few seconds of processor time and never waits. After this much processor time, it is in an endless loop. */
const ENDLESS_SECONDS = 120;

/** Runs two session hosts in a Node process, with the StanzaJS that agents get. Each block has a process of its own. */
export async function prepareProcesses(): Promise<Hosts> {
  await build({
    ...BROWSER,
    input: 'test/fuzz/node/child.ts',
    external: TESTS_OWN,
    plugins: [visibleMembers(), productPlugins()],
    output: { codeSplitting: false, file: BUNDLE },
  });
  return { subject: inProcess, close: () => Promise.resolve() };
}

function inProcess(runs: readonly Run[], isCounting = false): Promise<BlockOutcome> {
  return new Promise((resolve) => {
    const command = ['-c', `ulimit -t ${ENDLESS_SECONDS}; exec "$0" "$@"`, process.execPath, '--expose-gc', BUNDLE];
    const child = spawn('/bin/sh', command, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('message', (outcome: BlockOutcome) => {
      child.kill('SIGKILL');
      resolve(outcome);
    });
    // The process has ended without an outcome.
    child.once('exit', (code, signal) =>
      resolve({ fault: `The hosts' process ended with ${signal ?? code}, after ${ENDLESS_SECONDS} s of work at most` }),
    );
    child.send({ runs, isCounting } satisfies Work);
  });
}
