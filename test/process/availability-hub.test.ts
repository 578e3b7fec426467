import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type AvailabilityHubProcess, startAvailabilityHub } from '../../demo/availability-hub.ts';
import { findFreePort } from '../../demo/free-port.ts';
import { Prosody } from '../../demo/prosody.ts';
import type { HubConfigInput } from '../../server/hub/config.ts';
import { RawClient } from '../fixtures/raw-client.ts';

const NS = 'urn:backchannel:availability:0';
const SECRET = 'a secret of the tests';
const TOKEN = 'a token of the tests';
const HUB = 'hub.localhost';
const OTHER = 'hub2.localhost';
const LOGONS = ['anna', 'ben', 'cleo', 'dan'];
/** How soon a change is told after a clean end, and how soon a hub that is gone is noticed. */
const SOON_MS = 2_000;

describe('an availability hub', { timeout: 120_000 }, () => {
  let folder: string;
  let prosody: Prosody;
  let port: number;
  let hub: AvailabilityHubProcess;
  const clients: RawClient[] = [];

  const jidOf = (logon: string) => `${logon}@localhost`;

  const configOf = (jid: string, more: Partial<HubConfigInput> = {}): HubConfigInput => ({
    jid,
    secret: SECRET,
    server: { port },
    agentHosts: ['localhost'],
    partners: [HUB, OTHER].filter((other) => other !== jid),
    groups: { Billing: LOGONS.map(jidOf), Empty: [] },
    skills: { refunds: [jidOf('ben')] },
    http: { tokens: [TOKEN] },
    ...more,
  });

  /** Starts a hub; resolves when the server has let it in. */
  async function startHub(jid: string, more?: Partial<HubConfigInput>): Promise<AvailabilityHubProcess> {
    const started = await startAvailabilityHub(join(folder, 'hubs'), configOf(jid, more));
    while (!(await fetch(`${started.address}/health`)).ok) await new Promise((resolve) => setTimeout(resolve, 20));
    return started;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'availability-hub-'));
    port = await findFreePort();
    prosody = await Prosody.start({
      folder: join(folder, 'prosody'),
      accounts: LOGONS.map((logon) => ({ username: logon, password: logon })),
      groups: [],
      components: { port, secret: SECRET, jids: [HUB, OTHER] },
      hibernationSeconds: 60,
    });
    hub = await startHub(HUB);
  });

  after(async () => {
    for (const client of clients) client.close();
    await hub?.stop();
    await prosody?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function watch(client: RawClient, attributes: string, on: readonly string[], to = HUB): Promise<string> {
    return client.ask(`<watch xmlns="${NS}" ${attributes}><on>${on.map(jidOf).join(' ')}</on></watch>`, { to, type: 'set' });
  }

  /** Who shares their presence with which hub. The server answers for them from then on. */
  const shared = new Set<string>();

  /** Signs in, shows a presence, and lets the hubs see it, as a desk does. */
  async function signIn(logon: string, presence = '<presence/>', hubs: readonly string[] = [HUB]): Promise<RawClient> {
    const client = await RawClient.signIn(prosody.websocket, 'localhost', { logon, password: logon });
    clients.push(client);
    client.send(presence);
    for (const to of hubs) {
      await watch(client, 'whole="true"', [], to);
      if (shared.has(`${logon} ${to}`)) continue;
      shared.add(`${logon} ${to}`);
      await client.frame(new RegExp(`^<presence(?=[^>]*type=['"]subscribe['"])[^>]*from=['"]${to}['"]`));
      client.send(`<presence to="${to}" type="subscribed"/>`);
    }
    return client;
  }

  /** The state that a viewer is told of an agent, in an answer or a message. */
  const told = (client: RawClient, logon: string, is: string, withinMs?: number) =>
    client.frame(new RegExp(`<state [^>]*is=['"]${is}['"][^>]*>[^<]*${jidOf(logon)}`), withinMs);

  test('answers with the states of those who are watched, and tells later changes', async () => {
    const ben = await signIn('ben', '<presence><show>away</show><status>Lunch</status></presence>');
    const anna = await signIn('anna');
    const answer = await watch(anna, 'whole="true"', ['ben', 'cleo']);
    assert.match(answer, /total=['"]2['"]/);
    if (!answer.includes('Lunch')) await told(anna, 'ben', 'not-ready');
    await told(anna, 'cleo', '(?:unknown|logged-off)');
    ben.send('<presence><show>dnd</show></presence>');
    await told(anna, 'ben', 'do-not-disturb', SOON_MS);
    ben.send('<presence type="unavailable"/>');
    await told(anna, 'ben', 'logged-off', SOON_MS);
    ben.close();
    anna.close();
  });

  test('knows an agent who was watched before they had let it see them', async () => {
    const anna = await signIn('anna');
    const dan = await RawClient.signIn(prosody.websocket, 'localhost', { logon: 'dan', password: 'dan' });
    clients.push(dan);
    dan.send('<presence/>');
    // The hub hears of both at once, before the server has told it anything of the one whom it asks.
    await Promise.all([watch(dan, 'whole="true"', []), watch(anna, 'whole="true"', ['dan'])]);
    await dan.frame(/^<presence(?=[^>]*type=['"]subscribe['"])/);
    dan.send(`<presence to="${HUB}" type="subscribed"/>`);
    shared.add(`dan ${HUB}`);
    await told(anna, 'dan', 'ready', SOON_MS);
    dan.close();
    anna.close();
  });

  test('tells nothing of those who are not watched any more, and sends a viewer whom it does not know away', async () => {
    const ben = await signIn('ben');
    const anna = await signIn('anna');
    assert.match(await watch(anna, 'total="7"', []), /item-not-found/);
    await watch(anna, 'whole="true"', ['ben']);
    await anna.ask(`<watch xmlns="${NS}" total="1"><off>${jidOf('ben')}</off></watch>`, { to: HUB, type: 'set' });
    ben.send('<presence><show>dnd</show></presence>');
    await watch(anna, 'total="0"', ['ben']);
    assert.equal((await anna.rest()).filter((frame) => frame.includes('headline')).length, 0);
    assert.match(
      await watch(
        anna,
        'whole="true"',
        Array.from({ length: 501 }, (_, n) => `a${n}`),
      ),
      /resource-constraint/,
    );
    ben.close();
    anna.close();
  });

  test('shows an agent whose device does not answer as reconnecting, and one whose connection is gone for good as logged off', async () => {
    // The raw client answers no ping. The other tests' hub asks too seldom to find out.
    const other = await startHub(OTHER, { checkSeconds: 1, answerSeconds: 1 });
    try {
      const anna = await signIn('anna', '<presence/>', [OTHER]);
      const ben = await signIn('ben', '<presence/>', [OTHER]);
      await watch(anna, 'whole="true"', ['ben'], OTHER);
      await told(anna, 'ben', 'reconnecting', 30_000);
      ben.close();
      await told(anna, 'ben', 'logged-off', SOON_MS);
      anna.close();
    } finally {
      await other.stop();
    }
  });

  test('takes what an ACD says of an agent who is there, and lets nothing hide Do Not Disturb', async () => {
    const put = (id: string, body: object, token = TOKEN) =>
      fetch(`${hub.address}/agents/${id}/state`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const anna = await signIn('anna');
    const ben = await signIn('ben');
    await watch(anna, 'whole="true"', ['ben']);
    assert.equal((await put('ben', { availability: 'on-call' }, 'a wrong token')).status, 401);
    assert.equal((await put('ben', { availability: 'asleep' })).status, 400);
    assert.equal((await put('ben@elsewhere.example', { availability: 'ready' })).status, 404);
    assert.equal((await put('ben', { availability: 'on-call' })).status, 204);
    await told(anna, 'ben', 'on-call', SOON_MS);
    ben.send('<presence><show>dnd</show></presence>');
    await told(anna, 'ben', 'do-not-disturb', SOON_MS);
    const ended = await fetch(`${hub.address}/agents/ben/state`, { method: 'DELETE', headers: { authorization: `Bearer ${TOKEN}` } });
    assert.equal(ended.status, 204);
    ben.close();
    anna.close();
  });

  test('names the members of a group and of a skill who are ready, longest ready first, and not who asks', async () => {
    const ready = (client: RawClient, kind: string, id: string) =>
      client.ask(`<ready xmlns="${NS}" kind="${kind}" id="${id}"/>`, { to: HUB, type: 'get' });
    const ben = await signIn('ben');
    const cleo = await signIn('cleo');
    const anna = await signIn('anna');
    await watch(anna, 'whole="true"', ['ben', 'cleo']);
    ben.send('<presence><show>away</show></presence>');
    await told(anna, 'ben', 'not-ready', SOON_MS);
    ben.send('<presence/>');
    await told(anna, 'ben', 'ready', SOON_MS);
    assert.match(await ready(anna, 'group', 'Billing'), new RegExp(`>${jidOf('cleo')} ${jidOf('ben')}<`));
    assert.match(await ready(anna, 'skill', 'refunds'), new RegExp(`>${jidOf('ben')}<`));
    assert.match(await ready(anna, 'group', 'Empty'), /<ready[^>]*\/>|<ready[^>]*><\/ready>/);
    for (const [kind, id] of [
      ['group', 'refunds'],
      ['team', 'Billing'],
    ] as const)
      assert.match(await ready(anna, kind, id), /item-not-found/);
    for (const client of [ben, cleo, anna]) client.close();
  });

  test('tells how many of a group are ready, and each change of that', async () => {
    const ben = await signIn('ben', '<presence><show>away</show></presence>');
    const anna = await signIn('anna');
    const count = (ready: number) => new RegExp(`<count(?=[^>]*ready=['"]${ready}['"])[^>]*total=['"]1['"]`);
    const groups = '<groups><group kind="skill" id="refunds"/><group kind="skill" id="none"/></groups>';
    const answer = await anna.ask(`<watch xmlns="${NS}" whole="true">${groups}</watch>`, { to: HUB, type: 'set' });
    assert.match(answer, count(0));
    assert.doesNotMatch(answer, /none/);
    ben.send('<presence/>');
    await anna.frame(count(1), SOON_MS);
    ben.send('<presence type="unavailable"/>');
    await anna.frame(count(0), SOON_MS);
    for (const client of [ben, anna]) client.close();
  });

  test('tells who waits in line that somebody has become ready, and names them to who has waited longest only', async () => {
    const ask = (client: RawClient, id: string, more: string) =>
      client.ask(`<ready xmlns="${NS}" kind="skill" id="refunds" line="${id}" ${more}/>`, { to: HUB, type: 'get' });
    const ben = await signIn('ben', '<presence><show>away</show></presence>');
    const [anna, cleo] = [await signIn('anna'), await signIn('cleo')];
    const seen = await watch(anna, 'whole="true"', ['ben']);
    if (!seen.includes('not-ready')) await told(anna, 'ben', 'not-ready', SOON_MS);
    assert.match(await ask(cleo, 'c', 'since="2026-11-24T09:00:00Z"'), /place=['"]1['"]/);
    assert.match(await ask(anna, 'a', 'since="2026-11-24T08:00:00Z"'), /place=['"]1['"]/);
    ben.send('<presence/>');
    for (const client of [anna, cleo]) await client.frame(/^<message(?=[^>]*headline).*<ready [^>]*refunds/, SOON_MS);
    assert.match(await ask(cleo, 'c', 'since="2026-11-24T09:00:00Z"'), /place=['"]2['"]/);
    assert.match(await ask(anna, 'a', 'since="2026-11-24T08:00:00Z"'), new RegExp(`>${jidOf('ben')}<`));
    assert.match(await ask(cleo, 'c', 'since="2026-11-24T09:00:00Z"'), /place=['"]1['"]/);
    assert.match(await ask(cleo, 'c', 'left="true"'), /<ready/);
    for (const client of [ben, cleo, anna]) client.close();
  });

  test('answers nobody else, and says how it is', async () => {
    const anna = await RawClient.signIn(prosody.websocket, 'localhost', { logon: 'anna', password: 'anna' });
    assert.match(await anna.ask('<query xmlns="http://jabber.org/protocol/disco#info"/>', { to: HUB }), new RegExp(NS));
    assert.match(await anna.ask('<query xmlns="jabber:iq:version"/>', { to: HUB }), /service-unavailable/);
    const metrics = await (await fetch(`${hub.address}/metrics`)).text();
    assert.match(metrics, /^backchannel_hub_up 1$/m);
    const named = (await readFile('deploy/prometheus/alerts.yml', 'utf8')).match(/\bbackchannel_hub_\w+/g);
    assert.ok(named);
    for (const name of named) assert.ok(metrics.includes(`\n${name} `), name);
    assert.doesNotMatch(metrics, /anna|localhost/);
    anna.close();
  });

  test('knows everybody again after it was killed, and its partner tells who watched by it within two seconds', async () => {
    const other = await startHub(OTHER);
    try {
      const ben = await signIn('ben', '<presence><show>xa</show></presence>', [HUB, OTHER]);
      const anna = await signIn('anna', '<presence/>', [HUB, OTHER]);
      // The other hub has to know her presence, by which it knows whom to tell.
      await watch(ben, 'whole="true"', ['anna'], OTHER);
      await watch(anna, 'whole="true"', ['ben']);
      while (!/^backchannel_hub_partners 1$/m.test(await (await fetch(`${other.address}/metrics`)).text()));
      const cleo = await signIn('cleo', '<presence/>', [HUB, OTHER]);
      const wait = (client: RawClient, hour: number, to: string) =>
        client.ask(`<ready xmlns="${NS}" kind="group" id="Empty" line="${hour}" since="2026-11-24T0${hour}:00:00Z"/>`, { to });
      assert.match(await wait(anna, 8, HUB), /place=['"]1['"]/);
      assert.match(await wait(cleo, 9, HUB), /place=['"]2['"]/);
      await hub.stop('SIGKILL');
      const killedAt = Date.now();
      await anna.frame(new RegExp(`<gone[^>]*jid=['"]${HUB}['"]`), SOON_MS);
      assert.match(await watch(anna, 'whole="true"', ['ben'], OTHER), /is=['"]after-call-work['"]/);
      assert.ok(Date.now() - killedAt < SOON_MS);
      // Who waited in its line has the same place in the other's, whoever asks there first.
      assert.match(await wait(cleo, 9, OTHER), /place=['"]1['"]/);
      assert.match(await wait(anna, 8, OTHER), /place=['"]1['"]/);
      assert.match(await wait(cleo, 9, OTHER), /place=['"]2['"]/);
      cleo.close();
      hub = await startHub(HUB);
      assert.match(await watch(anna, 'total="1"', []), /item-not-found/);
      const answer = await watch(anna, 'whole="true"', ['ben']);
      if (!answer.includes('after-call-work')) await told(anna, 'ben', 'after-call-work', SOON_MS);
      anna.close();
      ben.close();
    } finally {
      await other.stop();
    }
  });
});
