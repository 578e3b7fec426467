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

describe('what is being stored', () => {
  let sent: string[];
  let outbox: Outbox;
  let store: () => void;
  const journal = { isFull: false, write: () => undefined, flush: () => new Promise<void>((resolve) => (store = resolve)) };
  const stream = { send: (_signal: unknown, _peer: unknown, id: string) => void sent.push(id) } as unknown as MessagingStream;
  const to = { peer: 'ben@localhost', sessionId: 's', awaitsReceipt: true };
  const say = (id: string) =>
    outbox.add({ signal: { type: 'message', sessionId: 's', message: { id, body: id }, wantsReceipt: true }, ...to });
  const accept = () => outbox.add({ signal: { type: 'proceed', sessionId: 's' }, ...to, id: 'proceed' });

  beforeEach(() => {
    sent = [];
    journal.isFull = false;
    outbox = new Outbox([], { journal: journal as unknown as Journal, now: () => 0 });
    outbox.open(stream, undefined, always);
  });

  test('is sent at once if it is a message, and once', async () => {
    const adding = say('one');
    assert.deepEqual(sent, ['one']);
    store();
    await adding;
    assert.deepEqual(sent, ['one']);
  });

  test('is sent when it is stored if it is a signal, and no message overtakes it', async () => {
    const accepting = accept();
    const storeSignal = store;
    void say('one');
    assert.deepEqual(sent, []);
    storeSignal();
    await accepting;
    assert.deepEqual(sent, ['proceed', 'one']);
  });

  test('waits on a full disk', async () => {
    journal.isFull = true;
    const adding = say('one');
    assert.deepEqual(sent, []);
    store();
    await adding;
    assert.deepEqual(sent, ['one']);
  });

  test('is sent once more on the next stream if the stream ends before, on a full disk too', async () => {
    const adding = say('one');
    outbox.close();
    journal.isFull = true;
    outbox.open(stream, undefined, always);
    assert.deepEqual(sent, ['one', 'one']);
    store();
    await adding;
    assert.deepEqual(sent, ['one', 'one']);
  });

  test('is known to be sent until it is stored, also where that fails or its receipt comes before', async () => {
    const message = (id: string) => ({ type: 'message', sessionId: 's', message: { id, body: id }, wantsReceipt: true }) as const;
    const adding = say('one');
    outbox.confirm('one', 'ben@localhost');
    assert.equal(outbox.isSentUnstored(message('one')), true);
    store();
    await adding;
    assert.equal(outbox.isSentUnstored(message('one')), false);
    outbox.close();
    const waiting = say('two');
    assert.equal(outbox.isSentUnstored(message('two')), false);
    store();
    await waiting;
  });
});
