import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { ContactFailure, type ContactSource } from '../../src/background/contacts/source/contact-source.ts';
import { ContactSignInNeeded, type ContactTokens } from '../../src/background/contacts/source/contact-tokens.ts';
import { lookUpContact } from '../../src/background/contacts/reading/contact-look-up.ts';
import { ContactPages } from '../../src/background/contacts/source/contact-pages.ts';
import { CurrentSource } from '../../src/background/contacts/source/current-source.ts';
import { readHistory } from '../../src/background/contacts/reading/history-reader.ts';
import { HttpContactSource } from '../../src/background/contacts/source/http-contact-source.ts';
import type { Contact } from '../../src/model/interaction/interaction.ts';
import type { FinishedConsultation } from '../../src/model/contact/finished-consultation.ts';
import { startTestContactService, type TestContactService } from '../fixtures/contact-service.ts';
import { type PrivatePostgres, startPrivatePostgres } from '../fixtures/private-postgres.ts';
import { sendJson, startFaultyService } from '../fixtures/faulty-service.ts';

const NORA = { jid: 'nora@crm.example', name: 'Nora Lind', password: 'nora-secret' };
const OMAR = { jid: 'omar@crm.example', name: 'Omar Aziz', password: 'omar-secret' };
const HOUR = 60 * 60 * 1000;
const options = () => ({ signal: AbortSignal.timeout(20_000) });

const tokensOf = (get: ContactTokens['get']): ContactTokens => ({ get, forget: () => Promise.resolve() });
const failsWith = (problem: string, isFinal?: boolean) => (error: unknown) =>
  error instanceof ContactFailure && error.problem === problem && (isFinal === undefined || error.isFinal === isFinal);

/** A contact whose name no other contact has. */
async function onlyOneOfItsName(source: ContactSource): Promise<Contact> {
  for (let number = 1002; number < 1100; number += 1) {
    const answer = await source.readContact(`c${number}`, options()).catch(() => undefined);
    const found = answer && !answer.isUnchanged ? await source.findContacts({ name: answer.value.contact.name }, options()) : [];
    if (found.length === 1 && found[0]) return found[0];
  }
  throw new Error('Every name is shared');
}

const FINISHED: FinishedConsultation = {
  medium: 'im',
  subject: 'Is it a duplicate?',
  startedAt: Date.UTC(2026, 10, 23, 9),
  endedAt: Date.UTC(2026, 10, 23, 9, 5),
  status: 'done',
  outcome: 'Consulted',
  caseData: [{ key: 'Topic', type: 'text', value: 'Invoice zebrafish' }],
  transcript: [{ at: Date.UTC(2026, 10, 23, 9, 1), author: 'Nora Lind', text: 'Look at this.' }],
};

