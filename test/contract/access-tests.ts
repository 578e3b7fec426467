import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { SignJWT, UnsecuredJWT } from 'jose';
import * as v from 'valibot';
import { issueToken } from '../../demo/crm/service/tokens.ts';
import { type Bench, serve, ORIGIN } from './service-under-test.ts';
import { contactOf, pageOf, problemOf } from './shapes.ts';

const NORA = { id: 'nora@crm.example', name: 'Nora Lind', teams: ['Billing'] };
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const finished = {
  medium: 'im',
  subject: 'Help',
  startedAt: '2026-03-01T10:00:00Z',
  endedAt: '2026-03-01T10:01:00Z',
  status: 'done',
  outcome: '',
};

/** Tests which agents may do what. */
export function accessTests(bench: () => Bench): void {
  it('accepts only its own tokens, and none that has expired', async () => {
    const { call, secret } = bench().service;
    const sign = (audience: string) =>
      new SignJWT({ name: 'N', teams: ['Billing'] })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(NORA.id)
        .setIssuer('backchannel-demo')
        .setAudience(audience);
    const tokens = [
      'nonsense',
      '',
      await issueToken(new Uint8Array(32), NORA, 60),
      await issueToken(secret, NORA, -1),
      new UnsecuredJWT({ name: 'N', teams: ['Billing'] })
        .setSubject(NORA.id)
        .setIssuer('backchannel-demo')
        .setAudience('backchannel-contacts')
        .setExpirationTime('1h')
        .encode(),
      await sign('another').setExpirationTime('1h').sign(secret),
      await sign('backchannel-contacts').sign(secret),
    ];
    for (const token of tokens) assert.equal(problemOf(await call('GET', '/contacts/c1001', { token })), 'not-signed-in', token);
    assert.equal((await call('GET', '/contacts/c1001', { token: await issueToken(secret, NORA, 60) })).status, 200);
    for (const body of [
      { username: NORA.id, password: 'wrong' },
      { username: 'nobody@crm.example', password: 'nora-secret' },
    ])
      assert.equal(problemOf(await call('POST', '/token', { body })), 'not-signed-in');

    assert.equal(problemOf(await call('POST', '/token', { body: { username: 'nora' } })), 'invalid-input');
  });

  it('tells another team nothing, not even that a contact exists', async () => {
    const { call } = bench().service;
    const [hidden, missing] = [await call('GET', '/contacts/c1002'), await call('GET', '/contacts/c9999')];
    assert.equal(hidden.status, 404);
    assert.deepEqual(hidden.body, missing.body);
    assert.equal((await call('GET', '/contacts/c1002/interactions')).status, 404);
    assert.equal((await call('PUT', '/contacts/c1002/interactions/x1', { body: finished })).status, 404);
    assert.equal((await call('PUT', '/contacts/c1002/grants/g1', { body: { agent: NORA.id, until: inMs(60_000) } })).status, 404);
  });

  it('notes who has read which contact, and who has granted it to whom, under which session', async () => {
    const { database, service } = bench();
    const noted = v.array(
      v.object({ agent: v.string(), action: v.string(), granted_to: v.nullable(v.string()), session: v.nullable(v.string()) }),
    );
    // Other tests have read contacts before.
    const [{ before }] = v.parse(
      v.tuple([v.object({ before: v.number() })]),
      await database.query('select coalesce(max(id), 0)::int as before from access_note'),
    );
    const body = { agent: 'quinn@crm.example', until: inMs(3_600_000) };
    assert.equal((await service.call('GET', '/contacts/c1015', { as: 'quinn' })).status, 404);
    await service.call('GET', '/contacts/c1015');
    await service.call('PUT', '/contacts/c1015/grants/session-1', { body });
    await service.call('GET', '/contacts/c1015', { as: 'quinn' });
    await service.call('GET', '/contacts/c1015/interactions', { as: 'quinn' });
    await service.call('DELETE', '/contacts/c1015/grants/session-1');
    assert.equal((await service.call('GET', '/contacts/c1015', { as: 'quinn' })).status, 403);
    const rows = await database.query(
      `select agent, action, granted_to, session from access_note where contact_id = 'c1015' and action <> 'look-up' and id > $1 order by id`,
      [before],
    );
    assert.deepEqual(
      v.parse(noted, rows).map((row) => Object.values(row)),
      [
        ['nora@crm.example', 'contact', null, null],
        ['nora@crm.example', 'grant', 'quinn@crm.example', 'session-1'],
        ['quinn@crm.example', 'contact', null, 'session-1'],
        ['quinn@crm.example', 'history', null, 'session-1'],
        ['nora@crm.example', 'grant-ended', null, 'session-1'],
      ],
    );
  });

  it('lets an invited agent read until the grant ends, and only read', async () => {
    const { call } = bench().service;
    const until = inMs(3_600_000);
    assert.equal((await call('GET', '/contacts/c1007', { as: 'quinn' })).status, 404);
    assert.equal((await call('PUT', '/contacts/c1007/grants/s1', { body: { agent: 'quinn@crm.example', until } })).status, 200);
    assert.deepEqual(contactOf(await call('GET', '/contacts/c1007', { as: 'quinn' })).access, { by: 'grant', until });
    assert.equal((await call('GET', '/contacts/c1007/interactions?q=a', { as: 'quinn' })).status, 200);
    assert.deepEqual(
      pageOf(await call('GET', '/contacts?name=mail', { as: 'quinn' })).items.map(({ id }) => id),
      ['c1007'],
    );
    assert.equal(problemOf(await call('PUT', '/contacts/c1007/interactions/x1', { as: 'quinn', body: finished })), 'not-permitted');
    assert.equal(
      problemOf(await call('PUT', '/contacts/c1007/grants/s2', { as: 'quinn', body: { agent: 'omar@crm.example', until } })),
      'not-permitted',
    );
    assert.equal(problemOf(await call('PUT', '/contacts/c1007/grants/s1', { body: { agent: 'omar@crm.example', until } })), 'conflict');

    assert.equal((await call('DELETE', '/contacts/c1007/grants/s1')).status, 204);
    assert.equal((await call('DELETE', '/contacts/c1007/grants/never')).status, 204);
    assert.equal(problemOf(await call('GET', '/contacts/c1007', { as: 'quinn' })), 'grant-ended');
    assert.equal((await call('GET', '/contacts/c1007/interactions', { as: 'quinn' })).status, 403);
    assert.deepEqual(pageOf(await call('GET', '/contacts?name=mail', { as: 'quinn' })).items, []);
  });

  it('ends a grant by itself; of several, the last one counts', async () => {
    const { call } = bench().service;
    const grant = (id: string, ms: number) =>
      call('PUT', `/contacts/c1009/grants/${id}`, { body: { agent: 'quinn@crm.example', until: inMs(ms) } });
    await grant('long', 60_000);
    await grant('short', 1_000);
    await call('DELETE', '/contacts/c1009/grants/short');
    assert.equal((await call('GET', '/contacts/c1009', { as: 'quinn' })).status, 200);
    const endsAt = Date.now() + 1_500;
    await grant('long', 1_500);
    let answer = await call('GET', '/contacts/c1009', { as: 'quinn' });
    while (answer.status === 200) {
      assert.ok(Date.now() < endsAt + 30_000, 'it never ends');
      await delay(50);
      answer = await call('GET', '/contacts/c1009', { as: 'quinn' });
    }
    assert.equal(problemOf(answer), 'grant-ended');
    assert.ok(Date.now() >= endsAt);
  });

  it('refuses a grant that is over, longer than 12 hours, or for nobody', async () => {
    const { call } = bench().service;
    const wrong = [
      { agent: NORA.id, until: inMs(-1_000) },
      { agent: NORA.id, until: inMs(13 * 3_600_000) },
      { agent: 'nora', until: inMs(1_000) },
      { until: inMs(1_000) },
      { agent: NORA.id, until: 'forever' },
    ];
    for (const body of wrong)
      assert.equal(problemOf(await call('PUT', '/contacts/c1001/grants/g', { body })), 'invalid-input', JSON.stringify(body));
  });

  it('answers 429 with Retry-After beyond its rate, to that agent only', async (context) => {
    const { call, stop, secret } = await serve(bench().database, { requestsPerMinute: 5, tokensPerMinute: 3 });
    context.after(stop);
    const token = await issueToken(secret, NORA, 60);
    const ask = () => call('GET', '/contacts/c1001', { token });
    for (let count = 0; count < 5; count += 1) assert.equal((await ask()).status, 200);
    const refused = await ask();
    assert.equal(problemOf(refused), 'too-many-requests');
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    assert.equal((await call('GET', '/contacts/c1001', { as: 'pia' })).status, 200);
    // Attempts at passwords are limited too.
    const guesses: number[] = [];
    for (let count = 0; count < 4; count += 1)
      guesses.push((await call('POST', '/token', { body: { username: NORA.id, password: `guess${count}` } })).status);
    assert.deepEqual(guesses, [401, 401, 429, 429]);
  });

  it('lets pages of its configured origins ask, and no others', async () => {
    const { origin } = bench().service;
    const ask = (from: string) =>
      fetch(`${origin}/contacts/c1001`, {
        method: 'OPTIONS',
        headers: { origin: from, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
      });
    assert.equal((await ask(ORIGIN)).headers.get('access-control-allow-origin'), ORIGIN);
    assert.equal((await ask('http://evil.example')).headers.get('access-control-allow-origin'), null);
  });
}
