import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { isServerKind, type ServerKind } from '../demo/server-kind.ts';
import { bundleTests } from './bundle-tests.ts';
import { failureList } from './reporters/failure-list.ts';
import { lastLinesOf, type PartResult } from './reporters/part-result.mjs';
import { takeTurns, type Turn } from './turns.ts';

/*
 * `npm test`: runs every part of the tests. It ends with what failed, and with the sum, `N passed, N failed`, as its last line. `npm test -- --only unit,e2e` runs some parts,
 * `npm test -- --server ejabberd` all end-to-end tests at ejabberd in place of Prosody.
 *
 * Most parts work on one core, and not all the time, so three run side by side, and each is printed as a whole when it ends. The end-to-end tests use
 * every core. They come last, and are printed as they run. What asks for no time at all, such as the lint, begins when all others have begun but those
 * that are alone, and gets the processor when nobody else wants it.
 */

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const RESULTS_FOLDER = join(ROOT, '.test', 'results');
/** The folders that `npm run lint` checks too. */
const WITH_ARROWS = ['src', 'demo', 'server', 'build', 'bench', 'test'];
const resultShape = v.object({
  passed: v.number(),
  failures: v.array(v.object({ file: v.optional(v.string()), title: v.string(), message: v.string() })),
});

interface Part extends Turn {
  readonly title: string;
  /** A program of node_modules and its arguments. */
  command(): Promise<readonly string[]>;
  /** Whether it has tests that are counted. If not, the part is one check that passes or fails. */
  readonly isCounted: boolean;
  /** The messaging server that it runs at. */
  readonly server?: ServerKind;
}

const { values } = parseArgs({ options: { only: { type: 'string' }, server: { type: 'string', default: 'prosody' } } });
if (!isServerKind(values.server)) throw new Error(`There is no server ${values.server}; there are prosody and ejabberd.`);
const SERVER = values.server;
/**
 * What is run at ejabberd too each time: the main job, to show that a browser can talk to it, and what depends on the server: single sign-on, its relay,
 * and how large a stanza may be. The random faults try its archive, resumption, other devices and consultations. `--server ejabberd` runs all; a release
 * does.
 */
const AT_EJABBERD = ['sso', 'voice-consultation', 'main-job', 'largest-invitation'];

/**
 * Runs a program at the lowest priority: at a higher one it would take a tenth of the processor from parts that others wait for. Where the kernel shares the
 * processor between sessions (autogroup of sched(7)), it is the priority of a session of its own that counts.
 */
const PATIENTLY = ['/bin/sh', '-c', '{ echo 19 >/proc/self/autogroup; } 2>/dev/null; exec nice -n 19 "$0" "$@"'];

/** A program that parses thousands of files, and keeps what it has parsed, spends a tenth of its time copying that within a small young generation. */
const LARGE_YOUNG_GENERATION = '--max-semi-space-size=64';

const bin = (path: string) => join(ROOT, 'node_modules', path);

async function testFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true });
  return entries
    .filter((entry) => /\.test\.m?[jt]s$/.test(entry))
    .sort()
    .map((entry) => join(folder, entry));
}

const REPORTER = ['--test-reporter', './test/reporters/node-test-reporter.mjs'];

/** Runs the files of a folder one after the other, in one process, so that what they share is loaded once. */
const inOneProcess = async (folder: string) => ['--import', 'tsx', ...REPORTER, 'test/in-one-process.ts', ...(await testFiles(folder))];

/** Runs each file of a folder in a process of its own. */
const inProcesses = async (folder: string, atOnce: number) => [
  ...['--enable-source-maps', ...REPORTER, '--test', '--test-concurrency', `${atOnce}`],
  ...(await bundleTests(basename(folder), await testFiles(folder))),
];

