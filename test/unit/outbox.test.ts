import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Outbox } from '../../src/background/stream/outbox.ts';
import type { MessagingStream } from '../../src/background/stream/messaging-port.ts';
import type { Journal } from '../../src/storage/journal.ts';

const always = () => true;

describe('what was handed to a connection that ended', () => {
  let sent: string[];
  let outbox: Outbox;
  const stream = { send: (_signal: unknown, _peer: unknown, id: string) => void sent.push(id) } as unknown as MessagingStream;
  const say = (id: string) =>
    outbox.add({
      signal: { type: 'message', sessionId: 's', message: { id, body: id }, wantsReceipt: true },
      peer: 'ben@localhost',
      sessionId: 's',
      awaitsReceipt: true,
    });

  beforeEach(async () => {
    sent = [];
    const journal = { write: () => undefined, flush: async () => undefined } as unknown as Journal;
    outbox = new Outbox([], { journal, now: () => 0 });
    outbox.open(stream, undefined, always);
    for (const id of ['one', 'two', 'three']) await say(id);
    outbox.acknowledge('one');
    outbox.close();
    await say('four');
    sent = [];
  });

  test('and never left it goes on the resumed stream, in order and before what was written since', () => {
    outbox.open(stream, ['two'], always);
    assert.deepEqual(sent, ['three', 'four']);
  });

  test('goes on a new stream, what the server has taken and nobody has confirmed too', () => {
    outbox.open(stream, undefined, always);
    assert.deepEqual(sent, ['one', 'two', 'three', 'four']);
  });
});
