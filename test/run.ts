import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { Counts } from './reporters/counts.ts';

/*
 * `npm test`: runs every part of the tests. The last line it prints is the sum, `N passed, N failed`. `npm test -- --only unit,e2e` runs some parts.
 *
 * Most parts work on one core, so two run side by side, and each is printed as a whole when it ends. Random stanzas and the end-to-end tests use
 * every core. They come last, one after the other, and are printed as they run.
 */

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COUNTS_FOLDER = join(ROOT, '.test', 'counts');
/** The folders that `npm run lint` checks too. */
const WITH_ARROWS = ['src', 'demo', 'server', 'build', 'bench', 'test'];
const PARTS_AT_ONCE = 2;
const countsShape = v.object({ passed: v.number(), failed: v.number() });

interface Part {
  readonly name: string;
  readonly title: string;
  /** A program of node_modules and its arguments. */
  command(): Promise<readonly string[]>;
  /** Whether it has tests that are counted. If not, the part is one check that passes or fails. */
  readonly isCounted: boolean;
  /** The part that this one needs the result of. It begins when that part has ended. */
  readonly after?: 'build';
  /** Whether it needs the whole machine. Such parts run after all others. */
  readonly isAlone?: boolean;
}

const bin = (path: string) => join(ROOT, 'node_modules', path);

async function testFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true });
  return entries
    .filter((entry) => /\.test\.m?[jt]s$/.test(entry))
    .sort()
    .map((entry) => join(folder, entry));
}

const NODE_TEST = ['--import', 'tsx', '--test-reporter', './test/reporters/node-test-reporter.mjs'];

/** Runs each file of a folder in a process of its own. */
const nodeTests = async (folder: string) => [...NODE_TEST, '--test', ...(await testFiles(folder))];