/** The parts in the order in which they begin, the longest first. A part that waits for another begins after it. */
const PARTS: readonly Part[] = [
  { name: 'build', title: 'Build', isCounted: false, command: async () => ['--import', 'tsx', 'test/build.ts'] },
  {
    name: 'fuzz',
    title: 'Random stanzas through whole session hosts',
    isCounted: false,
    // The hosts' clock goes on only when there is nothing left to do.
    isPatient: true,
    // The seed is fixed, so that a failure comes from the change and occurs again. Other seeds are tried by hand; what they find becomes a vector. A release
    // sends seven times as many (.github/workflows/release.yml).
    command: async () => ['--import', 'tsx', 'test/fuzz/run.ts', '--runs', '3000', '--seed', '1'],
  },
  { name: 'lint', title: 'Lint', isPatient: true, isCounted: false, command: async () => [bin('oxlint/bin/oxlint')] },
  { name: 'format', title: 'Format', isPatient: true, isCounted: false, command: async () => [bin('oxfmt/bin/oxfmt'), '--check'] },
  {
    name: 'arrows',
    title: 'Arrows between folders, and circles of files',
    isPatient: true,
    isCounted: false,
    command: async () => [LARGE_YOUNG_GENERATION, bin('dependency-cruiser/bin/dependency-cruise.mjs'), ...WITH_ARROWS],
  },
  {
    name: 'typecheck',
    title: 'Type check',
    isPatient: true,
    isCounted: false,
    // Several threads would each check what the files share.
    command: async () => [bin('@typescript/native/bin/tsc'), '--noEmit', '--singleThreaded'],
  },
  {
    name: 'components',
    title: 'Component and storage tests, in Chromium',
    isCounted: true,
    command: async () => [bin('@web/test-runner/dist/bin.js')],
  },
  {
    name: 'process',
    title: 'Tests with a server or a process of their own',
    isCounted: true,
    // They wait for their servers most of the time.
    command: () => inProcesses('test/process', 3),
  },
  {
    name: 'package',
    title: 'The packed extension and widget, and the examples',
    isCounted: true,
    after: 'build',
    command: () => inOneProcess('test/package'),
  },
  {
    name: 'e2e-ejabberd',
    title: 'The main job, voice, single sign-on and the largest stanza, at ejabberd',
    isCounted: true,
    // Single sign-on takes a minute, in which it waits for tokens to end; the others are done meanwhile.
    after: 'process',
    // Fewer workers than where they are alone (playwright.config.ts).
    command: async () => [bin('@playwright/test/cli.js'), 'test', '--workers', '3', ...AT_EJABBERD.map((name) => `/${name}.spec.ts`)],
    server: 'ejabberd',
  },
  {
    name: 'contract',
    title: 'The contact service, on PGlite and on PostgreSQL',
    isCounted: true,
    command: () => inOneProcess('test/contract'),
  },
  { name: 'unit', title: 'Unit tests', isPatient: true, isCounted: true, command: () => inOneProcess('test/unit') },
  {
    name: 'extension-lint',
    title: "The built extension, by Mozilla's linter",
    isPatient: true,
    isCounted: false,
    after: 'build',
    command: async () => [
      LARGE_YOUNG_GENERATION,
      bin('web-ext/bin/web-ext.js'),
      'lint',
      '--source-dir',
      'dist/firefox',
      '--warnings-as-errors',
      '--no-config-discovery',
      '--boring',
    ],
  },
  {
    name: 'faults',
    title: 'Random faults between agents, at Prosody and at ejabberd',
    isCounted: false,
    // Two sides have a minute to agree. Beside other parts, dozens of session hosts at once don't always get there.
    isAlone: true,
    // Its threads end before optimised code has paid for itself, and each would collect its garbage with several more.
    command: async () => [
      '--no-opt',
      '--single-threaded-gc',
      ...['--import', 'tsx', 'test/faults/run.ts', '--runs', '30', '--seed', '1', '--server', 'prosody,ejabberd'],
    ],
  },
  {
    name: 'e2e',
    title: `End-to-end tests, in Chromium and Firefox at ${SERVER}`,
    isCounted: true,
    isAlone: true,
    // Firefox is slow enough to be late, were random stanzas to run beside it.
    after: 'fuzz',
    command: async () => [bin('@playwright/test/cli.js'), 'test'],
    server: SERVER,
  },
];

