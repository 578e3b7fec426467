import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { DEMO_AGENTS } from '../../demo/agents.ts';
import { startContactService } from '../../demo/contact-service.ts';
import { startDirectoryService } from '../../demo/directory-service.ts';

const page = v.object({ items: v.array(v.object({ kind: v.string() })) });
const token = v.object({ access_token: v.string() });

/** A token of Alice's, an agent of the demo. */
async function tokenFrom(address: string): Promise<string> {
  const body = JSON.stringify({ username: 'alice@localhost', password: 'alice-demo' });
  const given = await fetch(`${address}/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return v.parse(token, await given.json()).access_token;
}

/** Whether Alice, an agent of the demo, can read a contact of her team. */
async function canRead(address: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${await tokenFrom(address)}` };
  const contact = await fetch(`${address}/contacts/c1001/interactions`, { headers });
  return contact.status === 200;
}

const folder = await mkdtemp(join(tmpdir(), 'contact service '));
after(() => rm(folder, { recursive: true, force: true }));

test('the service as a process: answers 503 while it fills, begins again when that was cut off, and runs once per folder', async (context) => {
  const cut = await startContactService(folder, { interactions: 50 });
  const early = await fetch(`${cut.address}/contacts/c1001`);
  assert.deepEqual([early.status, early.headers.get('retry-after')], [503, '1']);
  await cut.stop();

  const service = await startContactService(folder, { interactions: 50 });
  context.after(() => service.stop());
  await service.ready;
  assert.ok(await canRead(service.address));
  const second = await startContactService(folder, { interactions: 50 });
  const { pid } = second;
  // It listens before it finds that the folder is in use, and ends then.
  while (isRunning(pid)) await delay(50);
  assert.ok(await canRead(service.address), 'the first one goes on');
  await service.stop();
});

test('the services as processes keep what they were filled with, and the directory service takes the contact service’s tokens', async (context) => {
  // In the folder that the test before has filled.
  const contacts = await startContactService(folder);
  context.after(() => contacts.stop());
  await contacts.ready;
  assert.ok(await canRead(contacts.address));
  const headers = { authorization: `Bearer ${await tokenFrom(contacts.address)}` };
  for (const targets of [30, 0]) {
    const directory = await startDirectoryService(join(folder, 'directory'), { secretFile: join(folder, 'secret'), targets });
    context.after(() => directory.stop());
    await directory.ready;
    const { items } = v.parse(page, await (await fetch(`${directory.address}/targets`, { headers })).json());
    // The demo's own agents are among them.
    assert.equal(items.filter(({ kind }) => kind === 'agent').length, 30 + DEMO_AGENTS.length);
    await directory.stop();
  }
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
