import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAGE_METHODS } from '../../src/client/client-calls.ts';
import { broughtOffers, readBrings } from '../../src/embed/frame-brings.ts';

const ORIGIN = 'https://crm.example';

test('a page is asked for what it brings and may bring, and told of the rest', async () => {
  const brings = readBrings({ getToken: true, contacts: { service: 'https://contacts.example/' }, telephony: true }, [
    'getToken',
    'contacts',
  ]);
  assert.ok(brings);
  assert.deepEqual(brings.unused, ['telephony']);
  const asked: unknown[] = [];
  const { tokens, contacts, telephony } = broughtOffers(brings, ORIGIN, async (...question) => {
    asked.push(question.slice(0, 2));
    return { value: 'a token' };
  });
  assert.equal(telephony, undefined);
  assert.deepEqual(contacts?.offer, { kind: 'tokens', service: 'https://contacts.example/' });
  assert.deepEqual(await tokens?.call({ refused: 'old' }), { value: 'a token' });
  await contacts?.call('getToken', [{}]);
  assert.deepEqual(asked, [
    ['getToken', [{ refused: 'old' }]],
    ['contacts.getToken', [{}]],
  ]);
});

test('a page’s telephony is asked about interactions of its origin alone, and one that fails or doesn’t answer hasn’t done it', async () => {
  const brings = readBrings({ contacts: {}, telephony: true }, PAGE_METHODS);
  assert.ok(brings);
  const { contacts, telephony } = broughtOffers(brings, ORIGIN, async (name) =>
    name === 'telephony.hold' ? { value: undefined } : { problem: undefined },
  );
  assert.deepEqual(contacts?.offer, { kind: 'source' });
  assert.equal(telephony?.origin, ORIGIN);
  assert.deepEqual(await telephony?.call('hold', 'call-7'), { isDone: true });
  assert.deepEqual(await telephony?.call('retrieve', 'call-7'), { isDone: false });
});

test('a page that doesn’t say what it brings as it should isn’t taken; one that brings nothing is', () => {
  assert.deepEqual(readBrings(undefined, PAGE_METHODS), { unused: [] });
  const hostile: readonly unknown[] = [
    null,
    7,
    'getToken',
    { getToken: 'yes' },
    { contacts: { service: 'javascript:alert(1)' } },
    { contacts: { service: 'http://contacts.example/' } },
    { contacts: { service: `https://contacts.example/${'x'.repeat(3_000)}` } },
    { telephony: {} },
  ];
  for (const given of hostile) assert.equal(readBrings(given, PAGE_METHODS), undefined, JSON.stringify(given)?.slice(0, 80));
  assert.deepEqual(readBrings(JSON.parse('{"__proto__":{"telephony":true},"constructor":1}'), PAGE_METHODS), { unused: [] });
});
