import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/e2e.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { bodiesIn, connectDesks, expectStatus, notification, say, transcript } from '../fixtures/im.ts';

const JMI = 'urn:xmpp:jingle-message:0';
const IM = 'urn:backchannel:im:0';

/** The messages of the errors that the page's script didn't catch. */
function uncaught(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

test('neither a message that grows on the wire nor any stanza of a colleague silences an agent, live or out of the archive after a reload', async ({
  openDesk,
  site,
  team: { a, b },
}) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await connectDesks([anna, a], [ben, b]);
  const [longest, tooLong] = ['&'.repeat(16_384), '&'.repeat(26_000)];
  await say(anna, tooLong);
  await expect(anna.getByRole('alert').getByText('The message is too long. At most 16,384 characters can be sent.')).toBeVisible();
  await expect(anna.getByRole('textbox', { name: 'Message' })).toHaveValue(tooLong);
  await say(anna, longest);
  await say(anna, 'and then');
  await expect(transcript(ben)).toContainText('and then');
  await expectStatus(anna, b, 'Connected');
  expect(await bodiesIn(ben)).toEqual([expect.stringMatching(/^&{4000}/), 'and then']);

  // A raw client sends this, because no client of ours would, and the guests' host lets none of it through.
  const rough = await RawClient.signIn(site.websocket, 'localhost', b);
  const carbons = (depth: number) =>
    '<received xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client">'.repeat(depth) +
    '</message></forwarded></received>'.repeat(depth);
  const STORE = '<store xmlns="urn:xmpp:hints"/>';
  const inners = [
    ...['constructor', 'toString', '__proto__'].map(
      (name) => `<propose xmlns="${JMI}" id="poison-${name}" ${name}="1"><description xmlns="${IM}"/></propose>${STORE}`,
    ),
    `${carbons(1_000)}${STORE}`,
    `<body>without a stamp</body><delay xmlns="urn:xmpp:delay"/>`,
  ];
  const poison = () => {
    rough.send('<presence><show>busy</show><priority>-1</priority></presence>');
    for (const inner of inners) rough.send(`<message to="${a.jid}" type="chat" id="${crypto.randomUUID()}">${inner}</message>`);
    return rough.rest();
  };
  await poison();
  await say(ben, 'heard live');
  await expect(transcript(anna)).toContainText('heard live');
  await expect(transcript(anna)).toContainText('without a stamp');

  const url = anna.url();
  // The SharedWorker ends with the last page of its profile, so that a new session host reads the archive.
  await anna.goto('about:blank');
  await poison();
  await say(ben, 'heard from the archive');
  await anna.goto(url);
  await expect(transcript(anna)).toContainText('heard from the archive');
  await say(ben, 'and after it');
  await expect(transcript(anna)).toContainText('and after it');
  await expectStatus(anna, b, 'Connected');
  rough.close();
});

test('markup, scripts, controls and direction overrides are text, and a body of 1 MB silences nobody', async ({
  openDesk,
  signInPlain,
  team: { a, b },
}) => {
  const anna = await openDesk(a);
  const errors = uncaught(anna);
  const plain = await signInPlain(b);
  const body =
    '<img src=x onerror="globalThis.isHacked=1"><script>globalThis.isHacked=1</script> \u202Egpj.exe javascript:alert(1) https://example.com/a?b=<i>';
  plain.send(a.jid, body);
  await expect(notification(anna, b)).toContainText('<script>');
  await notification(anna, b).getByRole('button', { name: 'Accept' }).click();
  await expect(transcript(anna)).toContainText('<script>');
  expect(await anna.evaluate(() => 'isHacked' in globalThis)).toBe(false);
  const links = await transcript(anna)
    .getByRole('link')
    .evaluateAll((elements) => elements.map((element) => (element as HTMLAnchorElement).protocol));
  expect(links).toEqual(['https:']);
  await say(anna, 'nul \u0000 and bell \u0007 <b>bold</b>');
  const { body: sent } = await plain.waitForMessage(({ body: text }) => text?.startsWith('nul') ?? false);
  expect(sent).toBe('nul \uFFFD and bell \uFFFD <b>bold</b>');

  // A megabyte is clipped where it comes in.
  plain.send(a.jid, `start ${'x'.repeat(1_000_000)} end`);
  await expect(transcript(anna).getByRole('button', { name: /Show all/ })).toBeVisible();
  expect((await bodiesIn(anna)).join('').length).toBeLessThan(10_000);

  await say(anna, 'short enough');
  await plain.waitForMessage('short enough');
  expect(errors).toEqual([]);
});
