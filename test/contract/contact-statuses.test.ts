import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { ContactFailure } from '../../src/background/contacts/source/contact-source.ts';
import { HttpContactSource } from '../../src/background/contacts/source/http-contact-source.ts';
import type { FinishedConsultation } from '../../src/model/contact/finished-consultation.ts';
import { sendJson, startFaultyService } from '../fixtures/faulty-service.ts';

const FINISHED: FinishedConsultation = {
  medium: 'im',
  subject: '',
  startedAt: 0,
  endedAt: 0,
  status: 'done',
  outcome: '',
  caseData: [],
  transcript: [],
};

/** What happens to a record when the service gives this answer: taken or the problem, whether that is final, and the number of requests. */
async function outcomeOf(answer: (response: ServerResponse, nth: number) => void) {
  const service = await startFaultyService((_request, response, nth) => answer(response, nth));
  const source = new HttpContactSource(
    service.address,
    { get: () => Promise.resolve('token'), forget: () => Promise.resolve() },
    'no-token',
  );
  try {
    await source.appendInteraction('c1', 's1', FINISHED, { signal: AbortSignal.timeout(25_000) });
    return ['taken', false, service.requests.length];
  } catch (error) {
    assert.ok(error instanceof ContactFailure, String(error));
    return [error.problem, error.isFinal, service.requests.length];
  } finally {
    await service.stop();
  }
}

describe('a record that the contact service answers with', { concurrency: true }, () => {
  const FINAL = {
    400: 'rejected',
    402: 'rejected',
    403: 'not-permitted',
    404: 'not-found',
    405: 'rejected',
    409: 'conflict',
    410: 'not-found',
    411: 'rejected',
    413: 'too-large',
    415: 'rejected',
    422: 'rejected',
    428: 'rejected',
    451: 'rejected',
  };
  for (const [status, problem] of Object.entries(FINAL)) {
    test(`${status} is refused for good: ${problem}`, async () =>
      assert.deepEqual(await outcomeOf((response) => sendJson(response, Number(status), {})), [problem, true, 1]));
  }

  for (const [status, problem] of Object.entries({
    408: 'busy',
    425: 'busy',
    429: 'busy',
    500: 'failed',
    501: 'failed',
    502: 'failed',
    503: 'busy',
    504: 'failed',
    507: 'failed',
    599: 'failed',
  })) {
    test(`${status} is tried again: ${problem}`, async () =>
      assert.deepEqual(await outcomeOf((response) => sendJson(response, Number(status), {})), [problem, false, 3]));
  }

  for (const status of [301, 302, 303, 307, 308]) {
    test(`${status} isn’t followed elsewhere, and the record isn’t lost`, async () =>
      assert.deepEqual(await outcomeOf((response) => sendJson(response, status, {}, { location: 'https://elsewhere.example/' })), [
        'nonsense',
        false,
        1,
      ]));
  }

  for (const status of [202, 206, 304]) {
    test(`${status} doesn’t count as done`, async () =>
      assert.deepEqual(await outcomeOf((response) => (status === 304 ? response.writeHead(304).end() : sendJson(response, status, {}))), [
        'nonsense',
        false,
        1,
      ]));
  }

  test('401 waits for the agent to sign in', async () =>
    assert.deepEqual(await outcomeOf((response) => sendJson(response, 401, {})), ['no-token', false, 2]));
  for (const status of [200, 201]) {
    test(`${status} counts as taken`, async () =>
      assert.deepEqual(await outcomeOf((response) => sendJson(response, status, {})), ['taken', false, 1]));
  }
  test('204 counts as taken', async () =>
    assert.deepEqual(await outcomeOf((response) => response.writeHead(204).end()), ['taken', false, 1]));

  test('200 with the sign-in page of a network doesn’t count as done', async () => {
    assert.deepEqual(
      await outcomeOf((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to the network</h1>')),
      ['nonsense', false, 1],
    );
  });

  test('a refusal that is no JSON counts as a refusal too', async () => {
    assert.deepEqual(await outcomeOf((response) => response.writeHead(413, { 'content-type': 'text/html' }).end('<h1>Too large</h1>')), [
      'too-large',
      true,
      1,
    ]);
  });

  test('a Retry-After of 31,000 years counts as an hour, and one of 1850 as none', async () => {
    const waits = await Promise.all(
      ['1000000000000', 'Tue, 01 Jan 1850 00:00:00 GMT'].map(async (value) => {
        const service = await startFaultyService((_request, response) => sendJson(response, 429, {}, { 'retry-after': value }));
        const source = new HttpContactSource(
          service.address,
          { get: () => Promise.resolve('token'), forget: () => Promise.resolve() },
          'no-token',
        );
        const failure: unknown = await source
          .appendInteraction('c1', 's1', FINISHED, { signal: AbortSignal.timeout(25_000) })
          .catch((error: unknown) => error);
        await service.stop();
        return failure instanceof ContactFailure ? failure.retryAfterMs : failure;
      }),
    );
    assert.deepEqual(waits, [60 * 60 * 1000, 0]);
  });

  test('the service’s explanation is one line, filtered as names are, and bounded', async () => {
    const service = await startFaultyService((_request, response) =>
      sendJson(response, 400, { detail: `No \u202e${'x'.repeat(5_000)}`, title: 5 }),
    );
    const source = new HttpContactSource(
      service.address,
      { get: () => Promise.resolve('token'), forget: () => Promise.resolve() },
      'no-token',
    );
    const failure: unknown = await source
      .appendInteraction('c1', 's1', FINISHED, { signal: AbortSignal.timeout(25_000) })
      .catch((error: unknown) => error);
    await service.stop();
    assert.ok(failure instanceof ContactFailure);
    assert.deepEqual([failure.status, failure.detail?.length, failure.detail?.slice(0, 4)], [400, 300, 'No x']);
  });
});
