import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomId } from '../../src/channel/random-id.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('ids are random UUIDs, also in a page that was loaded without encryption', () => {
  const { randomUUID } = crypto;
  const some = [randomId(), randomId()];
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true, writable: true });
  try {
    some.push(randomId(), randomId());
  } finally {
    Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true, writable: true });
  }
  for (const id of some) assert.match(id, UUID);
  assert.equal(new Set(some).size, 4);
});
