import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import type Client from 'stanza/Client';
import { createIncomingQueue } from '../../src/background/xmpp/incoming-queue.ts';

/** A client with just what the queue uses. It records the calls. */
function setUp() {
  const handled: string[] = [];
  const problems: string[] = [];
  const emitter = new EventEmitter();
  const sm = {
    handle: async () => void handled.push('handled'),
    process: async ({ handled: h }: { handled: number }) => void handled.push(`ack ${h}`),
    ack: () => void handled.push('answered'),
  };
  const client = Object.assign(emitter, { sm, sessionStarted: true });
  const queue = createIncomingQueue(client as unknown as Client, (problem) => problems.push(problem));
  const receive = async (kind: string, stanza: object) => {
    queue.push({ kind, stanza }, 0);
    await queue.drain();
  };
  return { client, handled, problems, receive };
}

test('a listener that throws loses its stanza, and the count stays right', async () => {
  const { client, handled, problems, receive } = setUp();
  const heard: unknown[] = [];
  client.on('message', (stanza: { body: string }) => {
    if (stanza.body === 'poison') throw new RangeError('Too deep');
    heard.push(stanza.body);
  });
  for (const body of ['one', 'poison', 'two']) await receive('message', { body });
  assert.deepEqual(heard, ['one', 'two']);
  assert.equal(handled.length, 3);
  assert.deepEqual(problems, ['message-handler-failed']);
});

test('a frame that cannot be read is counted in its turn, once, and as handled if it was a stanza', async () => {
  const { client, handled, problems, receive } = setUp();
  client.on('message', () => handled.push('heard'));
  await receive('message', {});
  await receive('unreadable', { problem: 'too-deep', isStanza: true });
  await receive('unreadable', { problem: 'not-text', isStanza: false });
  await receive('message', {});
  assert.deepEqual(handled, ['heard', 'handled', 'handled', 'heard', 'handled']);
  assert.deepEqual(problems, ['frame-too-deep', 'frame-not-text']);
});

test('an answer reaches the code that asked, even if another listener throws at it', async () => {
  const { client, handled, receive } = setUp();
  client.on('iq', () => {
    throw new Error('Fails');
  });
  client.on('iq:id:1', () => handled.push('answer'));
  await receive('iq', { id: '1', type: 'result' });
  assert.deepEqual(handled, ['answer', 'handled']);
});

test('elements that belong to signing in are ignored afterwards', async () => {
  const { client, handled, problems, receive } = setUp();
  client.on('sasl', () => handled.push('sasl'));
  client.on('features', () => handled.push('features'));
  await receive('sasl', { type: 'failure' });
  await receive('features', {});
  assert.deepEqual([handled, problems], [[], ['frame-unexpected', 'frame-unexpected']]);
  client.sessionStarted = false;
  await receive('sasl', { type: 'success' });
  assert.deepEqual(handled, ['sasl']);
});

test('requests for a count, and counts, are answered and applied', async () => {
  const { handled, receive } = setUp();
  await receive('sm', { type: 'request' });
  await receive('sm', { type: 'ack', handled: 3 });
  assert.deepEqual(handled, ['answered', 'ack 3']);
});
