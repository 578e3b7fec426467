import type { Page } from '@playwright/test';
import { strangerOf } from '../fixtures/agents.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, notification, say, transcript } from '../fixtures/im.ts';
import { approach, framesFrom, signInStranger, strangerCall, strangerInvitation, strangerMessage } from '../fixtures/stranger.ts';

test(
  'an account of another host is nowhere to be seen, now or in another browser, and does not learn whether anybody is there',
  { tag: '@prosody' },
  async ({ openDesk, signInColleague, server, site, team: { a, b } }) => {
    const [anna, ben, bob] = await Promise.all([openDesk(a), signInColleague(b), signInStranger(site.websocket, strangerOf(1))]);
    approach(bob, a);
    const [{ resource } = { resource: '' }] = await server.sessions(a.logon);
    for (const payload of [
      '<query xmlns="jabber:iq:version"/>',
      '<query xmlns="http://jabber.org/protocol/disco#info"/>',
      '<ping xmlns="urn:xmpp:ping"/>',
      '<query xmlns="jabber:iq:last"/>',
    ]) {
      const [there, nowhere] = await Promise.all([resource, 'nobody'].map((name) => bob.ask(payload, { to: `${a.jid}/${name}` })));
      const withoutNames = (answer = '') =>
        answer.replace(/ (?:id|from|to|xmlns|xml:lang)=(["'])(?!urn:ietf).*?\1/g, '').replace(/["']/g, '"');
      expect(withoutNames(there)).toContain('service-unavailable');
      expect(withoutNames(there)).toBe(withoutNames(nowhere));
    }
    ben.invite(a);
    // It reads all of this in the archive.
    const laptop = await openDesk(a);
    for (const page of [anna, laptop]) {
      await expect(notification(page, b)).toBeVisible();
      await expect(page.getByRole('alertdialog')).toHaveCount(1);
      await expect(page.getByText(/Bob here|evil\.example|bob1/)).toHaveCount(0);
    }
    expect(framesFrom(await bob.rest(), a)).toEqual([]);
  },
);

test('whom the page lets in is shown by the whole address and a mark, and is told nothing but what the agent does', async ({
  openDesk,
  site,
  team: { a },
}) => {
  const stranger = strangerOf(2);
  const marked = `\u26A0\uFE0E ${stranger.jid}`;
  const anna: Page = await openDesk(a, { strangers: 'marked' });
  const bob = await signInStranger(site.websocket, stranger);
  bob.send(strangerInvitation(a, 'from-outside'));
  const asked = anna.getByRole('alertdialog', { name: `Instant message from ${marked}` });
  await expect(asked).toContainText('Not from your organization');
  bob.send(strangerCall(a, 'call-from-outside'));
  const ringing = anna.getByRole('alertdialog', { name: `Voice call from ${marked}` });
  await expect(ringing).toContainText('Not from your organization');
  await ringing.getByRole('button', { name: 'Reject' }).click();
  await expect(ringing).toHaveCount(0);
  expect(framesFrom(await bob.rest(), a), 'neither that it rings, nor that it was rejected').toEqual([]);

  await asked.getByRole('button', { name: 'Accept' }).click();
  await expectStatus(anna, { ...stranger, logon: marked }, 'Connected');
  await expect(anna.getByRole('tab', { name: marked })).toBeVisible();
  await bob.frame(/<proceed/);
  bob.send(strangerMessage(a, 'Are you there?', 'from-outside'));
  await expect(transcript(anna)).toContainText('Are you there?');
  await say(anna, 'Who is this?');
  await bob.frame(/Who is this\?/);
  expect(framesFrom(await bob.rest(), a), 'no receipt, no marker, no typing').toEqual([]);
});
