import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { JingleOutbox } from '../../src/media-host/jingle-outbox.ts';

describe('what a call’s sound has to tell its peer', () => {
  test('leaves at once, before the browser begins with anything that takes time', async () => {
    const sent: string[] = [];
    const outbox = new JingleOutbox(({ action }) => {
      sent.push(String(action));
      return Promise.resolve({});
    }, 0);
    const sending = outbox.send({ action: 'session-accept', sid: 'c1' });
    assert.deepEqual(sent, ['session-accept']);
    assert.deepEqual(await sending, { answer: {}, isRepeated: false });
  });

  test('goes again as soon as the session host is back, in its order', async () => {
    const sent: string[] = [];
    let isAway = true;
    const outbox = new JingleOutbox(({ action }) => {
      sent.push(String(action));
      const answer = isAway ? { error: { condition: 'remote-server-timeout' } } : {};
      isAway = false;
      return Promise.resolve(answer);
    }, 0);
    const first = outbox.send({ action: 'session-accept', sid: 'c1' });
    await Promise.resolve();
    await Promise.resolve();
    const second = outbox.send({ action: 'transport-info', sid: 'c1' });
    assert.deepEqual(await Promise.all([first, second]), [
      { answer: {}, isRepeated: true },
      { answer: {}, isRepeated: false },
    ]);
    assert.deepEqual(sent, ['session-accept', 'session-accept', 'transport-info']);
  });
});
