import { stopSharedWorker } from '../fixtures/cdp-target.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, connectColleague, expectStatus, say, transcript } from '../fixtures/im.ts';

test('a cut connection is resumed, also in the middle of a frame: what was said meanwhile arrives once, in order; a host that was killed in mid-session misses nothing, nor its end', async ({
  openDesk,
  signInColleague,
  wire,
  server,
  team: { a, b },
}) => {
  const [anna, ben] = await Promise.all([openDesk(a, { service: wire.websocket }), signInColleague(b)]);
  await connectColleague([anna, a], [ben, b]);
  await say(anna, 'before');
  await ben.heard(a, 'before');

  wire.refuse();
  wire.cut();
  await expect(anna.getByText(/Reconnecting/).first()).toBeVisible();
  await expectStatus(anna, b, 'Connected');
  const missed = Array.from({ length: 20 }, (_, index) => `missed ${index}.`);
  for (const text of missed) ben.say(a, text);
  await say(anna, 'typed while cut');
  await expect(transcript(anna)).toContainText('Waiting');

  wire.allow();
  await ben.heard(a, 'typed while cut');
  await expect(transcript(anna)).toContainText('missed 19.');
  expect(ben.bodies).toEqual(['before', 'typed while cut']);
  expect((await bodiesIn(anna)).filter((text) => text !== 'typed while cut')).toEqual(['before', ...missed]);
  expect((await bodiesIn(anna)).filter((text) => text === 'typed while cut')).toHaveLength(1);
  expect(await server.sessions(a.logon)).toHaveLength(1);

  // A connection that is cut in the middle of a frame keeps nobody from being heard again.
  wire.cutInNextFrame();
  await say(anna, 'half of it');
  await expect(anna.getByText(/Reconnecting/).first()).toBeVisible();
  await say(anna, 'after it');
  await ben.heard(a, 'after it');
  expect(ben.bodies.slice(-2)).toEqual(['half of it', 'after it']);
  expect(new Set(ben.bodies).size).toBe(ben.bodies.length);
  ben.say(a, 'heard');
  await expect(transcript(anna)).toContainText('heard');

  // A host whose process crashes says nothing to the tabs that it leaves. They have another one at once, which has what is typed now.
  await stopSharedWorker(anna);
  await say(anna, 'after the crash');
  await ben.heard(a, 'after the crash');
  ben.say(a, 'heard again');
  await expect(transcript(anna)).toContainText('heard again');

  const url = anna.url();
  // The last page of a profile takes the SharedWorker with it, without a goodbye.
  await anna.goto('about:blank');
  ben.say(a, 'while you were gone');
  ben.end(a);
  await anna.goto(url);
  await expectStatus(anna, b, 'Ended');
  expect((await bodiesIn(anna)).slice(-2)).toEqual(['heard again', 'while you were gone']);
});
