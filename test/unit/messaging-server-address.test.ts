import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkService } from '../../src/background/xmpp/service-address.ts';
import { StreamFailure } from '../../src/background/stream/stream-failure.ts';

const problemOf = (address: string): string | undefined => {
  try {
    checkService(address);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof StreamFailure);
    return error.problem;
  }
};

describe('a messaging server’s address', () => {
  it('may be encrypted, or of this machine', () => {
    for (const address of ['wss://chat.example/ws', 'ws://127.0.0.1:5280/ws', 'ws://localhost:5280/ws'])
      assert.equal(problemOf(address), undefined, address);
  });

  it('is refused if a password would cross a network in the clear', () => {
    for (const address of ['ws://chat.example/ws', 'ws://127.0.0.1.example/ws', 'ws://10.0.0.1/ws', 'ws://localhost.example/ws'])
      assert.equal(problemOf(address), 'insecure-connection', address);
  });

  it('may be several, each of which has to be safe', () => {
    assert.equal(checkService(' wss://one.example/ws\n wss://two.example/ws '), 'wss://one.example/ws wss://two.example/ws');
    assert.equal(problemOf('wss://one.example/ws ws://two.example/ws'), 'insecure-connection');
    assert.equal(problemOf('wss://one.example/ws, wss://two.example/ws, two'), 'server-not-found');
  });

  it('is refused if it is something else', () => {
    for (const address of ['https://chat.example', 'chat.example', '']) assert.equal(problemOf(address), 'server-not-found', address);
  });
});
