import { storedSessions } from '../fixtures/account-data.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, notification } from '../fixtures/im.ts';
import { invitation, inviteOften } from '../fixtures/raw-client.ts';

/** More than one colleague's budget and than what may be pending of them: test/host/floods.test.ts has thousands. */
const FLOOD = 100;

test('a flood of invitations of one colleague is one notification, others come through, and Block ends it until the agent unblocks', async ({
  openDesk,
  signInColleague,
  site,
  team: { a, b, c },
}) => {
  const [anna, carla] = await Promise.all([openDesk(a), signInColleague(c)]);
  const flooder = await inviteOften(site.websocket, b, a, 3);
  // By keyboard, because what grows and moves takes no press.
  await anna
    .getByRole('alertdialog', { name: `3 instant messages from ${b.name}` })
    .getByRole('button', { name: 'Reject All' })
    .press('Enter');
  for (let n = 0; n < 3; n += 1) await flooder.frame(/<reject/);

  for (let n = 0; n < FLOOD; n += 1) flooder.send(invitation(a, `flood-${n}`));
  const flood = anna.getByRole('alertdialog', { name: new RegExp(`^\\d+ instant messages from ${b.name}$`) });
  await expect(flood).toBeVisible();
  carla.invite(a);
  await expect(notification(anna, c)).toBeVisible();
  await flooder.rest();
  expect(await storedSessions(anna, a.jid)).toBeLessThan(20);

  await flood.getByRole('button', { name: `More for ${b.name}` }).press('Enter');
  await anna.getByRole('menuitem', { name: `Block ${b.name}` }).press('Enter');
  await expect(flood).toBeHidden();
  // The server blocks: it tells who is blocked that the agent has gone.
  await flooder.frame(/<presence[^>]*type=['"]unavailable['"]/);
  await notification(anna, c).getByRole('button', { name: 'Accept' }).press('Enter');
  await expectStatus(anna, c, 'Connected');

  await flooder.rest();
  await anna.reload();
  await anna.getByRole('button', { name: 'Settings' }).click();
  await anna.getByRole('button', { name: `Unblock ${b.name}` }).click();
  await expect(anna.getByText('Nobody is blocked.')).toBeVisible();
  // The agent is there again. The end of the stream that the reload has left may be told before.
  await flooder.frame(new RegExp(`<presence(?![^>]*type=['"]unavailable)[^>]*from=['"]${a.jid}/`));
  await expect(flood).toBeHidden();
  flooder.close();
});