/** The leaders of the sessions that were begun here. No terminal ends these. */
const ownSessions = new Set<number>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const pid of ownSessions) process.kill(-pid, signal);
    process.kill(process.pid, signal);
  });
}

/** Runs a program. @param print is given its output as it comes */
function run(
  { isPatient, server }: Part,
  command: readonly string[],
  resultFile: string,
  print: (output: Buffer) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      BACKCHANNEL_RESULT: resultFile,
      // Without this, web-ext would ask the registry for a newer version of itself.
      NO_UPDATE_NOTIFIER: '1',
      // The type check and the lint are programs in Go, which end before they have filled the memory: they seldom look for garbage.
      GOGC: '400',
      ...(server && { BACKCHANNEL_SERVER: server }),
    };
    const [program, ...given] = [...(isPatient ? PATIENTLY : []), process.execPath, ...command] as [string, ...string[]];
    const child = spawn(program, given, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env, detached: isPatient });
    const { pid } = child;
    if (isPatient && pid !== undefined) {
      ownSessions.add(pid);
      child.once('close', () => ownSessions.delete(pid));
    }
    child.stdout.on('data', print);
    child.stderr.on('data', print);
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function readResult(file: string): Promise<PartResult> {
  try {
    return v.parse(resultShape, JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // The part ended before it wrote its result.
    return { passed: 0, failures: [] };
  }
}

/** The result of a part that has ended, from what its reporter has written, how it ended, and its output. */
async function resultOf(part: Part, file: string, code: number, output: string): Promise<PartResult> {
  const asAWhole = (): PartResult['failures'] => [{ title: 'the part as a whole', message: lastLinesOf(output) }];
  if (!part.isCounted) return code === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: asAWhole() };
  const { passed, failures } = await readResult(file);
  if (passed + failures.length === 0) return { passed, failures: [{ title: 'no test ran', message: lastLinesOf(output) }] };
  // The part may have ended with an error that isn't in any of its tests.
  return { passed, failures: code !== 0 && failures.length === 0 ? asAWhole() : failures };
}

async function runPart(part: Part): Promise<PartResult & Pick<Part, 'title'>> {
  const heading = `\n━━ ${part.title}\n`;
  const kept: Buffer[] = [];
  if (part.isAlone) process.stdout.write(heading);
  const startedAt = Date.now();
  const file = join(RESULTS_FOLDER, `${part.name}.json`);
  const code = await run(part, await part.command(), file, (output) => {
    kept.push(output);
    if (part.isAlone) process.stdout.write(output);
  });
  if (!part.isAlone) process.stdout.write(Buffer.concat([Buffer.from(heading), ...kept]));
  const result = await resultOf(part, file, code, Buffer.concat(kept).toString());
  console.log(
    `${result.failures.length ? '✖' : '✔'} ${part.title}: ${result.passed} passed, ${result.failures.length} failed, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  return { title: part.title, ...result };
}

function chosenParts(): readonly Part[] {
  // With `--server ejabberd`, the first of the two end-to-end parts has all of the second.
  if (values.only === undefined) return PARTS.filter(({ name }) => SERVER === 'prosody' || name !== 'e2e-ejabberd');
  const names = values.only.split(',');
  const unknown = names.find((name) => !PARTS.some((part) => part.name === name));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}; there are ${PARTS.map(({ name }) => name).join(', ')}.`);
  return PARTS.filter(({ name }) => names.includes(name));
}

await rm(RESULTS_FOLDER, { recursive: true, force: true });
await mkdir(RESULTS_FOLDER, { recursive: true });
const results = await takeTurns(chosenParts(), runPart);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, { failures }) => sum + failures.length, 0);
process.exitCode = failed ? 1 : 0;
console.log(`${failureList(results)}\n${passed} passed, ${failed} failed`);
