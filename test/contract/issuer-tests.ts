import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as v from 'valibot';
import type { Answer } from './contract.ts';
import { type Bench, REDIRECT_URI, serve, ORIGIN, type ServiceUnderTest } from './service-under-test.ts';
import { problemOf } from './shapes.ts';

const VERIFIER = 'v'.repeat(43);
const CHALLENGE = await oauth.calculatePKCECodeChallenge(VERIFIER);
const ASKED = {
  response_type: 'code',
  client_id: 'extension',
  redirect_uri: REDIRECT_URI,
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};

type Fields = Readonly<Record<string, string>>;

const tokens = v.object({ access_token: v.string(), refresh_token: v.string() });
const tokensOf = ({ status, body }: Answer) => {
  assert.equal(status, 200, JSON.stringify(body));
  return v.parse(tokens, body);
};
const errorOf = ({ status, body }: Answer) => {
  assert.equal(status, 400);
  return v.parse(v.object({ error: v.string() }), body).error;
};
const pageOf = ({ body }: Answer) => v.parse(v.string(), body);
const locationOf = ({ status, headers }: Answer) => {
  assert.equal(status, 303);
  return new URL(headers.get('location') ?? '');
};

/** Opens the sign-in page as a browser does, and gives its form. */
async function openForm({ call }: ServiceUnderTest, asked: Fields = ASKED) {
  const answer = await call('GET', `/authorize?${new URLSearchParams(asked)}`);
  const request = /name="request" value="([^"]+)"/.exec(pageOf(answer))?.[1] ?? '';
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { answer, request, cookie };
}

async function giveForm(
  service: ServiceUnderTest,
  asked: Fields = ASKED,
  fields: Fields = { username: 'nora@crm.example', password: 'nora-secret' },
): Promise<Answer> {
  const { request, cookie } = await openForm(service, asked);
  return service.call('POST', '/authorize', { body: new URLSearchParams({ request, ...fields }), headers: { cookie } });
}

const codeOf = async (service: ServiceUnderTest, asked?: Fields) =>
  locationOf(await giveForm(service, asked)).searchParams.get('code') ?? '';
const exchange = ({ call }: ServiceUnderTest, code: string, changes: Fields = {}) =>
  call('POST', '/token', {
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'extension',
      redirect_uri: REDIRECT_URI,
      code,
      code_verifier: VERIFIER,
      ...changes,
    }),
  });
const refresh = ({ call }: ServiceUnderTest, token: string, client = 'extension') =>
  call('POST', '/token', { body: new URLSearchParams({ grant_type: 'refresh_token', client_id: client, refresh_token: token }) });

