import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Issuer } from '../../demo/issuer.ts';
import { Prosody } from '../../demo/prosody.ts';
import { ssoHostConfig } from '../../demo/prosody-config.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { issueTokens, revokeToken } from '../fixtures/token-flow.ts';

/* server/prosody/mod_auth_backchannel_sso.lua at a real Prosody, with tokens of a real identity provider. */

const HOST = 'sso.localhost';
const REDIRECT = 'https://extension.chromiumapp.org/';
const PASSWORD = 'a password of somebody';
/** Sessions end after this time, so that the test sees one end. */
const SESSION_SECONDS = 4;

let folder: string;
let issuer: Issuer;
/** Takes connections, and answers nothing. */
const hanging = createServer(() => undefined);
let prosody: Prosody;
let clients: RawClient[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backchannel-sso-'));
  issuer = await Issuer.start({
    domain: HOST,
    redirectUris: [REDIRECT],
    users: ['alice', 'bob', 'leaver', 'short'].map((name) => ({ name, password: PASSWORD })),
  });
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  const hung = {
    audience: issuer.audience,
    serverClient: issuer.serverClient,
    introspection: `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`,
  };
  prosody = await Prosody.start({
    folder,
    accounts: [],
    groups: [],
    extraConfig:
      ssoHostConfig(HOST, issuer) +
      ssoHostConfig(`short.${HOST}`, issuer, { sessionSeconds: SESSION_SECONDS, usernameDomain: HOST }) +
      ssoHostConfig(`hung.${HOST}`, hung, { answerSeconds: 1 }),
  });
});

afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
});

after(async () => {
  await prosody.stop();
  await issuer.close();
  hanging.close();
  await rm(folder, { recursive: true, force: true });
});

const tokenOf = async (name: string, clientId?: string) =>
  (await issueTokens(issuer, { name, password: PASSWORD, redirectUri: REDIRECT, clientId })).accessToken;

/** Tries to sign in (RFC 7628). @returns the condition of the refusal; undefined when it is taken */
async function refusalOf(token: string, authzid = '', host = HOST): Promise<string | undefined> {
  const client = await RawClient.open(prosody.websocket, host);
  clients.push(client);
  client.authenticate('OAUTHBEARER', `n,${authzid && `a=${authzid}`},\u0001auth=Bearer ${token}\u0001\u0001`);
  let answer = await client.frame(/^<(success|failure|challenge)/);
  if (answer.startsWith('<challenge')) {
    const said = Buffer.from(/>([^<]*)</.exec(answer)?.[1] ?? '', 'base64').toString();
    assert.match(said, /"invalid_token"/);
    client.respond('\u0001');
    answer = await client.frame(/^<failure/);
  }
  if (answer.startsWith('<failure')) return /<failure[^>]*><([\w-]+)/.exec(answer)?.[1];
  await client.bind(host);
  assert.equal(client.jid.split('@')[1]?.split('/')[0], host);
  return undefined;
}

test('an agent signs in by a token, under their own name, whether or not they say it, and has an account from then on', async () => {
  const token = await tokenOf('alice');
  assert.equal(await refusalOf(token, `alice@${HOST}`), undefined);
  assert.equal(await refusalOf(token), undefined);
  assert.match(clients.at(-1)?.jid ?? '', /^alice@/);
  // Who has an account gets what is sent to them while they are away; whoever has none, an error.
  const bob = await tokenOf('bob');
  assert.equal(await refusalOf(bob), undefined);
  const sender = clients.at(-1);
  clients[0]?.close();
  clients[1]?.close();
  sender?.send(`<message to="alice@${HOST}" type="chat"><body>Still there?</body></message>`);
  sender?.send(`<message to="nobody@${HOST}" type="chat" id="nobody"><body>Who?</body></message>`);
  const errors = (await sender?.rest())?.filter((frame) => frame.includes("type='error'") || frame.includes('type="error"'));
  assert.equal(errors?.length, 1);
  assert.match(errors?.[0] ?? '', /nobody/);
});

test('a token of somebody else, of another application, ended, or made up, signs nobody in', async () => {
  const token = await tokenOf('alice');
  assert.equal(await refusalOf(token, `bob@${HOST}`), 'invalid-authzid');
  assert.equal(await refusalOf(await tokenOf('alice', 'another-application'), `alice@${HOST}`), 'not-authorized');
  assert.equal(await refusalOf('made.up', `alice@${HOST}`), 'not-authorized');
  await revokeToken(issuer, token);
  assert.equal(await refusalOf(token, `alice@${HOST}`), 'not-authorized');
  const leaver = await tokenOf('leaver');
  assert.equal(await refusalOf(leaver, `leaver@${HOST}`), undefined);
  issuer.disable('leaver');
  assert.equal(await refusalOf(leaver, `leaver@${HOST}`), 'not-authorized');
});

test('an issuer that can’t be reached says nothing about the token', async () => {
  const token = await tokenOf('alice');
  await issuer.close();
  assert.equal(await refusalOf(token), 'temporary-auth-failure');
  await issuer.open();
  assert.equal(await refusalOf(token), undefined);
});

test('an issuer that takes the question and doesn’t answer says nothing about the token either', async () => {
  assert.equal(await refusalOf(await tokenOf('alice'), '', `hung.${HOST}`), 'temporary-auth-failure');
});

test('a session ends after its time, and goes on with a token that is good then', async () => {
  const token = await tokenOf('short');
  assert.equal(await refusalOf(token, '', `short.${HOST}`), undefined);
  const client = clients.at(-1);
  const begunAt = Date.now();
  await client?.closed();
  assert.ok(Date.now() - begunAt >= (SESSION_SECONDS - 1) * 1_000);
  assert.equal(await refusalOf(token, '', `short.${HOST}`), undefined);
});

test('SCRAM is offered beside tokens, so that accounts with passwords go on', async () => {
  const client = await RawClient.open(prosody.websocket, HOST);
  clients.push(client);
  const features = await client.frame(/mechanisms/);
  assert.match(features, /SCRAM-SHA-256</);
  assert.match(features, /OAUTHBEARER</);
});
