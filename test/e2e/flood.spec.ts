import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/e2e.ts';
import { notification, transcript } from '../fixtures/im.ts';
import { RawClient } from '../fixtures/raw-client.ts';

const FLOOD = 2_000;

const invitation = (to: string, id: string) =>
  `<message to="${to}" type="chat" id="propose-${id}"><propose xmlns="urn:xmpp:jingle-message:0" id="${id}"><description xmlns="urn:backchannel:im:0"/></propose><store xmlns="urn:xmpp:hints"/></message>`;

/** How long the page takes to find a target: through the session host and back, to what is drawn. */
async function searchMs(page: Page, text: string): Promise<number> {
  const field = page.getByRole('search', { name: 'Team Communicator' }).getByRole('combobox');
  const begin = performance.now();
  await field.fill(text);
  await expect(page.getByRole('search', { name: 'Team Communicator' }).getByRole('row')).toHaveCount(1);
  const took = performance.now() - begin;
  await field.fill('');
  return took;
}

async function median(page: Page, text: string): Promise<number> {
  const times = [];
  for (let n = 0; n < 5; n += 1) times.push(await searchMs(page, text));
  return times.sort((one, other) => one - other)[2] ?? 0;
}

const storedSessions = (page: Page, jid: string) =>
  page.evaluate(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(new Error('can not open'));
        opening.onsuccess = () => {
          const counting = opening.result.transaction('sessions').objectStore('sessions').count();
          counting.onsuccess = () => {
            opening.result.close();
            resolve(counting.result);
          };
        };
      }),
    `backchannel:${jid}`,
  );

test('2,000 invitations of one colleague neither slow the page nor fill the store, others come through, and Block ends it', async ({ openDesk, site, team: { a, b, c } }) => {
  const [anna, carla] = await Promise.all([openDesk(a), openDesk(c)]);
  const before = await median(anna, c.name);
  const flooder = await RawClient.signIn(site.websocket, 'localhost', { logon: b.logon, password: b.password });
  // What is answered to the account comes to devices that are there.
  flooder.send('<presence/>');
  for (let n = 0; n < 3; n += 1) flooder.send(invitation(a.jid, `few-${n}`));
  await anna.getByRole('alertdialog', { name: `3 instant messages from ${b.name}` }).getByRole('button', { name: 'Reject All' }).click();
  for (let n = 0; n < 3; n += 1) await flooder.frame(/<reject/);

  for (let n = 0; n < FLOOD; n += 1) flooder.send(invitation(a.jid, `flood-${n}`));
  await flooder.ask('<ping xmlns="urn:xmpp:ping"/>');
  const during = await median(anna, c.name);
  console.log(`searches: ${Math.round(before)} ms before the flood, ${Math.round(during)} ms in it`);
  expect(during).toBeLessThan(Math.max(5 * before, 1_000));

  await carla.evaluate((target) => workspace.commands.invite({ sessionId: crypto.randomUUID(), target }), a.jid);
  await expect(notification(anna, c)).toBeVisible({ timeout: 5_000 });
  expect(await storedSessions(anna, a.jid)).toBeLessThan(20);

  const flood = anna.getByRole('alertdialog', { name: `10 instant messages from ${b.name}` });
  await flood.getByRole('button', { name: `More for ${b.name}` }).click();
  await anna.getByRole('menuitem', { name: `Block ${b.name}` }).click();
  await expect(flood).toBeHidden();
  // The server itself refuses now.
  flooder.send(invitation(a.jid, 'blocked'));
  await flooder.frame(/type=['"]error['"].*service-unavailable/);

  await notification(anna, c).getByRole('button', { name: 'Accept' }).click();
  await expect(transcript(anna)).toBeVisible();
  flooder.close();
});

test('who is blocked stays so after a reload, is seen in the settings, and can be unblocked', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await anna.evaluate((target) => workspace.commands.block({ target }), b.jid);
  await anna.reload();
  await ben.evaluate((target) => workspace.commands.invite({ sessionId: crypto.randomUUID(), target }), a.jid);
  await anna.getByRole('button', { name: 'Settings' }).click();
  await anna.getByRole('button', { name: `Unblock ${b.name}` }).click();
  await expect(anna.getByText('Nobody is blocked.')).toBeVisible();
  await anna.getByRole('button', { name: 'Close' }).click();
  await expect(notification(anna, b)).toBeHidden();
  await ben.evaluate((target) => workspace.commands.invite({ sessionId: crypto.randomUUID(), target }), a.jid);
  await expect(notification(anna, b)).toBeVisible();
});