/** Tests the demo's own issuer: OAuth 2.0 with PKCE. */
export function issuerTests(bench: () => Bench): void {
  it('gives a token of the agent who signs in to a client that knows only the issuer’s address', async () => {
    const { origin, call } = bench().service;
    assert.equal((await call('GET', '/.well-known/oauth-authorization-server')).status, 200);
    const options = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(origin);
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' }));
    const client = { client_id: 'extension' };
    const state = oauth.generateRandomState();
    const back = locationOf(await giveForm(bench().service, { ...ASKED, state }));
    assert.equal(back.origin + back.pathname, REDIRECT_URI);
    const parameters = oauth.validateAuthResponse(server, client, back, state);
    const granted = await oauth.processAuthorizationCodeResponse(
      server,
      client,
      await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, REDIRECT_URI, VERIFIER, options),
    );
    assert.deepEqual((await call('GET', '/me', { token: granted.access_token })).body, { id: 'nora@crm.example', name: 'Nora Lind' });
    const again = await oauth.processRefreshTokenResponse(
      server,
      client,
      await oauth.refreshTokenGrantRequest(server, client, oauth.None(), granted.refresh_token ?? '', options),
    );
    assert.equal((await call('GET', '/contacts/c1001', { token: again.access_token })).status, 200);
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, oauth.None(), again.refresh_token ?? '', options));
    assert.equal(errorOf(await refresh(bench().service, again.refresh_token ?? '')), 'invalid_grant');
  });

  it('accepts a code once, from its client, for its redirect URI, with its verifier, and in time', async (context) => {
    const { service } = bench();
    const wrong: Fields[] = [
      { code_verifier: 'w'.repeat(43) },
      { client_id: 'another' },
      { redirect_uri: 'https://0123456789.extensions.allizom.org/' },
      { redirect_uri: `${REDIRECT_URI}x` },
    ];
    for (const changes of wrong) {
      const code = await codeOf(service);
      assert.equal(errorOf(await exchange(service, code, changes)), 'invalid_grant', JSON.stringify(changes));
      assert.equal(errorOf(await exchange(service, code)), 'invalid_grant', 'it is used up');
    }
    assert.equal(errorOf(await exchange(service, 'nonsense')), 'invalid_grant');
    assert.equal(errorOf(await exchange(service, await codeOf(service), { client_id: 'nobody' })), 'invalid_client');
    assert.equal(errorOf(await exchange(service, await codeOf(service), { code_verifier: 'short' })), 'invalid_request');
    const late = await serve(bench().database, { codeLifetimeSeconds: 0 });
    context.after(() => late.stop());
    assert.equal(errorOf(await exchange(late, await codeOf(late))), 'invalid_grant');
  });

  it('ends the tokens that a code was exchanged for when the code is used again', async () => {
    const { service } = bench();
    const code = await codeOf(service);
    const { refresh_token } = tokensOf(await exchange(service, code));
    assert.equal(errorOf(await exchange(service, code)), 'invalid_grant');
    assert.equal(errorOf(await refresh(service, refresh_token)), 'invalid_grant');
  });

  it('accepts a refresh token once; when it is used again, all that came of it end', async (context) => {
    const { service } = bench();
    const first = tokensOf(await exchange(service, await codeOf(service))).refresh_token;
    assert.equal(errorOf(await refresh(service, first, 'another')), 'invalid_grant');
    const second = tokensOf(await refresh(service, first)).refresh_token;
    const third = tokensOf(await refresh(service, second)).refresh_token;
    assert.equal(errorOf(await refresh(service, first)), 'invalid_grant');
    assert.equal(errorOf(await refresh(service, third)), 'invalid_grant');
    const late = await serve(bench().database, { refreshLifetimeSeconds: 0 });
    context.after(() => late.stop());
    assert.equal(errorOf(await refresh(late, tokensOf(await exchange(late, await codeOf(late))).refresh_token)), 'invalid_grant');
  });

  it('answers invalid requests as OAuth says', async () => {
    const { call } = bench().service;
    const ask = (body: string) => call('POST', '/token', { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    for (const body of [
      '',
      'grant_type=authorization_code',
      'grant_type=refresh_token&client_id=extension&refresh_token=a&refresh_token=b',
    ])
      assert.equal(errorOf(await ask(body)), 'invalid_request', body);
    for (const type of ['password', 'client_credentials', 'constructor']) {
      assert.equal(
        errorOf(await ask(`grant_type=${type}&client_id=extension&username=nora@crm.example&password=nora-secret`)),
        'unsupported_grant_type',
      );
    }
    assert.equal(
      errorOf(await call('POST', '/revoke', { body: new URLSearchParams({ client_id: 'nobody', token: 'x' }) })),
      'invalid_client',
    );
    assert.equal((await call('POST', '/revoke', { body: new URLSearchParams({ client_id: 'extension', token: 'x' }) })).status, 200);
  });

  it('sends nothing to an address that is not registered for the client', async () => {
    const { call } = bench().service;
    const wrong: Fields[] = [
      { client_id: 'nobody' },
      { redirect_uri: 'https://evil.example/' },
      { redirect_uri: REDIRECT_URI.slice(0, -1) },
      { redirect_uri: `${REDIRECT_URI}?a` },
      { client_id: 'another', redirect_uri: 'https://0123456789.extensions.allizom.org/' },
      { redirect_uri: 'javascript:alert(1)' },
      { redirect_uri: '"><script>alert(1)</script>' },
    ];
    for (const changes of wrong) {
      const answer = await call('GET', `/authorize?${new URLSearchParams({ ...ASKED, ...changes })}`);
      assert.equal(answer.status, 400, JSON.stringify(changes));
      assert.doesNotMatch(pageOf(answer), /evil|script|nobody/);
    }
    assert.equal((await call('GET', `/authorize?${new URLSearchParams(ASKED)}&client_id=extension`)).status, 400);
  });

  it('tells the client what is wrong with its request, with the request’s state', async () => {
    const { call, origin } = bench().service;
    const state = '"><b>&=é state';
    for (const [changes, error] of [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ code_challenge: 'short' }, 'invalid_request'],
    ] as const) {
      const back = locationOf(await call('GET', `/authorize?${new URLSearchParams({ ...ASKED, ...changes, state })}`));
      assert.equal(back.origin + back.pathname, REDIRECT_URI);
      assert.deepEqual(Object.fromEntries(back.searchParams), { error, state, iss: origin });
    }
    const without = locationOf(await giveForm(bench().service));
    assert.deepEqual([...without.searchParams.keys()], ['code', 'iss']);
    assert.equal(locationOf(await giveForm(bench().service, { ...ASKED, state })).searchParams.get('state'), state);
    const cancelled = locationOf(await giveForm(bench().service, { ...ASKED, state }, { cancel: 'yes' }));
    assert.deepEqual(Object.fromEntries(cancelled.searchParams), { error: 'access_denied', state, iss: origin });
  });

  it('shows input as text, in a page without script and frame', async () => {
    const { service } = bench();
    const markup = '"><script>alert(1)</script>';
    const { answer } = await openForm(service, { ...ASKED, login_hint: markup, state: markup });
    const again = await giveForm(service, ASKED, { username: markup, password: 'x' });
    for (const page of [answer, again]) {
      assert.equal(page.status, 200);
      assert.doesNotMatch(pageOf(page), /<script/i);
      assert.match(pageOf(page), /value="&#34;&#62;&#60;script/);
      const policy = page.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'.*form-action 'self' https:\/\/abcdefghijklmnop\.chromiumapp\.org; frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|script-src/);
    }
    assert.match(pageOf(again), /The name or the password is wrong/);
    assert.match(answer.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Strict/);
    const crossOrigin = await fetch(`${service.origin}/authorize?${new URLSearchParams(ASKED)}`, { headers: { origin: ORIGIN } });
    assert.equal(crossOrigin.headers.get('access-control-allow-origin'), null);
  });

  it('accepts a form only from the browser that it was opened in', async () => {
    const { service } = bench();
    const [mine, other] = [await openForm(service), await openForm(service)];
    const give = (request: string, headers: Fields) =>
      service.call('POST', '/authorize', {
        body: new URLSearchParams({ request, username: 'nora@crm.example', password: 'nora-secret' }),
        headers,
      });
    assert.equal((await give(mine.request, { cookie: other.cookie })).status, 400);
    assert.equal((await give(mine.request, {})).status, 400);
    assert.equal((await give(`${mine.request}x`, { cookie: mine.cookie })).status, 400);
    const { body } = await service.call('POST', '/token', { body: { username: 'nora@crm.example', password: 'nora-secret' } });
    assert.equal(
      (await give(v.parse(v.object({ access_token: v.string() }), body).access_token, { cookie: mine.cookie })).status,
      400,
      'a token is no form',
    );
    assert.equal(problemOf(await service.call('GET', '/me', { token: mine.request })), 'not-signed-in', 'a form is no token');
    assert.equal((await give(mine.request, { cookie: `a=b; ${mine.cookie}` })).status, 303);
  });

  it('limits attempts at passwords, at the page and for a token', async (context) => {
    const service = await serve(bench().database, { tokensPerMinute: 3 });
    context.after(() => service.stop());
    const { request, cookie } = await openForm(service);
    const guess = () =>
      service.call('POST', '/authorize', {
        body: new URLSearchParams({ request, username: 'nora@crm.example', password: 'guess' }),
        headers: { cookie },
      });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await guess()).status);
    const refused = await guess();
    assert.deepEqual([...statuses, refused.status], [200, 200, 200, 429]);
    assert.match(pageOf(refused), /Too many requests/);
    assert.equal((await service.call('POST', '/token', { body: { username: 'nora@crm.example', password: 'guess' } })).status, 429);
  });

  it('allows every Firefox extension if it is configured so, and no page', async (context) => {
    const { origin, stop } = await serve(bench().database, { origins: ['moz-extension:', 'chrome-extension://abc'] });
    context.after(stop);
    const allowed = async (from: string) =>
      (await fetch(`${origin}/.well-known/oauth-authorization-server`, { headers: { origin: from } })).headers.get(
        'access-control-allow-origin',
      );
    for (const from of ['moz-extension://2c7b63e1-3f5a-4d2f-9c1d-000000000000', 'chrome-extension://abc'])
      assert.equal(await allowed(from), from);
    for (const from of ['https://moz-extension.example', 'https://evil.example/moz-extension://x', 'chrome-extension://other', ORIGIN])
      assert.equal(await allowed(from), null, from);
  });
}
