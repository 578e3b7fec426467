import type { Page } from '@playwright/test';
import { STRANGER_HOST, strangerOf, type TestAgent } from '../fixtures/agents.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { installExtension } from '../fixtures/extension.ts';
import { expectStatus, invite, notification, say, signIn, transcript } from '../fixtures/im.ts';
import { managePolicy } from '../fixtures/managed-policy.ts';
import { RawClient } from '../fixtures/raw-client.ts';

const JMI = 'urn:xmpp:jingle-message:0';
const STORE = '<store xmlns="urn:xmpp:hints"/>';
const RECEIPT = '<request xmlns="urn:xmpp:receipts"/><markable xmlns="urn:xmpp:chat-markers:0"/>';

/** An account of another host, on the same server. */
async function signInStranger(websocket: string, stranger: TestAgent): Promise<RawClient> {
  const client = await RawClient.signIn(websocket, STRANGER_HOST, stranger);
  client.send('<presence/>');
  await client.rest();
  return client;
}

const message = ({ jid }: TestAgent, inner: string) => `<message to="${jid}" type="chat" id="${crypto.randomUUID()}">${inner}</message>`;
const propose = (id: string, inner: string) => `<propose xmlns="${JMI}" id="${id}">${inner}</propose>${STORE}`;
const IM = (body: string) => `<description xmlns="urn:backchannel:im:0"><body id="${crypto.randomUUID()}">${body}</body></description>`;
const AUDIO = '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/>';

/** All that an account can try with another. */
function approach(stranger: RawClient, agent: TestAgent): void {
  stranger.send(message(agent, `<body>Hello, Bob here</body>${RECEIPT}`));
  stranger.send(message(agent, propose(crypto.randomUUID(), IM('Hello, Bob here'))));
  stranger.send(message(agent, propose(crypto.randomUUID(), AUDIO)));
  stranger.send(message(agent, propose(crypto.randomUUID(), `${AUDIO}<contact xmlns="urn:backchannel:call:0" name="Maria"/>`)));
  stranger.send(`<presence to="${agent.jid}"/>`);
  stranger.send(`<presence to="${agent.jid}" type="subscribe"/>`);
}

/** What has come of an agent's client: the server answers subscriptions by itself, in the account's name, whether anybody is there or not. */
const from = (frames: readonly string[], { jid }: TestAgent) => frames.filter((frame) => new RegExp(`from=['"]${jid}/`).test(frame));

test('an account of another host is nowhere to be seen, now or in another browser, and does not learn whether anybody is there', async ({
  openDesk,
  server,
  site,
  team: { a, b },
}) => {
  const [anna, ben, bob] = await Promise.all([openDesk(a), openDesk(b), signInStranger(site.websocket, strangerOf(1))]);
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
  await invite(ben, a);
  // It reads all of this in the archive.
  const laptop = await openDesk(a);
  for (const page of [anna, laptop]) {
    await expect(notification(page, b)).toBeVisible();
    await expect(page.getByRole('alertdialog')).toHaveCount(1);
    await expect(page.getByText(/Bob here|evil\.example|bob1/)).toHaveCount(0);
  }
  expect(from(await bob.rest(), a)).toEqual([]);
});

test('whom the page lets in is shown by the whole address and a mark, and is told nothing but what the agent does', async ({
  openDesk,
  site,
  team: { a },
}) => {
  const stranger = strangerOf(2);
  const marked = `\u26A0\uFE0E ${stranger.jid}`;
  const anna: Page = await openDesk(a, { strangers: 'marked' });
  const bob = await signInStranger(site.websocket, stranger);
  bob.send(message(a, propose('from-outside', IM('Hello, Bob here'))));
  const asked = anna.getByRole('alertdialog', { name: `Instant message from ${marked}` });
  await expect(asked).toContainText('Not from your organization');
  bob.send(message(a, propose('call-from-outside', AUDIO)));
  const ringing = anna.getByRole('alertdialog', { name: `Voice call from ${marked}` });
  await expect(ringing).toContainText('Not from your organization');
  await ringing.getByRole('button', { name: 'Reject' }).click();
  await expect(ringing).toHaveCount(0);
  expect(from(await bob.rest(), a), 'neither that it rings, nor that it was rejected').toEqual([]);

  await asked.getByRole('button', { name: 'Accept' }).click();
  await expectStatus(anna, { ...stranger, logon: marked }, 'Connected');
  await expect(anna.getByRole('tab', { name: marked })).toBeVisible();
  await bob.frame(/<proceed/);
  bob.send(message(a, `<thread>from-outside</thread><body>Are you there?</body>${RECEIPT}`));
  await expect(transcript(anna)).toContainText('Are you there?');
  await say(anna, 'Who is this?');
  await bob.frame(/Who is this\?/);
  expect(from(await bob.rest(), a), 'no receipt, no marker, no typing').toEqual([]);
});

test('in the extension an account of another host is counted as not taken, and shown with a mark as soon as the policy wants it', async ({
  openDesk,
  site,
  team: { a, b },
}) => {
  test.slow();
  const stranger = strangerOf(3);
  const policy = managePolicy({ strangers: 'dropped' });
  const extension = await installExtension({ key: policy.key });
  try {
    const page = extension.firstTab;
    await signIn(page, a, site.websocket);
    const bob = await signInStranger(site.websocket, stranger);
    approach(bob, a);
    await bob.rest();
    await invite(await openDesk(b), a);
    await expect(notification(page, b)).toBeVisible();
    await expect(page.getByRole('alertdialog')).toHaveCount(1);
    const options = await extension.context.newPage();
    await options.goto(extension.url('options.html'));
    await expect(options.getByRole('region', { name: 'Diagnostics' })).toContainText('stranger');

    policy.set({ strangers: 'marked' });
    // Chromium reads it within seconds; what came before stays dropped.
    const asked = page.getByRole('alertdialog', { name: `\u26A0\uFE0E ${stranger.jid}` });
    await expect(async () => {
      bob.send(message(a, propose(crypto.randomUUID(), IM('Hello, Bob here'))));
      await expect(asked).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    await expect(asked).toContainText('Not from your organization');
    expect(from(await bob.rest(), a)).toEqual([]);
  } finally {
    await extension.uninstall();
    policy.remove();
  }
});
