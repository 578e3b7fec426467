import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import type { TestCase } from '@playwright/test/reporter';
import { failureList } from '../reporters/failure-list.ts';
import { reportTo } from '../reporters/node-test-reporter.mjs';
import { firstLinesOf, lastLinesOf, shortPath } from '../reporters/part-result.mjs';
import PlaywrightReporter from '../reporters/playwright-reporter.ts';
import { webTestReporter } from '../reporters/web-test-reporter.mjs';

const FOLDER = mkdtempSync(join(tmpdir(), 'backchannel-result-'));
const FILE = join(FOLDER, 'result.json');
const written = (): unknown => JSON.parse(readFileSync(FILE, 'utf8'));

after(() => rmSync(FOLDER, { recursive: true }));

describe('npm test says at its end what failed', () => {
  it('by part, with the file, the title and the beginning of the message of each test', () => {
    const parts = [
      { title: 'Unit tests', failures: [] },
      { title: 'Component tests', failures: [{ file: 'test/host/a.test.ts', title: 'A › works', message: 'Error: no\n    at a' }] },
      { title: 'Lint', failures: [{ title: 'the part as a whole', message: '' }] },
    ];
    assert.equal(
      failureList(parts),
      `
━━ What failed
Component tests
  ✖ test/host/a.test.ts: A › works
    Error: no
        at a
Lint
  ✖ the part as a whole
`,
    );
  });

  it('and nothing if nothing failed', () => {
    assert.equal(failureList([{ title: 'Unit tests', failures: [] }]), '');
  });

  it('with the lines that say something, without colours, and not with all of them', () => {
    assert.equal(firstLinesOf('\u001b[31mError:\u001b[39m one\n\n  two  \n3\n4\n5\n6\n7'), 'Error: one\n  two\n3\n4\n5\n6');
    assert.equal(lastLinesOf('1\n2\n\n3\n', 2), '2\n3');
    assert.equal(firstLinesOf('x'.repeat(1_000)).length, 300);
  });
});

describe('a reporter tells what failed', () => {
  it('of node:test, where a suite with a test that failed is no failure of its own', async () => {
    const file = resolve('test/unit/a.test.ts');
    const error = (failureType: string) => ({ failureType, cause: new Error('no') });
    const events = [
      { type: 'test:pass', data: { name: 'one', details: {} } },
      { type: 'test:fail', data: { name: 'two', file, line: 3, details: { error: Object.assign(new Error(), error('testCodeFailure')) } } },
      {
        type: 'test:fail',
        data: { name: 'suite', file, line: 1, details: { error: Object.assign(new Error(), error('subtestsFailed')) } },
      },
    ];
    for await (const _ of reportTo(events, FILE));
    const { passed, failures } = written() as { passed: number; failures: { message: string }[] };
    assert.match(failures[0]?.message ?? '', /^Error: no\n +at /);
    assert.deepEqual(
      { passed, failures },
      { passed: 1, failures: [{ file: 'test/unit/a.test.ts', title: 'two', message: failures[0]?.message }] },
    );
  });

  it('of node:test, where a file was bundled, with the source', () => {
    assert.equal(shortPath(resolve('.test/bundled/process/test/process/a.test.mjs')), 'test/process/a.test.ts');
    assert.equal(shortPath(resolve('test/unit/a.test.mjs')), 'test/unit/a.test.mjs');
  });

  it('of the tests in a page, among them files that could not be loaded', () => {
    const testOf = (name: string, isPassed: boolean) => ({
      name,
      passed: isPassed,
      skipped: false,
      ...(isPassed ? {} : { error: { name: 'AssertionError', message: 'expected 1', stack: '  at a.test.ts:3:1' } }),
    });
    const testFile = resolve('test/host/a.test.ts');
    const inner = { name: 'A', suites: [], tests: [testOf('works', true), testOf('ends', false)] };
    webTestReporter(FILE).stop({
      sessions: [
        { testFile, passed: false, errors: [], testResults: { name: '', suites: [inner], tests: [testOf('begins', true)] } },
        { testFile: resolve('test/host/b.test.ts'), passed: false, errors: [{ message: 'it is not there' }] },
      ],
    });
    assert.deepEqual(written(), {
      passed: 2,
      failures: [
        { file: 'test/host/a.test.ts', title: 'A › ends', message: 'AssertionError: expected 1\n  at a.test.ts:3:1' },
        { file: 'test/host/b.test.ts', title: 'the file as a whole', message: 'it is not there' },
      ],
    });
  });

  it('of a page that runs several files, each with the file that it is in', () => {
    const failed = { name: 'ends', passed: false, skipped: false, error: { message: 'no' } };
    const ofFile = (name: string) => ({
      name: `test/host/${name}.test.ts`,
      suites: [{ name: 'A', suites: [], tests: [failed] }],
      tests: [],
    });
    webTestReporter(FILE).stop({
      sessions: [
        {
          testFile: resolve('.test/pages/test-host-1.js'),
          passed: false,
          errors: [],
          testResults: { name: '', suites: [ofFile('a'), ofFile('b')], tests: [] },
        },
      ],
    });
    const failure = { title: 'A › ends', message: 'no' };
    assert.deepEqual(written(), {
      passed: 0,
      failures: [
        { file: 'test/host/a.test.ts', ...failure },
        { file: 'test/host/b.test.ts', ...failure },
      ],
    });
  });

  it('of Playwright, among them errors outside of any test', () => {
    const testOf = (title: string, outcome: ReturnType<TestCase['outcome']>, message?: string) => ({
      outcome: () => outcome,
      titlePath: () => ['', 'chromium', 'a.spec.ts', 'A', title],
      location: { file: resolve('test/e2e/a.spec.ts'), line: 1, column: 1 },
      results: [{ error: message === undefined ? undefined : { message } }],
    });
    const tests = [testOf('works', 'expected'), testOf('ends', 'unexpected', 'Error: no'), testOf('rests', 'skipped')];
    const reporter = new PlaywrightReporter({ file: FILE });
    reporter.onBegin({}, { allTests: () => tests });
    reporter.onError({ message: 'no server' });
    reporter.onEnd();
    assert.deepEqual(written(), {
      passed: 1,
      failures: [
        { file: 'test/e2e/a.spec.ts', title: 'A › ends', message: 'Error: no' },
        { title: 'outside of any test', message: 'no server' },
      ],
    });
  });
});
