import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, invite, notification, say, targetRow, transcript } from '../fixtures/im.ts';

test('a notification that is not answered goes, the invitation stays pending and is counted until it is displayed', async ({
  openDesk,
  team: { a, b },
}) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await ben.evaluate(() => workspace.commands.changeSettings({ notificationTimeoutMs: 1_000 }));
  await invite(anna, b);
  await expect(notification(ben, a)).toBeVisible();
  await expect(notification(ben, a)).toHaveCount(0);
  await expect(ben).toHaveTitle(/^\(1\) /);
  await expectStatus(anna, b, 'Inviting');
  // Its entry stays in the list, where it can be answered.
  await ben.getByRole('button', { name: `Accept ${a.name}` }).click();
  await expectStatus(anna, b, 'Connected');
  await expect(ben).not.toHaveTitle(/^\(/);
});

test("an agent's status is seen by colleagues, and who is logged off can't be invited", async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  const choose = async (name: string) => {
    await ben.getByRole('button', { name: /Your status/ }).click();
    await ben.getByRole('menuitemradio', { name, exact: true }).click();
  };
  for (const [item, shown] of [
    ['Not Ready, Lunch', 'Not Ready, Lunch'],
    ['After Call Work', 'After Call Work'],
    ['Ready', 'Ready'],
    ['Logged off', 'Logged off'],
  ] as const) {
    await choose(item);
    await expect(targetRow(anna, b)).toContainText(shown);
  }
  await anna.getByRole('button', { name: `Actions for ${b.name}` }).click();
  const item = anna.getByRole('menuitem', { name: `Send an Instant Message to ${b.name}` });
  await expect(item).toHaveAttribute('aria-disabled', 'true');
  await expect(anna.getByRole('menu')).toContainText(`${b.name} is logged off`);
  await anna.keyboard.press('Escape');
  await choose('Ready');
  await invite(anna, b);
  await expect(notification(ben, a)).toBeVisible();
});

test('two invitations that cross become one session, on both sides', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await expect(targetRow(anna, b)).toContainText('Ready');
  await expect(targetRow(ben, a)).toContainText('Ready');
  await Promise.all([
    anna.evaluate((target) => workspace.commands.invite({ sessionId: crypto.randomUUID(), target }), b.jid),
    ben.evaluate((target) => workspace.commands.invite({ sessionId: crypto.randomUUID(), target }), a.jid),
  ]);
  await anna.getByRole('tab', { name: b.logon }).click();
  await ben.getByRole('tab', { name: a.logon }).click();
  await expectStatus(anna, b, 'Connected');
  await expectStatus(ben, a, 'Connected');
  await expect(anna.getByRole('tab', { name: b.logon })).toHaveCount(1);
  await expect(ben.getByRole('tab', { name: a.logon })).toHaveCount(1);
  await say(anna, 'one session');
  await expect(transcript(ben)).toContainText('one session');
});

test('an invitation that comes while one to its sender is being prepared is accepted', async ({
  openDesk,
  signInPlain,
  server,
  team: { a, b },
}) => {
  const ben = await openDesk(b);
  const { stanza } = await signInPlain(a);
  const propose = '<propose xmlns="urn:xmpp:jingle-message:0" id="from-anna"><description xmlns="urn:backchannel:im:0"/></propose>';
  // Asked what it can do, this client invites, and answers nothing.
  stanza.removeAllListeners('iq:get:disco');
  stanza.on('iq:get:disco', ({ from }) => {
    // The server asks too, in the name of accounts.
    if (from?.startsWith(`${b.jid}/`))
      void server.inject(b.jid, `<message xmlns="jabber:client" from="${stanza.jid}" to="${b.jid}" type="chat">${propose}</message>`);
  });
  stanza.sendPresence({ show: 'dnd', legacyCapabilities: stanza.updateCaps() });
  await expect(targetRow(ben, a)).toContainText('Do Not Disturb');
  await invite(ben, a);
  await ben.getByRole('tab', { name: a.logon }).click();
  await expectStatus(ben, a, 'Connected');
});