/** The parts in the order in which they begin, the longest first. A part that waits for another begins after it. */
const PARTS: readonly Part[] = [
  { name: 'build', title: 'Build', isCounted: false, command: async () => ['--import', 'tsx', 'test/build.ts'] },
  { name: 'lint', title: 'Lint', isCounted: false, command: async () => [bin('oxlint/bin/oxlint')] },
  { name: 'format', title: 'Format', isCounted: false, command: async () => [bin('oxfmt/bin/oxfmt'), '--check'] },
  {
    name: 'arrows',
    title: 'Arrows between folders, and circles of files',
    isCounted: false,
    command: async () => [bin('dependency-cruiser/bin/dependency-cruise.mjs'), ...WITH_ARROWS],
  },
  { name: 'typecheck', title: 'Type check', isCounted: false, command: async () => [bin('@typescript/native/bin/tsc'), '--noEmit'] },
  {
    name: 'components',
    title: 'Component and storage tests, in Chromium',
    isCounted: true,
    command: async () => [bin('@web/test-runner/dist/bin.js')],
  },
  {
    name: 'faults',
    title: 'Random faults between agents, at Prosody and at ejabberd',
    isCounted: false,
    // Dozens of session hosts at once would slow down the tests beside them.
    isAlone: true,
    command: async () => ['--import', 'tsx', 'test/faults/run.ts', '--runs', '30', '--seed', '1', '--server', 'prosody,ejabberd'],
  },
  {
    name: 'contract',
    title: 'The contact service, on PGlite and on PostgreSQL',
    isCounted: true,
    command: () => nodeTests('test/contract'),
  },
  {
    name: 'package',
    title: 'The packed extension and widget, and the examples',
    isCounted: true,
    after: 'build',
    // One file after the other, because several look at the same package.
    command: async () => ['--test-concurrency', '1', ...(await nodeTests('test/package'))],
  },
  { name: 'process', title: 'Tests with a server or a process of their own', isCounted: true, command: () => nodeTests('test/process') },
  {
    name: 'unit',
    title: 'Unit tests',
    isCounted: true,
    command: async () => [...NODE_TEST, 'test/in-one-process.ts', ...(await testFiles('test/unit'))],
  },
  {
    name: 'extension-lint',
    title: "The built extension, by Mozilla's linter",
    isCounted: false,
    after: 'build',
    command: async () => [
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
    name: 'fuzz',
    title: 'Random stanzas through whole session hosts',
    isCounted: false,
    isAlone: true,
    // The seed is fixed, so that a failure comes from the change and occurs again. Other seeds are tried by hand; what they find becomes a vector.
    command: async () => ['--import', 'tsx', 'test/fuzz/run.ts', '--runs', '20000', '--seed', '1'],
  },
  {
    name: 'e2e',
    title: 'End-to-end tests, in Chromium and Firefox against Prosody',
    isCounted: true,
    isAlone: true,
    command: async () => [bin('@playwright/test/cli.js'), 'test'],
  },
];

/** Runs a program. @param print is given its output as it comes */
function run(command: readonly string[], countsFile: string, print: (output: Buffer) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    // Without this, web-ext would ask the registry for a newer version of itself.
    const env = { ...process.env, BACKCHANNEL_COUNTS: countsFile, NO_UPDATE_NOTIFIER: '1' };
    const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env });
    child.stdout.on('data', print);
    child.stderr.on('data', print);
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function readCounts(file: string): Promise<Counts> {
  try {
    return v.parse(countsShape, JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // The part ended before it wrote its counts.
    return { passed: 0, failed: 0 };
  }
}

async function runPart(part: Part): Promise<Counts> {
  const heading = `\n━━ ${part.title}\n`;
  const kept: Buffer[] = [];
  if (part.isAlone) process.stdout.write(heading);
  const startedAt = Date.now();
  const countsFile = join(COUNTS_FOLDER, `${part.name}.json`);
  const code = await run(
    await part.command(),
    countsFile,
    (output) => void (part.isAlone ? process.stdout.write(output) : kept.push(output)),
  );
  if (!part.isAlone) process.stdout.write(Buffer.concat([Buffer.from(heading), ...kept]));
  let counts: Counts = part.isCounted ? await readCounts(countsFile) : { passed: 1, failed: 0 };
  if (!part.isCounted && code !== 0) counts = { passed: 0, failed: 1 };
  if (part.isCounted && counts.passed + counts.failed === 0) {
    console.log('No test ran.');
    counts = { passed: 0, failed: 1 };
  }
  // The part ended with an error that isn't in any of its tests.
  if (code !== 0 && counts.failed === 0) counts = { passed: counts.passed, failed: 1 };
  console.log(
    `${counts.failed ? '✖' : '✔'} ${part.title}: ${counts.passed} passed, ${counts.failed} failed, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  return counts;
}

/** Runs parts side by side. A part that waits for another one lets the next begin before it. */
async function runParts(parts: readonly Part[]): Promise<Counts[]> {
  const waiting = [...parts];
  const running = new Map<string, Promise<void>>();
  const results: Counts[] = [];
  const isAhead = (name: string | undefined) => name !== undefined && (running.has(name) || waiting.some((part) => part.name === name));
  const canBegin = ({ after, isAlone }: Part) => (isAlone ? running.size === 0 && waiting.every((part) => part.isAlone) : !isAhead(after));
  while (waiting.length || running.size) {
    const next = running.size < PARTS_AT_ONCE ? waiting.findIndex(canBegin) : -1;
    if (next < 0) {
      await Promise.race(running.values());
      continue;
    }
    for (const part of waiting.splice(next, 1)) {
      const ended = runPart(part)
        .then((counts) => void results.push(counts))
        .finally(() => running.delete(part.name));
      running.set(part.name, ended);
    }
  }
  return results;
}

function chosenParts(): readonly Part[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return PARTS;
  const names = values.only.split(',');
  const unknown = names.find((name) => !PARTS.some((part) => part.name === name));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}; there are ${PARTS.map(({ name }) => name).join(', ')}.`);
  return PARTS.filter(({ name }) => names.includes(name));
}

await rm(COUNTS_FOLDER, { recursive: true, force: true });
await mkdir(COUNTS_FOLDER, { recursive: true });
const results = await runParts(chosenParts());
const passed = results.reduce((sum, counts) => sum + counts.passed, 0);
const failed = results.reduce((sum, counts) => sum + counts.failed, 0);
process.exitCode = failed ? 1 : 0;
console.log(`\n${passed} passed, ${failed} failed`);
