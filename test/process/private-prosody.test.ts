import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findFreePort } from '../../demo/free-port.ts';
import { Prosody } from '../../demo/prosody.ts';

const START = `
import { Prosody } from './demo/prosody.ts';
const { http } = await Prosody.start({ folder: process.argv[1], accounts: [], groups: [] });
console.log(http);
setInterval(() => {}, 1000);
`;

/** A port that no connection of another program gets while the server is down: below those that Linux gives to connections. */
const lastingPort = () => findFreePort(20_000 + Math.floor(Math.random() * 10_000));

const isAnswering = (http: string) =>
  fetch(http).then(
    () => true,
    () => false,
  );

test('only one run at a time uses a private Prosody; if its owner was killed, the next run takes over', async (context) => {
  // The name contains characters that a shell or Lua would misread.
  const folder = await mkdtemp(join(tmpdir(), 'a "private" prosody '));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const pid = async () => Number(await readFile(join(folder, 'prosody.pid'), 'utf8'));
  await writeFile(join(folder, 'ports.json'), JSON.stringify({ tcp: await lastingPort(), http: await lastingPort() }));
  const options = { folder, accounts: [], groups: [] };
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', START, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(() => owner.kill());
  const http = String((await once(owner.stdout, 'data'))[0]).trim();
  await assert.rejects(Prosody.start(options), new RegExp(`process ${owner.pid}`));
  assert.ok(await isAnswering(http));

  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const leftover = await pid();
  const prosody = await Prosody.start(options);
  context.after(() => prosody.stop());
  assert.notEqual(await pid(), leftover);
  assert.equal(prosody.http, http, 'the ports are free again, and kept');
  await prosody.stop();
  assert.ok(!(await isAnswering(http)));
});
