import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, invite, notification, targetRow } from '../fixtures/im.ts';

test('a status is seen by colleagues; a notification that is not answered goes, the invitation stays pending and is counted until it is displayed', async ({
  openDesk,
  team: { a, b },
}) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  // What each status means for an invitation: test/host/invitations.
  for (const status of ['Not Ready, Lunch', 'Logged off', 'Ready']) {
    await ben.getByRole('button', { name: /Your status/ }).click();
    await ben.getByRole('menuitemradio', { name: status, exact: true }).click();
    await expect(targetRow(anna, b)).toContainText(status);
  }
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
