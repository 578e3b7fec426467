import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { Issuer } from '../../demo/issuer.ts';
import { StreamFailure } from '../../src/background/stream/stream-failure.ts';
import type { Policy } from '../../src/model/policy.ts';
import { AgentTokens } from '../../src/extension/sign-in/agent-tokens.ts';
import type { GrantMemory, HeldGrant } from '../../src/extension/sign-in/held-grant.ts';
import { IssuerBrowser } from '../fixtures/token-flow.ts';

/* The extension's sign-in at a real identity provider, with the test in place of the browser. */

const DOMAIN = 'support.example';
const REDIRECT = 'https://extension.chromiumapp.org/';
const PASSWORD = 'a password of somebody';

class Memory implements GrantMemory {
  held: HeldGrant | undefined;
  isOut = false;

  get = () => Promise.resolve(this.held);
  put = (grant: HeldGrant | undefined) => {
    this.held = grant;
    return Promise.resolve();
  };
  hasSignedOut = () => Promise.resolve(this.isOut);
  noteSignedOut = (isOut: boolean) => {
    this.isOut = isOut;
    return Promise.resolve();
  };
}

describe('the tokens of the extension’s agent', () => {
  let issuer: Issuer;
  let memory: Memory;
  let agentBrowser: IssuerBrowser;
  /** The pages of the issuer that the agent has seen. */
  let pages: number;
  /** What the browser says where the issuer can't do without the agent. */
  let silentFailure: string;
  /** Who signs in on such a page. */
  let name: string;
  let tokens: AgentTokens;
  let settings: Policy['signIn'];
  /** Every background that a test has started. */
  const started: AgentTokens[] = [];

  before(async () => {
    issuer = await Issuer.start({
      domain: DOMAIN,
      redirectUris: [REDIRECT],
      users: ['anna', 'ben', 'leaver'].map((user) => ({ name: user, password: PASSWORD })),
    });
  });
  after(() => issuer.close());

  beforeEach(() => {
    settings = { issuer: issuer.address, clientId: issuer.clientId, scope: issuer.scope, domain: DOMAIN };
    memory = new Memory();
    agentBrowser = new IssuerBrowser(issuer);
    pages = 0;
    silentFailure = 'User interaction required.';
    name = 'anna';
    tokens = start();
  });
  // Those that go on would replace their tokens for ever.
  afterEach(() => Promise.all(started.splice(0).map((one) => one.forget(undefined))));

  /** A background that has just started, with what the browser's memory holds. */
  function start(): AgentTokens {
    const next = new AgentTokens({
      settings: async () => settings,
      memory,
      redirectUri: REDIRECT,
      launch: async (url, isInteractive) => {
        if (isInteractive) pages += 1;
        const back = await agentBrowser.visit(url);
        if (back.startsWith(REDIRECT)) return back;
        if (!isInteractive) throw new Error(silentFailure);
        return agentBrowser.giveForm(back, name, PASSWORD);
      },
    });
    started.push(next);
    return next;
  }

  const agent = `anna@${DOMAIN}`;
  const signIn = () => tokens.identify({ isInteractive: true });
  const problemOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (cause: unknown) => cause,
    );
    assert.ok(error instanceof StreamFailure, String(error));
    return error.problem;
  };

  it('opens the issuer’s page only when a button was pressed, and takes the address from the ID token', async () => {
    assert.equal(await problemOf(tokens.identify({ isInteractive: false })), 'sign-in-needed');
    assert.equal(await problemOf(tokens.get({ agent })), 'sign-in-needed');
    assert.equal(pages, 0);
    assert.equal(await signIn(), agent);
    assert.equal(pages, 1);
    assert.equal(typeof (await tokens.get({ agent })), 'string');
  });

  it('gives the token that it holds until it is refused, and then another one without the agent', async () => {
    await signIn();
    const first = await tokens.get({ agent });
    assert.equal(await tokens.get({ agent }), first);
    const [second, third] = await Promise.all([tokens.get({ agent, refused: first }), tokens.get({ agent, refused: first })]);
    assert.notEqual(second, first);
    // One refresh for both: the issuer takes each refresh token once, and ends the grant at the second time.
    assert.equal(third, second);
    assert.equal(await tokens.get({ agent }), second);
    assert.equal(pages, 1);
  });

  it('goes on without the agent after the browser has ended, as long as the issuer knows them', async () => {
    await signIn();
    memory.held = undefined;
    tokens = start();
    assert.equal(typeof (await tokens.get({ agent })), 'string');
    assert.equal(await tokens.identify({ isInteractive: false }), agent);
    agentBrowser.forget();
    memory.held = undefined;
    tokens = start();
    assert.equal(await problemOf(tokens.get({ agent })), 'sign-in-needed');
    assert.equal(pages, 1);
  });

  it('signs an agent in whose computer’s clock is hours ahead', async () => {
    const { fetch: ask } = globalThis;
    const { now } = Date;
    const wrong = () => now() + 5 * 3_600_000;
    let asked = 0;
    Date.now = wrong;
    // The issuer, which runs in this process, works only while it is asked, and its clock is right.
    globalThis.fetch = (...request) => {
      Date.now = now;
      asked += 1;
      return ask(...request).finally(() => {
        asked -= 1;
        if (asked === 0) Date.now = wrong;
      });
    };
    try {
      assert.equal(await signIn(), agent);
      const first = await tokens.get({ agent });
      assert.notEqual(await tokens.get({ agent, refused: first }), first);
    } finally {
      Date.now = now;
      globalThis.fetch = ask;
    }
  });

  it('ends the grant when the agent signs out, and asks for the password at the next time', async () => {
    await signIn();
    const { held } = memory;
    await tokens.forget(undefined);
    assert.equal(memory.held, undefined);
    await assert.doesNotReject(async () => {
      // The revocation isn't waited for.
      for (let tries = 0; tries < 100 && (await issuer.isGood(held?.refreshToken ?? '')); tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(await issuer.isGood(held?.refreshToken ?? ''), false);
    });
    assert.equal(await problemOf(tokens.get({ agent })), 'sign-in-needed');
    assert.equal(await problemOf(tokens.identify({ isInteractive: false })), 'sign-in-needed');
    agentBrowser.forms = 0;
    await signIn();
    assert.equal(agentBrowser.forms, 1);
  });

  it('keeps the tokens of who is just signing in while those of the agent before are forgotten', async () => {
    await signIn();
    const token = await tokens.get({ agent });
    await tokens.forget(agent);
    assert.equal(await tokens.get({ agent }), token);
  });

  it('gives nobody’s token to somebody else', async () => {
    await signIn();
    assert.equal(await problemOf(tokens.get({ agent: `ben@${DOMAIN}` })), 'other-account');
    assert.equal(await tokens.identify({ isInteractive: false }), agent);
  });

  it('has the agent of a locked desk show anew who they are, and keeps their tokens when somebody else does', async () => {
    await signIn();
    agentBrowser.forms = 0;
    assert.equal(await tokens.identify({ isInteractive: true, hint: agent, isProof: true }), agent);
    assert.equal(agentBrowser.forms, 1);
    const token = await tokens.get({ agent });
    // The issuer's page signs the one out before the other.
    agentBrowser.forget();
    name = 'ben';
    assert.equal(await tokens.identify({ isInteractive: true, hint: agent, isProof: true }), `ben@${DOMAIN}`);
    assert.equal(await tokens.get({ agent }), token);
  });

  it('says that the issuer can’t be reached, which is no reason to ask the agent, and goes on when it can', async () => {
    await signIn();
    const first = await tokens.get({ agent });
    await issuer.close();
    assert.equal(await problemOf(tokens.get({ agent, refused: first })), 'issuer-unreachable');
    await issuer.open();
    assert.notEqual(await tokens.get({ agent, refused: first }), first);
    assert.equal(pages, 1);
  });

  it('asks the agent when the issuer answers, and its page fails again and again', async () => {
    silentFailure = 'Authorization page could not be loaded.';
    name = 'leaver';
    await signIn();
    issuer.disable('leaver');
    // The browser was restarted, so that the grant isn't held any more.
    memory = new Memory();
    const later = start();
    const attempts = [];
    for (let attempt = 0; attempt < 3; attempt += 1) attempts.push(await problemOf(later.get({ agent: `leaver@${DOMAIN}` })));
    assert.deepEqual(attempts, ['issuer-unreachable', 'issuer-unreachable', 'sign-in-needed']);
    // Who has pressed the button is told what became of the page that they see.
    agentBrowser.giveForm = () => Promise.reject(new Error('Authorization page could not be loaded.'));
    assert.equal(await problemOf(later.identify({ isInteractive: true })), 'issuer-unreachable');
  });

  it('takes no address of another domain, and none from a claim that isn’t there', async () => {
    assert.ok(typeof settings === 'object');
    settings = { ...settings, claim: 'email' };
    assert.equal(await problemOf(signIn()), 'other-account');
  });

  it('signs nobody in by settings that can’t be read, and is no issuer where none is set', async () => {
    settings = 'unreadable';
    assert.equal(await problemOf(signIn()), 'unreadable-policy');
    assert.equal(await problemOf(tokens.get({ agent })), 'unreadable-policy');
    settings = undefined;
    assert.equal(await signIn(), undefined);
    assert.equal(await tokens.get({ agent }), undefined);
  });

  for (const failure of ['User interaction required.', 'Authorization page could not be loaded.']) {
    it(`tells when the issuer has ended the sign-in of who is connected, where its page says: ${failure}`, async () => {
      silentFailure = failure;
      const short = await Issuer.start({
        domain: DOMAIN,
        redirectUris: [REDIRECT],
        // Shorter than what is kept as a margin, so that it is refreshed at once.
        tokenSeconds: 21,
        users: [{ name: 'leaver', password: PASSWORD }],
      });
      try {
        settings = { issuer: short.address, clientId: short.clientId, scope: short.scope, domain: DOMAIN };
        agentBrowser = new IssuerBrowser(short);
        name = 'leaver';
        const ended = new Promise<string>((resolve) => tokens.onEnd(({ problem }) => resolve(problem)));
        await signIn();
        short.disable('leaver');
        assert.equal(await ended, 'sign-in-needed');
        assert.equal(memory.held, undefined);
      } finally {
        await short.close();
      }
    });
  }
});
