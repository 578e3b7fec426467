import type { Page } from '@playwright/test';
import { waitUntilConnected } from '../fixtures/desk.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { targetRow } from '../fixtures/im.ts';
import { bind, open, speakScram } from '../fixtures/scram-server.ts';
import { ScriptedServer } from '../fixtures/scripted-server.ts';
import { storedText } from '../fixtures/stored-text.ts';

async function fillIn(page: Page, address: string, password: string, server: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Address' }).fill(address);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('textbox', { name: /^Server/ }).fill(server);
  await page.getByRole('button', { name: 'Sign In' }).click();
}

test('each thing that can go wrong is said with what to do; then the agent stays signed in until another session, or they, end that', async ({
  openDesk,
  server,
  site,
  team: { a, b },
}) => {
  const page = await openDesk(a, { isSignedOut: true });
  for (const [address, password, service, words] of [
    ['not an address', 'x', site.websocket, /address/i],
    [a.jid, 'wrong', site.websocket, /password/i],
    [a.jid, a.password, 'ws://127.0.0.1:9/xmpp-websocket', /running|reach|refused/i],
    [a.jid, a.password, 'ws://chat.example/xmpp-websocket', /wss|secure|encrypt/i],
    [`${a.logon}@unknown.localhost`, a.password, site.websocket, /server|domain/i],
    ['someone@no-such-host.invalid', 'x', '', /server|found/i],
  ] as const) {
    await fillIn(page, address, password, service);
    await expect(page.getByRole('alert').filter({ hasText: words }), `${address} at ${service}`).toBeVisible();
  }

  // Who wants to stay signed in does, and the password isn't stored.
  await page.getByRole('checkbox', { name: 'Keep me signed in' }).check();
  await fillIn(page, a.jid, a.password, site.websocket);
  await waitUntilConnected(page);
  await expect(targetRow(page, b)).toBeVisible();
  const stored = await storedText(page);
  expect(stored).toContain(a.jid);
  expect(stored).not.toContain(a.password);
  await page.reload();
  await waitUntilConnected(page);

  // A resource that the server gives to somebody else is no reason to sign the agent out.
  const [before] = await server.sessions(a.logon);
  await server.closeStreams(a.logon, 'conflict');
  await expect.poll(async () => (await server.sessions(a.logon)).some(({ resource }) => resource !== before?.resource)).toBe(true);
  await waitUntilConnected(page);
  await page.getByRole('button', { name: /Your status/ }).click();
  await page.getByRole('menuitem', { name: 'Sign Out' }).click();
  await page.getByRole('alertdialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign Out' }).click();
  await expect(page.getByRole('button', { name: 'Sign In' })).toBeVisible();
  const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(databases).not.toContain(`backchannel:${a.jid}`);
  expect(await server.sessions(a.logon)).toHaveLength(0);
});

test('a server that cannot prove itself gets no password, and one that offers less than before none either', async ({
  openDesk,
  team: { a },
}) => {
  const server = await ScriptedServer.start();
  try {
    const page = await openDesk(a, { isSignedOut: true });
    const profiles = () => storedProfiles(page);
    for (const [offered, faults, words] of [
      [['PLAIN'], {}, /isn't allowed/],
      [['SCRAM-SHA-256', 'PLAIN'], { signature: () => 'AAAA' }, /couldn't prove/],
    ] as const) {
      server.script = async (conversation) => {
        await open(conversation, ...offered);
        await speakScram(conversation, a.password, faults);
      };
      await fillIn(page, a.jid, a.password, server.websocket);
      await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
      expect(await profiles()).toEqual([]);
    }
    server.script = async (conversation) => {
      await open(conversation, 'SCRAM-SHA-256');
      await speakScram(conversation, a.password);
      await bind(conversation, a.jid);
      await expect.poll(async () => (await profiles()).length).toBe(1);
      // The next connection finds less than this one.
      server.script = async (next) => {
        await open(next, 'SCRAM-SHA-1', 'PLAIN');
        await speakScram(next, a.password);
        await bind(next, a.jid);
      };
      server.cut();
    };
    await fillIn(page, a.jid, a.password, server.websocket);
    const refused = page.getByRole('alert').filter({ hasText: /weaker/ });
    await expect(refused).toBeVisible();
    // By the password neither, until the agent gives up what is stored.
    await fillIn(page, a.jid, a.password, server.websocket);
    await expect(refused).toBeVisible();
    expect(server.heard.join()).not.toContain(Buffer.from(`\0${a.logon}\0${a.password}`).toString('base64'));
    await page.getByRole('button', { name: 'Delete Stored Data' }).click();
    await expect(refused).toBeHidden();
    expect(await profiles()).toEqual([]);
    await fillIn(page, a.jid, a.password, server.websocket);
    await expect.poll(profiles).toMatchObject([{ usedMechanisms: ['SCRAM-SHA-1'] }]);
  } finally {
    await server.stop();
  }
});

/** Who is remembered as signed in. */
function storedProfiles(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>(
      (resolve) => (indexedDB.open('backchannel').onsuccess = ({ target }) => resolve((target as IDBOpenDBRequest).result)),
    );
    const found = await new Promise<unknown[]>(
      (resolve) =>
        (database.transaction('profiles').objectStore('profiles').getAll().onsuccess = ({ target }) =>
          resolve((target as IDBRequest<unknown[]>).result)),
    );
    database.close();
    return found;
  });
}