describe('the contact service by HTTP, when it works', () => {
  let postgres: PrivatePostgres;
  let service: TestContactService;
  let nora: ContactSource;
  let omar: ContactSource;

  before(async () => {
    postgres = await startPrivatePostgres();
    service = await startTestContactService({
      postgres: postgres.url,
      agents: [
        { agent: NORA, team: 'Billing' },
        { agent: OMAR, team: 'Technical' },
      ],
      interactions: 20_000,
    });
    const sourceOf = (agent: typeof NORA) =>
      new HttpContactSource(
        service.address,
        tokensOf(() => service.tokenOf(agent)),
        'no-token',
      );
    nora = sourceOf(NORA);
    omar = sourceOf(OMAR);
  });
  after(async () => {
    await service.stop();
    await postgres.stop();
  });

  test('a contact is read, and read again only if it has changed', async () => {
    const answer = await nora.readContact('c1001', options());
    assert.ok(!answer.isUnchanged);
    assert.deepEqual([answer.value.contact.id, answer.value.access], ['c1001', 'team']);
    assert.ok(answer.value.contact.name !== '' && answer.value.contact.numbers.length > 0);
    assert.deepEqual(await nora.readContact('c1001', { ...options(), etag: answer.etag }), { isUnchanged: true });
  });

  const unexpected = () => assert.fail('the contact service could not be asked');

  test('a caller is found by number, however it is written, or by name, but not if several fit', async () => {
    const answer = await nora.readContact('c1001', options());
    assert.ok(!answer.isUnchanged);
    const { id, name, numbers } = answer.value.contact;
    const number = numbers[0]?.value ?? '';
    assert.deepEqual(await lookUpContact(nora, { number: number.replace(/ /g, '-'), name: '' }, unexpected), { id, name, by: 'number' });
    assert.ok((await nora.findContacts({ name }, options())).length > 1, 'more than one of that name');
    assert.equal(await lookUpContact(nora, { number: '', name }, unexpected), undefined);
    // When nobody has the number, the contact is found by the name, if only one has that.
    const only = await onlyOneOfItsName(nora);
    assert.deepEqual(await lookUpContact(nora, { number: '000 000 000', name: only.name }, unexpected), { ...only, by: 'name' });
    assert.equal(await lookUpContact(nora, { number: '', name: 'Nobody Atall' }, unexpected), undefined);
    assert.equal(await lookUpContact(omar, { number, name }, unexpected), undefined, "another team's contact");
  });

  test('another team’s contact is refused before it is granted, and after the grant has ended', async () => {
    await assert.rejects(omar.readContact('c1001', options()), failsWith('not-found', true));
    await nora.grant('c1001', 'session-1', { agent: OMAR.jid, until: Date.now() + HOUR }, options());
    const granted = await omar.readContact('c1001', options());
    assert.ok(!granted.isUnchanged && granted.value.access === 'grant');
    await assert.rejects(omar.appendInteraction('c1001', 'i', FINISHED, options()), failsWith('not-permitted', true));
    await nora.endGrant('c1001', 'session-1', options());
    await assert.rejects(omar.readContact('c1001', options()), failsWith('grant-ended', true));
  });

  test('a history is read page by page to its end, and later only what was appended', async () => {
    let progress = 0;
    const whole = await readHistory(nora, 'c1001', { ...options(), isKnown: () => false, onRows: ({ length }) => (progress = length) });
    assert.ok(whole && whole.rows.length > 300, 'a history of several pages');
    assert.deepEqual([progress, whole.isWhole, whole.isCut], [whole.rows.length, true, false]);
    const starts = whole.rows.map(({ startedAt }) => startedAt);
    assert.deepEqual(
      starts,
      [...starts].sort((a, b) => b - a),
    );
    const known = new Set(whole.rows.map(({ id }) => id));
    const isKnown = ({ id }: { id: string }) => known.has(id);
    assert.equal(await readHistory(nora, 'c1001', { ...options(), isKnown, onRows: () => undefined, etag: whole.etag }), undefined);

    const now = Date.now();
    await nora.appendInteraction('c1001', 'session-2', { ...FINISHED, startedAt: now - 1_000, endedAt: now }, options());
    // The same interaction is appended again: it is stored once.
    await nora.appendInteraction('c1001', 'session-2', { ...FINISHED, startedAt: now - 1_000, endedAt: now }, options());
    await assert.rejects(nora.appendInteraction('c1001', 'session-2', FINISHED, options()), failsWith('conflict', true));
    const next = await readHistory(nora, 'c1001', { ...options(), isKnown, onRows: () => undefined, etag: whole.etag });
    assert.equal(next?.rows[0]?.id, 'session-2');
    assert.equal(next.isWhole, false);
    assert.ok(next.rows.length <= 200, 'the first pages are enough');
  });

  test('conditions and words are searched by the service, and details are read', async () => {
    const found = await nora.searchHistory(
      'c1001',
      { search: 'zebraf', media: ['im', 'chat'], statuses: ['done'], agent: NORA.jid, from: 0, to: Date.now() + HOUR },
      options(),
    );
    assert.ok(!found.isUnchanged);
    assert.deepEqual(
      found.value.items.map(({ id }) => id),
      ['session-2'],
    );
    const details = await nora.readInteraction('c1001', 'session-2', options());
    assert.ok(!details.isUnchanged);
    assert.deepEqual([details.value.caseData, details.value.transcript], [FINISHED.caseData, FINISHED.transcript]);
  });
});

const CONTACT = {
  id: 'c1',
  name: 'Maria',
  access: { by: 'team' },
  numbers: [],
  emails: [],
  addresses: [],
  company: '',
  notes: '',
  attributes: [],
};

