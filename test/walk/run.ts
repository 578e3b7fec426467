import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { expect } from '@playwright/test';
import * as v from 'valibot';
import { signingKey } from '../../build/crx.ts';
import { chromiumIdOf } from '../../build/extension-id.ts';
import { extensionClient } from '../../demo/extension-client.ts';
import { Issuer } from '../../demo/issuer.ts';
import { isServerKind } from '../../demo/server-kind.ts';
import { expectStatus, invite, say, transcript } from '../fixtures/im.ts';
import type { RawClient } from '../fixtures/raw-client.ts';
import { type Agent, DOMAIN, forEachOf, makeAgents, signIn } from './agents.ts';
import { startChromium, startFirefox } from './computers.ts';
import { startServers } from './servers.ts';

/*
 * `npm run walk -- --server prosody`: what an administrator does by docs/production.md and docs/extension-rollout.md, from nothing to two agents who talk,
 * with files of `deploy` and commands of the documents. All agents of the organisation sign in; two of them by browsers into which a policy has installed the
 * extension, without a press of theirs.
 */

const PATIENCE = { timeout: 90_000 };
const run = promisify(execFile);
const { values } = parseArgs({ options: { server: { type: 'string', default: 'prosody' }, agents: { type: 'string', default: '800' } } });
const { server: kind } = values;
if (!isServerKind(kind)) throw new Error(`--server ${kind}: not prosody or ejabberd.`);

