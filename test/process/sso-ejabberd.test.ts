import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Ejabberd } from '../../demo/ejabberd.ts';
import { Issuer } from '../../demo/issuer.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { issueTokens } from '../fixtures/token-flow.ts';

/* ejabberd's own `jwt`, which takes signed tokens as PLAIN's password, with tokens of a real identity provider. */

const HOST = 'sso.localhost';
const REDIRECT = 'https://extension.chromiumapp.org/';
const PASSWORD = 'a password of somebody';
const TOKEN_SECONDS = 4;

let folder: string;
let issuer: Issuer;
let ejabberd: Ejabberd;
let clients: RawClient[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backchannel-sso-'));
  issuer = await Issuer.start({
    domain: HOST,
    redirectUris: [REDIRECT],
    tokenSeconds: TOKEN_SECONDS,
    hasSignedTokens: true,
    users: ['alice', 'bob'].map((name) => ({ name, password: PASSWORD })),
  });
  ejabberd = await Ejabberd.start({
    folder,
    accounts: [],
    groups: [],
    sso: { host: HOST, key: await issuer.publicKey(), accounts: [{ username: 'alice' }, { username: 'bob' }] },
  });
});

afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
});

after(async () => {
  await ejabberd.stop();
  await issuer.close();
  await rm(folder, { recursive: true, force: true });
});

const tokenOf = async (name: string, clientId?: string) =>
  (await issueTokens(issuer, { name, password: PASSWORD, redirectUri: REDIRECT, clientId })).accessToken;

/** Tries to sign in by PLAIN (RFC 4616). @returns the condition of the refusal; undefined when it is taken */
async function refusalOf(logon: string, token: string): Promise<string | undefined> {
  const client = await RawClient.open(ejabberd.websocket, HOST);
  clients.push(client);
  client.authenticate('PLAIN', `\0${logon}\0${token}`);
  const answer = await client.frame(/^<(success|failure)/);
  if (answer.startsWith('<failure')) return /<failure[^>]*>.*?<(not-authorized|[\w-]+)\/>/.exec(answer)?.[1];
  await client.bind(HOST);
  assert.match(client.jid, new RegExp(`^${logon}@${HOST}/`));
  return undefined;
}

test('an agent signs in by a token that is their own, for messaging, and not ended', async () => {
  const token = await tokenOf('alice');
  assert.equal(await refusalOf('alice', token), undefined);
  assert.equal(await refusalOf('bob', token), 'not-authorized');
  assert.equal(await refusalOf('alice', await tokenOf('alice', 'another-application')), 'not-authorized');
  assert.equal(await refusalOf('alice', 'made.up.token'), 'not-authorized');
  // The server reads the time of its end in whole seconds.
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { readonly exp: number };
  while (Date.now() <= (exp + 1) * 1_000) await setTimeout(100);
  assert.equal(await refusalOf('alice', token), 'not-authorized');
  assert.equal(await refusalOf('alice', await tokenOf('alice')), undefined);
});
