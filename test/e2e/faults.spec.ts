import { stopSharedWorker } from '../fixtures/cdp-target.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, connectDesks, expectStatus, say, transcript } from '../fixtures/im.ts';

test('a cut connection is resumed, also in the middle of a frame: what was said meanwhile arrives once, in order; a host that was killed in mid-session misses nothing, nor its end', async ({
  openDesk,
  wire,
  server,
  team: { a, b },
}) => {
  const [anna, ben] = await Promise.all([openDesk(a, { service: wire.websocket }), openDesk(b)]);
  await connectDesks([anna, a], [ben, b]);
  await say(anna, 'before');
  await expect(transcript(ben)).toContainText('before');

  wire.refuse();
  wire.cut();
  await expect(anna.getByText(/Reconnecting/).first()).toBeVisible();
  await expectStatus(anna, b, 'Connected');
  const missed = Array.from({ length: 20 }, (_, index) => `missed ${index}.`);
  for (const text of missed) await say(ben, text);
  await say(anna, 'typed while cut');
  await expect(transcript(anna)).toContainText('Waiting');

  wire.allow();
  await expect(transcript(ben)).toContainText('typed while cut');
  await expect(transcript(anna)).toContainText('missed 19.');
  await expect.poll(() => bodiesIn(ben)).toEqual(['before', ...missed, 'typed while cut']);
  expect((await bodiesIn(anna)).filter((text) => text !== 'typed while cut')).toEqual(['before', ...missed]);
  expect((await bodiesIn(anna)).filter((text) => text === 'typed while cut')).toHaveLength(1);
  expect(await server.sessions(a.logon)).toHaveLength(1);

  // A connection that is cut in the middle of a frame keeps nobody from being heard again.
  wire.cutInNextFrame();
  await say(anna, 'half of it');
  await expect(anna.getByText(/Reconnecting/).first()).toBeVisible();
  await say(anna, 'after it');
  await expect(transcript(ben)).toContainText('after it', { timeout: 30_000 });
  expect((await bodiesIn(ben)).slice(-2)).toEqual(['half of it', 'after it']);
  expect(new Set(await bodiesIn(ben)).size).toBe((await bodiesIn(ben)).length);
  await say(ben, 'heard');
  await expect(transcript(anna)).toContainText('heard');

  // A host whose process crashes says nothing to the tabs that it leaves. They have another one at once, which has what is typed now.
  await stopSharedWorker(anna);
  await say(anna, 'after the crash');
  await expect(transcript(ben)).toContainText('after the crash');
  await say(ben, 'heard again');
  await expect(transcript(anna)).toContainText('heard again');

  const url = anna.url();
  // The last page of a profile takes the SharedWorker with it, without a goodbye.
  await anna.goto('about:blank');
  await say(ben, 'while you were gone');
  await ben.getByRole('button', { name: 'End Session' }).click();
  await anna.goto(url);
  await expectStatus(anna, b, 'Ended');
  expect((await bodiesIn(anna)).slice(-2)).toEqual(['heard again', 'while you were gone']);
});
