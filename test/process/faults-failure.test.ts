import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('a process that has had browsers in threads says what has ended it', () => {
  const script = `import './test/faults/browser.ts'; throw new Error('The server can’t be started');`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /The server can’t be started/);
});
