import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';

const FILES = readdirSync('test', { recursive: true }).map((name) => join('test', String(name)));

const hasTest = (text: string) => /\b(?:it|test)(?:\.\w+)?\(/.test(text);

/** The texts of the files beside a file that it imports. */
function importsOf(path: string, text: string): readonly string[] {
  return [...text.matchAll(/^import .*'(\.[^']+)';$/gm)].map(([, name = '']) => readFileSync(join(dirname(path), name), 'utf8'));
}

it('each test file has a test, or imports one: a runner takes a file without tests for a passed one', () => {
  const tests = FILES.filter((path) => /\.(?:test|spec)\.m?[jt]s$/.test(path));
  assert.ok(tests.length > 200, `only ${tests.length} files were found`);
  const empty = tests.filter((path) => {
    const text = readFileSync(path, 'utf8');
    return !hasTest(text) && !importsOf(path, text).some(hasTest);
  });
  assert.deepEqual(empty, []);
});