const startedAt = Date.now();
const tell = (step: string) => console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${step}`);
const stops: (() => Promise<unknown>)[] = [];
const folder = await mkdtemp(join(tmpdir(), 'backchannel-walk-'));
stops.push(() => rm(folder, { recursive: true, force: true }));

/** A web server of the organisation's, with the folder that `npm run self-host` makes. */
async function serveExtension(): Promise<string> {
  const server = createServer((request, response) => {
    readFile(join('dist/self-hosted', new URL(request.url ?? '/', 'http://host').pathname)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function npm(...args: readonly string[]): Promise<string> {
  const [script = '', ...given] = args;
  return (await run('npm', ['run', '-s', script, '--', ...given])).stdout;
}

/** The address at which another application of the organisation sends an agent to the issuer. */
function portalAddress(issuer: Issuer, redirectUri: string): string {
  const asked = { response_type: 'code', client_id: 'another-application', redirect_uri: redirectUri, scope: 'openid' };
  const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
  return `${issuer.address}/auth?${new URLSearchParams({ ...asked, ...challenge })}`;
}

const policyShape = v.record(v.string(), v.unknown());
const readPolicy = async (path: string) => v.parse(policyShape, JSON.parse(await readFile(path, 'utf8')));

async function walk(): Promise<void> {
  const agents = makeAgents(Number(values.agents));
  const [anna, ben, ...others] = agents;
  if (!anna || !ben || !isServerKind(kind)) throw new Error('There have to be two agents.');

  const keyFile = join(folder, 'backchannel.pem');
  await run('openssl', ['genrsa', '-out', keyFile, '2048']);
  const chromiumId = chromiumIdOf(signingKey(await readFile(keyFile, 'utf8')).publicKey);
  const { redirectUris } = extensionClient(chromiumId);
  const issuer = await Issuer.start({
    domain: DOMAIN,
    redirectUris,
    users: agents.map(({ logon, password }) => ({ name: logon, password })),
    hasSignedTokens: kind === 'ejabberd',
  });
  stops.push(() => issuer.close());
  tell(`An identity provider knows ${agents.length} agents and the extension ${chromiumId}.`);

  const servers = await startServers(folder, kind, issuer, agents);
  stops.push(() => servers.stop());
  tell(`${kind} runs by deploy/${kind}, with groups of 20 agents, behind the proxy of deploy/proxy: ${servers.service}`);

  const clients: RawClient[] = [];
  stops.push(async () => clients.forEach((client) => client.close()));
  let turn = 0;
  await forEachOf(others, async (agent) => {
    const websocket = servers.websockets[(turn += 1) % servers.websockets.length] ?? '';
    clients.push(await signIn(issuer, kind, websocket, agent, redirectUris[0] ?? ''));
  });
  tell(`${clients.length} agents are signed in by tokens.`);

  const address = await serveExtension();
  await npm('self-host', '--key', keyFile, '--url', address);
  tell(`npm run self-host has packed the extension for ${address}`);

  const valuesFile = join(folder, 'values.json');
  const signInPolicy = { issuer: issuer.address, clientId: issuer.clientId, scope: issuer.scope, domain: DOMAIN };
  const policy = { service: servers.service, signIn: signInPolicy, ...(kind === 'ejabberd' ? { isPlainAllowed: true } : {}) };
  await writeFile(valuesFile, JSON.stringify(policy));
  console.log((await npm('check-policy', valuesFile)).trimEnd());
  const files = join(folder, 'policy');
  await npm('policy-files', '--id', chromiumId, '--url', address, '--values', valuesFile, '--to', files);
  tell('npm run check-policy has nothing against the policy, and npm run policy-files has made its files.');

  await talk(issuer, [anna, ben], { chromiumId, files, certificate: servers.certificate, authority: servers.authority, redirectUris });
}

interface RollOut {
  readonly chromiumId: string;
  readonly files: string;
  readonly certificate: string;
  readonly authority: string;
  readonly redirectUris: readonly string[];
}

async function talk(
  issuer: Issuer,
  [anna, ben]: readonly [Agent, Agent],
  { chromiumId, files, certificate, authority, redirectUris }: RollOut,
): Promise<void> {
  const [forChromium = '', forFirefox = ''] = redirectUris;
  const chromiumProfile = join(folder, 'chromium');
  const firefoxProfile = join(folder, 'firefox');

  // Before the roll-out the agents use another application, and the issuer knows them from there.
  const before = await startChromium(chromiumProfile, {}, certificate);
  const portal = await before.context.newPage();
  await portal.goto(portalAddress(issuer, forChromium));
  await portal.getByLabel('Name').fill(anna.logon);
  await portal.getByLabel('Password').fill(anna.password);
  await portal.getByRole('button', { name: 'Sign In' }).click();
  await expect.poll(async () => (await before.context.cookies(issuer.address)).map(({ name }) => name)).toContain('_session');
  await before.stop();
  const earlier = await startFirefox(firefoxProfile, {});
  const form = await earlier.open(portalAddress(issuer, forFirefox));
  await form.type('[name=name]', ben.logon);
  await form.type('[name=password]', ben.password);
  await form.click('button');
  await expect.poll(() => earlier.cookies(), PATIENCE).toContain('_session');
  await earlier.stop();
  tell(`${anna.name} in Chromium and ${ben.name} in Firefox have signed in to another application of the organisation.`);

  const chromium = await startChromium(chromiumProfile, await readPolicy(join(files, 'linux/chromium/backchannel.json')), certificate);
  stops.push(() => chromium.stop());
  const page = await chromium.context.newPage();
  const address = `chrome-extension://${chromiumId}/workspace.html`;
  await expect(async () => expect((await page.goto(address))?.ok() ?? page.url() === address).toBe(true)).toPass(PATIENCE);
  await expect(page.getByRole('button', { name: /^Your status/ })).toBeVisible(PATIENCE);
  tell('Chromium has installed the extension from the update manifest, by the policy file, and the agent is signed in without a press.');

  const { policies } = await readPolicy(join(files, 'firefox/policies.json'));
  const firefox = await startFirefox(firefoxProfile, {
    ...v.parse(policyShape, policies),
    // Firefox ESR alone takes a package without Mozilla's signature, and the organisation's certificate by policy.
    Preferences: { 'xpinstall.signatures.required': { Value: false, Status: 'locked' } },
    Certificates: { Install: [authority] },
  });
  stops.push(() => firefox.stop());
  const desk = await firefox.workspace();
  await desk.see('button', 'Your status: Ready');
  tell('Firefox ESR has installed the extension by policies.json, and the agent is signed in without a press.');

  await invite(page, ben);
  await desk.press('Accept', `Instant message from ${anna.name}`);
  await expectStatus(page, ben, 'Connected');
  await say(page, 'Is invoice 20931 a duplicate?');
  await desk.control('Is invoice 20931 a duplicate?');
  await desk.say('It is.');
  await expect(transcript(page)).toContainText('It is.');
  await page.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(page, ben, 'Ended');
  await page.getByRole('button', { name: 'Mark Done' }).click();
  tell('They have talked: invited, accepted, written both ways, ended, marked done.');
}

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop().catch((error: unknown) => console.error(error));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stopAll().finally(() => process.exit(1)));
try {
  await walk();
} finally {
  await stopAll();
}
