import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePageRequest } from '../../src/extension/dock/page-requests.ts';

const json = JSON.stringify;

describe("a page's requests", () => {
  it('reads all valid ones', () => {
    assert.deepEqual(parsePageRequest('hello', 'null'), { name: 'hello' });
    assert.deepEqual(parsePageRequest('hello', '{"anything": 1}'), { name: 'hello' });
    assert.deepEqual(parsePageRequest('open-im', json({ requestId: '7', target: ' Bob@Example ' })), {
      name: 'open-im',
      requestId: '7',
      target: 'bob@example',
    });
    assert.deepEqual(parsePageRequest('take-event', json({ requestId: '7', eventId: 'e' })), {
      name: 'take-event',
      requestId: '7',
      eventId: 'e',
    });
    assert.deepEqual(parsePageRequest('offer-telephony', json({ requestId: '7', origin: 'https://other.example' })), {
      name: 'offer-telephony',
      requestId: '7',
    });
    assert.deepEqual(parsePageRequest('telephony-result', json({ requestId: '7', isDone: true })), {
      name: 'telephony-result',
      requestId: '7',
      isDone: true,
    });
    assert.deepEqual(parsePageRequest('telephony-result', json({ requestId: '7', isDone: 'yes' })), { name: 'invalid', requestId: '7' });
    assert.deepEqual(parsePageRequest('connect-client', json({ client: 'c', version: 1, brings: { telephony: true, getToken: true } })), {
      name: 'connect-client',
      client: 'c',
      version: 1,
      brings: { telephony: true },
    });
    const message = '{"id":1}';
    assert.deepEqual(parsePageRequest('client-message', json({ client: 'c', message })), { name: 'client-message', client: 'c', message });
    for (const detail of [{ client: 'c', message: {} }, { client: 'x'.repeat(101), message }, { message }, null])
      assert.deepEqual(parsePageRequest('client-message', json(detail)), { name: 'invalid' });
    for (const name of ['open-interaction', 'update-interaction', 'close-interaction'] as const) {
      assert.deepEqual(parsePageRequest(name, json({ requestId: '7', id: 'mail-1', media: 'email' })), {
        name,
        requestId: '7',
        id: 'mail-1',
        details: { media: 'email' },
      });
      assert.deepEqual(parsePageRequest(name, json({ requestId: '7', id: 'mail 1' })), { name: 'invalid', requestId: '7' });
      assert.deepEqual(parsePageRequest(name, json({ id: 'mail-1' })), { name: 'invalid' });
    }
  });

  it('reads what is nested as deeply as fits, and refuses it where a value has another shape', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const name of ['open-im', 'take-event', 'offer-telephony', 'telephony-result', 'open-interaction', 'close-interaction']) {
      const request = `{"requestId":${deep},"target":${deep},"id":${deep},"eventId":${deep},"isDone":${deep}}`;
      assert.deepEqual(parsePageRequest(name, request), { name: 'invalid' });
    }
    for (const name of ['connect-client', 'client-message', 'disconnect-client', 'hello'])
      assert.deepEqual(parsePageRequest(name, `{"client":${deep},"message":${deep}}`).name, name === 'hello' ? 'hello' : 'invalid');
  });

  it('passes on no values that it does not know', () => {
    const request = parsePageRequest('open-im', '{"requestId":"7","target":"bob@example","body":"hi","__proto__":{"isAdmin":true}}');
    assert.deepEqual(Object.keys(request).sort(), ['name', 'requestId', 'target']);
  });

  it('names the request of an invalid one, if it can be told', () => {
    assert.deepEqual(parsePageRequest('open-im', json({ requestId: '7', target: 'bob' })), { name: 'invalid', requestId: '7' });
    assert.deepEqual(parsePageRequest('open-im', json({ requestId: '7', target: { toString: 'bob@example' } })), {
      name: 'invalid',
      requestId: '7',
    });
    for (const detail of [
      '',
      '{',
      'null',
      '7',
      '[]',
      '{}',
      json({ target: 'bob@example' }),
      json({ requestId: '', target: 'bob@example' }),
      json({ requestId: 'x'.repeat(101), target: 'bob@example' }),
    ])
      assert.deepEqual(parsePageRequest('open-im', detail), { name: 'invalid' }, detail);
  });

  it('refuses other names', () => {
    for (const name of ['', 'invite', 'send', 'signIn', 'constructor', '__proto__', 'OPEN-IM'])
      assert.deepEqual(parsePageRequest(name, json({ requestId: '7', target: 'bob@example' })), { name: 'invalid' });
  });
});
