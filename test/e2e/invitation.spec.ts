import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, invite, targetRow } from '../fixtures/im.ts';

test('an invitation that comes while one to its sender is being prepared is accepted', async ({
  openDesk,
  signInPlain,
  server,
  team: { a, b },
}) => {
  const ben = await openDesk(b);
  const { stanza } = await signInPlain(a);
  const propose = '<propose xmlns="urn:xmpp:jingle-message:0" id="from-anna"><description xmlns="urn:backchannel:im:0"/></propose>';
  // When this client is asked what it can do, it invites, and gives no answer.
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
