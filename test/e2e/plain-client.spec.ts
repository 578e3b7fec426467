import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, invite, notification, say, targetRow, transcript } from '../fixtures/im.ts';

test('an IM to another XMPP client: no invitation, the first message connects; one from it is an invitation that carries it', async ({
  openDesk,
  signInPlain,
  team: { a, b },
}) => {
  const plain = await signInPlain(b);
  const anna = await openDesk(a);
  await expect(targetRow(anna, b)).toContainText('Ready');
  await invite(anna, b);
  await expectStatus(anna, b, 'Not Connected');
  await say(anna, 'hello from the browser');
  await expectStatus(anna, b, 'Connected');
  await plain.waitForMessage('hello from the browser');
  await expect(transcript(anna)).toContainText('Delivered');
  plain.send(a.jid, 'hello from elsewhere');
  await expect(transcript(anna)).toContainText('hello from elsewhere');
  expect(plain.messages.some(({ body }) => body === '')).toBe(false);
  await anna.getByRole('button', { name: 'End Session' }).click();
  await plain.waitForMessage(({ chatState }) => chatState === 'gone');
  await expectStatus(anna, b, 'Ended');
  await anna.getByRole('button', { name: 'Mark Done' }).click();

  plain.send(a.jid, 'can you help?');
  await expect(notification(anna, b)).toContainText('can you help?');
  await notification(anna, b).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(anna, b, 'Connected');
  await expect(transcript(anna)).toContainText('can you help?');
  await say(anna, 'of course');
  await plain.waitForMessage('of course');
  plain.send(a.jid, 'thanks');
  await expect(transcript(anna)).toContainText('thanks');
});

test('a client that sends no receipts gets each message once', async ({ openDesk, wire, signInPlain, team: { a, b } }) => {
  const plain = await signInPlain(b, { sendsReceipts: false });
  const anna = await openDesk(a, { service: wire.websocket });
  await expect(targetRow(anna, b)).toContainText('Ready');
  await invite(anna, b);
  await say(anna, 'once');
  await plain.waitForMessage('once');
  await expect(transcript(anna)).toContainText('Sent');
  wire.cut();
  await expect(anna.getByText('Connected', { exact: true }).first()).toBeVisible();
  await say(anna, 'twice');
  await plain.waitForMessage('twice');
  expect(plain.bodies).toEqual(['once', 'twice']);
});
