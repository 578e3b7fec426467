import type { Page } from '@playwright/test';
import { storedSessions } from '../fixtures/account-data.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { notification, targetRow, transcript } from '../fixtures/im.ts';
import { invitation, inviteOften, RawClient } from '../fixtures/raw-client.ts';

const FLOOD = 2_000;
const PROPOSALS = 20;
/** A loaded machine's noise stays below; a page that is busy with the flood took a hundred times as long. */
const SLOWER_AT_MOST = 10;

/** How long a command takes to be answered, in the middle of several. */
async function answerMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const times: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      const begin = performance.now();
      await workspace.commands.setFavorite({ target: 'nobody@localhost', isFavorite: n % 2 === 0 });
      times.push(performance.now() - begin);
    }
    return times.sort((one, other) => one - other)[4] ?? 0;
  });
}

test('2,000 invitations of one colleague neither slow the page nor fill the store, others come through, and Block ends it', async ({ openDesk, site, team: { a, b, c } }) => {
  test.slow();
  const [anna, carla] = await Promise.all([openDesk(a), openDesk(c)]);
  const flooder = await inviteOften(site.websocket, b, a, 3);
  await anna.getByRole('alertdialog', { name: `3 instant messages from ${b.name}` }).getByRole('button', { name: 'Reject All' }).click();
  for (let n = 0; n < 3; n += 1) await flooder.frame(/<reject/);
  const quiet = await answerMs(anna);

  for (let n = 0; n < FLOOD; n += 1) flooder.send(invitation(a, `flood-${n}`));
  const flood = anna.getByRole('alertdialog', { name: new RegExp(`^\\d+ instant messages from ${b.name}$`) });
  await expect(flood).toBeVisible();
  const during = await answerMs(anna);
  expect(during / quiet, `${during.toFixed(1)} ms in the flood, ${quiet.toFixed(1)} ms before`).toBeLessThan(SLOWER_AT_MOST);

  // While it goes on.
  await carla.evaluate((target) => workspace.commands.invite({ sessionId: crypto.randomUUID(), target }), a.jid);
  await expect(notification(anna, c)).toBeVisible();
  await flooder.ask('<ping xmlns="urn:xmpp:ping"/>', { timeoutMs: 180_000 });
  expect(await storedSessions(anna, a.jid)).toBeLessThan(20);

  await flood.getByRole('button', { name: `More for ${b.name}` }).click();
  await anna.getByRole('menuitem', { name: `Block ${b.name}` }).click();
  await expect(flood).toBeHidden();
  // The server blocks: it tells who is blocked that the agent has gone.
  await flooder.frame(/<presence[^>]*type=['"]unavailable['"]/);

  await notification(anna, c).getByRole('button', { name: 'Accept' }).click();
  await expect(transcript(anna)).toBeVisible();
  flooder.close();
});

test("the calls of guests who have gone don't keep a colleague's from ringing", async ({ openDesk, site, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  const guests = await Promise.all([0, 1].map(() => RawClient.signIn(site.websocket, 'guest.localhost')));
  for (let n = 0; n < PROPOSALS; n += 1) {
    guests[n % guests.length]?.send(`<message to="${a.jid}" type="chat"><propose xmlns="urn:xmpp:jingle-message:0" id="guest-${n}"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/><contact xmlns="urn:backchannel:call:0" name="Maria"/></propose></message>`);
  }
  for (const guest of guests) {
    await guest.rest();
    guest.close();
  }
  await expect(targetRow(ben, a)).toContainText('Ready');
  await ben.evaluate((target) => workspace.commands.call({ callId: crypto.randomUUID(), sessionId: crypto.randomUUID(), target }), a.jid);
  await expect(anna.getByRole('alertdialog', { name: `Voice call from ${b.name}` })).toBeVisible();
});

test('who is blocked from the Action menu stays so after a reload, is seen in the settings, and can be unblocked', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await anna.getByRole('button', { name: `Actions for ${b.name}` }).click();
  await anna.getByRole('menuitem', { name: `Block ${b.name}` }).click();
  // To whom the server hides the agent, who was blocked can ask nothing.
  await expect(targetRow(ben, a)).toContainText('Logged off');
  await anna.reload();
  await anna.getByRole('button', { name: 'Settings' }).click();
  await anna.getByRole('button', { name: `Unblock ${b.name}` }).click();
  await expect(anna.getByText('Nobody is blocked.')).toBeVisible();
  await anna.getByRole('button', { name: 'Close' }).click();
  await expect(targetRow(ben, a)).toContainText('Ready');
  await expect(notification(anna, b)).toBeHidden();
  await ben.evaluate((target) => workspace.commands.invite({ sessionId: crypto.randomUUID(), target }), a.jid);
  await expect(notification(anna, b)).toBeVisible();
});