describe('a contact service that fails', () => {
  const ask = async (
    answer: (request: IncomingMessage, response: ServerResponse, nth: number) => void,
    tokens: ContactTokens['get'] = () => Promise.resolve('token'),
    signal = AbortSignal.timeout(25_000),
    timeoutMs?: number,
  ) => {
    const service = await startFaultyService(answer);
    try {
      return {
        ...(await new HttpContactSource(service.address, tokensOf(tokens), 'no-token', timeoutMs).readContact('c1', { signal })),
        requests: service.requests.length,
      };
    } catch (error) {
      throw error instanceof ContactFailure ? Object.assign(error, { requests: service.requests.length }) : error;
    } finally {
      await service.stop();
    }
  };

  test('down: it is asked again, then the failure is reported', async () => {
    const service = await startFaultyService(() => undefined);
    await service.stop();
    await assert.rejects(
      new HttpContactSource(
        service.address,
        tokensOf(() => Promise.resolve('token')),
        'no-token',
      ).readContact('c1', options()),
      failsWith('unreachable', false),
    );
  });

  test('for a moment: nobody notices', async () => {
    const answer = await ask((_request, response, nth) => (nth < 3 ? sendJson(response, 500, {}) : sendJson(response, 200, CONTACT)));
    assert.equal(answer.requests, 3);
  });

  test('busy: it is asked again after Retry-After, and a long wait is left to the agent', async () => {
    const startedAt = Date.now();
    await ask((_request, response, nth) =>
      nth === 1 ? sendJson(response, 503, {}, { 'retry-after': '2' }) : sendJson(response, 200, CONTACT),
    );
    assert.ok(Date.now() - startedAt >= 2_000);
    await assert.rejects(
      ask((_request, response) => sendJson(response, 429, {}, { 'retry-after': '60' })),
      (error: unknown) =>
        error instanceof ContactFailure &&
        error.problem === 'busy' &&
        error.retryAfterMs === 60_000 &&
        Reflect.get(error, 'requests') === 1,
    );
  });

  test('slow, or endless: its time is limited', async () => {
    await Promise.all([
      assert.rejects(
        ask(() => undefined, undefined, undefined, 300),
        failsWith('too-slow'),
      ),
      assert.rejects(
        ask((_request, response) => void response.write('{"id": "c1", '), undefined, undefined, 300),
        failsWith('too-slow'),
      ),
    ]);
  });

  test('given up: the caller’s own time limit is named too, and any other reason is the caller’s', async () => {
    await assert.rejects(
      ask(() => undefined, undefined, AbortSignal.timeout(50)),
      failsWith('too-slow'),
    );
    // The time is up between two attempts.
    await assert.rejects(
      ask((_request, response) => sendJson(response, 500, {}), undefined, AbortSignal.timeout(200)),
      failsWith('too-slow'),
    );
    const reason = new Error('the agent left');
    const agent = new AbortController();
    await assert.rejects(
      ask(() => agent.abort(reason), undefined, agent.signal),
      (error: unknown) => error === reason,
    );
  });

  test('too large: the answer is not read into memory', async () => {
    let sent = 0;
    const flood = (_request: IncomingMessage, response: ServerResponse) => {
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536))) sent += 65_536;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    await assert.rejects(ask(flood), failsWith('nonsense'));
    assert.ok(sent < 64 * 1024 * 1024);
  });

  for (const [what, body] of Object.entries({
    text: 'hello',
    'another contact': { ...CONTACT, id: 'c2' },
    'a number for a name': { ...CONTACT, name: 5 },
    'too long a name': { ...CONTACT, name: 'x'.repeat(501) },
    'access by nobody': { ...CONTACT, access: { by: 'magic' } },
    null: null,
  })) {
    test(`nonsense, ${what}: it is refused, and not asked for again`, async () => {
      await assert.rejects(
        ask((_request, response) => sendJson(response, 200, body)),
        (error: unknown) => failsWith('nonsense')(error) && Reflect.get(error as object, 'requests') === 1,
      );
    });
  }

  test('a redirect is not followed, because the token is for this service', async () => {
    await assert.rejects(
      ask((_request, response) => sendJson(response, 302, {}, { location: 'https://elsewhere.example/' })),
      failsWith('nonsense'),
    );
  });

  test('401: the page is asked once for another token, with the refused one; then the failure is reported', async () => {
    const refused: (string | undefined)[] = [];
    const tokens: ContactTokens['get'] = (given) => Promise.resolve(`token${refused.push(given.refused)}`);
    const answer = await ask(
      (request, response) =>
        request.headers.authorization === 'Bearer token1' ? sendJson(response, 401, {}) : sendJson(response, 200, CONTACT),
      tokens,
    );
    assert.deepEqual([answer.requests, refused], [2, [undefined, 'token1']]);
    await assert.rejects(
      ask((_request, response) => sendJson(response, 401, {}), tokens),
      failsWith('no-token'),
    );
  });

  test('no token: the service is not asked at all', async () => {
    await assert.rejects(
      ask(
        (_request, response) => sendJson(response, 200, CONTACT),
        () => Promise.reject(new ContactSignInNeeded()),
      ),
      (error: unknown) => failsWith('no-token')(error) && Reflect.get(error as object, 'requests') === 0,
    );
    await assert.rejects(
      ask(
        (_request, response) => sendJson(response, 200, CONTACT),
        () => Promise.resolve('two\nlines'),
      ),
      failsWith('no-token'),
    );
  });

  test('requests that need a token at the same time ask the page once', async () => {
    const service = await startFaultyService((_request, response) => sendJson(response, 200, CONTACT));
    let asked = 0;
    const source = new HttpContactSource(
      service.address,
      tokensOf(() => ((asked += 1), Promise.resolve('token'))),
      'no-token',
    );
    await Promise.all([source.readContact('c1', options()), source.readContact('c1', options())]);
    assert.deepEqual([asked, service.requests.length], [1, 2]);
    await service.stop();
  });

  test('a request that is given up while another waits for the token doesn’t ask for one, which would hold up all', async () => {
    const service = await startFaultyService((_request, response) => sendJson(response, 200, CONTACT));
    let asked = 0;
    let refuse = (): void => assert.fail('nobody has asked for a token');
    const never = new Promise<string>((_resolve, reject) => (refuse = () => reject(new ContactSignInNeeded())));
    const source = new HttpContactSource(
      service.address,
      tokensOf(() => ((asked += 1) === 1 ? never : Promise.resolve('token'))),
      'no-token',
    );
    const leaving = new AbortController();
    const first = assert.rejects(source.readContact('c1', options()), failsWith('no-token'));
    const second = assert.rejects(source.readContact('c1', { signal: leaving.signal }));
    leaving.abort();
    refuse();
    await Promise.all([first, second]);
    assert.equal(asked, 1);
    assert.ok(!(await source.readContact('c1', options())).isUnchanged);
    await service.stop();
  });

  test('the page isn’t asked for a request that was given up already', async () => {
    const pages = new ContactPages(() => undefined);
    let asked = 0;
    pages.add({ kind: 'source' }, () => ((asked += 1), Promise.resolve({ value: CONTACT })));
    await assert.rejects(pages.ask('readContact', ['c1'], AbortSignal.abort()));
    assert.equal(asked, 0);
  });

  test('a page’s service address that tokens can’t be sent to counts as no service', () => {
    const pages = new ContactPages(() => undefined);
    for (const service of [
      'http://contacts.example',
      'https://user:secret@contacts.example',
      'https://contacts.example/#part',
      'ftp://contacts.example',
      'contacts',
    ])
      pages.add({ kind: 'tokens', service }, () => assert.fail());
    assert.equal(pages.offer, undefined);
    pages.add({ kind: 'tokens', service: 'https://contacts.example/api' }, () => assert.fail());
    assert.deepEqual(pages.offer, { kind: 'tokens', service: 'https://contacts.example/api' });
  });

  test('when the agent has signed out of the service, the last token is not sent any more', async () => {
    const service = await startFaultyService((_request, response) => sendJson(response, 200, CONTACT));
    let token: string | undefined = 'token';
    const tokens = tokensOf(() => (token === undefined ? Promise.reject(new ContactSignInNeeded()) : Promise.resolve(token)));
    const current = new CurrentSource(() => ({ kind: 'service', service: service.address, tokens, tokenProblem: 'sign-in-needed' }));
    await current.get()?.readContact('c1', options());
    token = undefined;
    current.renew();
    await assert.rejects(async () => current.get()?.readContact('c1', options()), failsWith('sign-in-needed'));
    assert.equal(service.requests.length, 1);
    await service.stop();
  });

  test('a history whose pages repeat comes to an end', async () => {
    const row = {
      id: 'i1',
      medium: 'im',
      subject: '',
      startedAt: '2026-11-23T09:00:00.000Z',
      endedAt: '2026-11-23T09:00:00.000Z',
      lengthMs: 0,
      agent: { id: 'a@b', name: 'A' },
      status: 'done',
      outcome: '',
    };
    const service = await startFaultyService((_request, response, nth) => sendJson(response, 200, { items: [row], next: `page${nth}` }));
    const source = new HttpContactSource(
      service.address,
      tokensOf(() => Promise.resolve('token')),
      'no-token',
    );
    await assert.rejects(readHistory(source, 'c1', { ...options(), isKnown: () => false, onRows: () => undefined }), failsWith('nonsense'));
    assert.equal(service.requests.length, 2);
    await service.stop();
  });
});
