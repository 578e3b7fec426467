import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { databaseOf } from '../../demo/crm/service/database.ts';
import { makeContactService } from '../../demo/crm/service/service.ts';
import { ContactSignInNeeded } from '../../src/background/contacts/source/contact-tokens.ts';
import { ContactSignIn, type ContactSignInOptions } from '../../src/extension/contacts/contact-sign-in.ts';
import { problemOfSignIn } from '../../src/extension/sign-in/sign-in-failure.ts';
import type { HeldTokens } from '../../src/extension/contacts/held-tokens.ts';
import { AGENTS, REDIRECT_URI } from './service-under-test.ts';

const NORA = 'nora@crm.example';
const OMAR = 'omar@crm.example';

/** Tests the extension's sign-in against a real issuer. The test sends the issuer's form in place of a browser. */
describe('signing in to the contact service', () => {
  let service: Awaited<ReturnType<typeof makeContactService>>;
  let address = '';

  before(async () => {
    const clients = [{ id: 'extension', redirectUris: [REDIRECT_URI] }];
    service = await makeContactService({
      database: databaseOf(() => undefined),
      secret: randomBytes(32),
      agents: AGENTS,
      clients,
      origins: [],
      tokensPerMinute: 1_000,
    });
    address = await service.listen({ port: 0, host: '127.0.0.1' });
  });
  after(() => service.close());

  /** Signs the agent in at once. `change` alters the address that the issuer's page redirects to. */
  const pageFor =
    (name: string, change: (back: URL) => void = () => undefined) =>
    async (url: string) => {
      const page = await fetch(url);
      const request = /name="request" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
      const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      const body = new URLSearchParams({ request, username: name, password: `${name.split('@')[0]}-secret` });
      const answer = await fetch(new URL('/authorize', url), { method: 'POST', redirect: 'manual', headers: { cookie }, body });
      const back = new URL(answer.headers.get('location') ?? '');
      change(back);
      return back.href;
    };

  /** A new sign-in, and its memory. */
  function setUp(changes: Partial<ContactSignInOptions> & { readonly issuer?: string } = {}) {
    const memory: { held: HeldTokens | undefined; pages: number } = { held: undefined, pages: 0 };
    const { issuer = address, launch = pageFor(NORA), ...others } = changes;
    const signIn = new ContactSignIn({
      configuration: async () => ({ contactService: address, contactSignIn: { issuer, clientId: 'extension' } }),
      agent: async () => NORA,
      memory: { get: async () => memory.held, put: async (tokens) => void (memory.held = tokens) },
      redirectUri: REDIRECT_URI,
      launch: (url) => {
        memory.pages += 1;
        return launch(url);
      },
      ...others,
    });
    const get = (isInteractive: boolean, refused?: string) => signIn.get({ isInteractive, refused, signal: new AbortController().signal });
    return { signIn, memory, get };
  }
  const problemFrom = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (cause: unknown) => cause,
    );
    assert.ok(error, 'it succeeded');
    return problemOfSignIn(error);
  };

  it('asks the agent only if that is allowed, once for all who wait', async () => {
    const { memory, get } = setUp();
    await assert.rejects(get(false), ContactSignInNeeded);
    assert.equal(memory.pages, 0);
    const tokens = await Promise.all([get(true), get(true)]);
    assert.equal(new Set([...tokens, await get(false)]).size, 1);
    assert.equal(memory.pages, 1);
    assert.deepEqual([memory.held?.agent, memory.held?.name], [NORA, 'Nora Lind']);
  });

  it('replaces a token that the service has refused, once, without asking the agent', async () => {
    const { memory, get } = setUp();
    const first = await get(true);
    const before = memory.held?.refreshToken;
    const [second, third] = await Promise.all([get(false, first), get(false, first)]);
    assert.equal(second, third);
    assert.notEqual(second, first, 'tokens differ, also those of the same second');
    assert.notEqual(memory.held?.refreshToken, before);
    assert.equal(await get(false, first), second, 'the one that replaced it is not refused');
    assert.equal(memory.pages, 1);
  });

  it('accepts only the issuer’s answer to this very request', async () => {
    const wrong: ((back: URL) => void)[] = [
      (back) => back.searchParams.set('state', 'another'),
      (back) => back.searchParams.delete('state'),
      (back) => back.searchParams.set('iss', 'https://evil.example'),
      (back) => back.searchParams.delete('iss'),
      (back) => back.searchParams.delete('code'),
    ];
    for (const change of wrong) {
      const { memory, get } = setUp({ launch: pageFor(NORA, change) });
      assert.deepEqual(await problemFrom(get(true)), { problem: 'untrusted', detail: undefined }, String(change));
      assert.equal(memory.held, undefined);
    }
    // PKCE refuses a code that was issued for another request (mix-up, injection).
    const stolen = new URL(
      await pageFor(OMAR)(
        `${address}/authorize?${new URLSearchParams({ response_type: 'code', client_id: 'extension', redirect_uri: REDIRECT_URI, code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' })}`,
      ),
    );
    const { get } = setUp({ launch: pageFor(NORA, (back) => back.searchParams.set('code', stolen.searchParams.get('code') ?? '')) });
    assert.deepEqual(await problemFrom(get(true)), { problem: 'refused', detail: 'invalid_grant' });
  });

  it('tells the reason why a sign-in failed', async () => {
    const refusing = (text: string) => ({ launch: () => Promise.reject(new Error(text)) });
    const cases: readonly (readonly [Parameters<typeof setUp>[0], string])[] = [
      [refusing('The user did not approve access.'), 'cancelled'],
      [refusing('User cancelled or denied access.'), 'cancelled'],
      [refusing('Authorization page could not be loaded.'), 'unreachable'],
      [{ launch: pageFor(NORA, (back) => back.searchParams.set('error', 'access_denied')) }, 'cancelled'],
      [{ launch: pageFor(NORA, (back) => back.searchParams.set('error', 'invalid_scope')) }, 'refused'],
      [{ launch: pageFor(NORA, (back) => back.searchParams.set('error', 'server_error')) }, 'unreachable'],
      [{ launch: pageFor(OMAR) }, 'other-account'],
      [{ agent: async () => undefined }, 'signed-out'],
      [{ configuration: async () => ({ contactService: address }) }, 'not-configured'],
      [{ issuer: 'http://127.0.0.1:1' }, 'unreachable'],
      [{ issuer: `${address}/elsewhere` }, 'untrusted'],
    ];
    for (const [options, expected] of cases) {
      const { memory, get } = setUp(options);
      assert.equal((await problemFrom(get(true))).problem, expected);
      assert.equal(memory.held, undefined);
    }
  });

  it('keeps nothing of an agent who signs out, nor of a sign-in that was under way', async () => {
    const { signIn, memory, get } = setUp();
    await get(true);
    await signIn.forget();
    assert.equal(memory.held, undefined);
    await assert.rejects(get(false), ContactSignInNeeded);

    let showPage = (): void => {};
    const shown = new Promise<void>((resolve) => (showPage = resolve));
    const late = setUp({ launch: async (url) => (await late.signIn.forget(), showPage(), pageFor(NORA)(url)) });
    await assert.rejects(late.get(true), ContactSignInNeeded);
    await shown;
    assert.equal(late.memory.held, undefined);
  });

  it('sends the tokens to no service but the one that they are for', async () => {
    let contactService = address;
    const { signIn, memory, get } = setUp({
      configuration: async () => ({ contactService, contactSignIn: { issuer: address, clientId: 'extension' } }),
    });
    await get(true);
    contactService = 'https://elsewhere.example';
    assert.equal(await signIn.owner(), undefined);
    await assert.rejects(get(false), ContactSignInNeeded);
    assert.equal(memory.held, undefined);
  });

  it('ignores another agent’s tokens, and another issuer’s', async () => {
    let agent = NORA;
    const { signIn, memory, get } = setUp({ agent: async () => agent });
    await get(true);
    agent = OMAR;
    assert.equal(await signIn.owner(), undefined);
    await assert.rejects(get(false), ContactSignInNeeded);
    assert.equal(memory.held, undefined);
  });

  it('lets a caller give up waiting, and goes on for the others', async () => {
    const { signIn, get } = setUp();
    const leaving = new AbortController();
    const left = signIn.get({ isInteractive: true, signal: leaving.signal });
    const stayed = get(true);
    leaving.abort(new Error('enough'));
    await assert.rejects(left, /enough/);
    assert.equal(await stayed, await get(false));
  });
});
