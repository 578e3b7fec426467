import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { Issuer } from '../../demo/issuer.ts';
import { type ProductionEjabberd, startProductionEjabberd } from '../fixtures/production-servers.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { issueTokens } from '../fixtures/token-flow.ts';

const run = promisify(execFile);
const DOMAIN = 'example.com';
const REDIRECT = 'https://extension.chromiumapp.org/';
const PASSWORD = 'a password of somebody';

describe('the production configuration of ejabberd, as a cluster of two nodes', { timeout: 120_000 }, () => {
  let folder: string;
  let issuer: Issuer;
  let ejabberd: ProductionEjabberd;
  const clients: RawClient[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backchannel-deploy-'));
    issuer = await Issuer.start({
      domain: DOMAIN,
      redirectUris: [REDIRECT],
      hasSignedTokens: true,
      users: ['anna', 'ben'].map((name) => ({ name, password: PASSWORD })),
    });
    ejabberd = await startProductionEjabberd({ folder, domain: DOMAIN, issuerKey: await issuer.publicKey(), nodes: 2 });
    for (const user of ['anna', 'ben']) await ejabberd.nodes[0]?.call('register', { user, host: DOMAIN, password: `nobody knows ${user}` });
  });

  after(async () => {
    for (const client of clients) client.close();
    await ejabberd?.stop();
    await issuer.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Signs in at a node by a token, as PLAIN's password (RFC 4616). */
  async function signIn(logon: string, websocket = ''): Promise<RawClient> {
    const { accessToken } = await issueTokens(issuer, { name: logon, password: PASSWORD, redirectUri: REDIRECT });
    const client = await RawClient.open(websocket, DOMAIN);
    clients.push(client);
    client.authenticate('PLAIN', `\0${logon}\0${accessToken}`);
    assert.match(await client.frame(/^<(success|failure)/), /^<success/);
    await client.bind(DOMAIN);
    return client;
  }

  it('starts without a complaint, and each node without the interface for programs where the proxy reaches it', async () => {
    assert.doesNotMatch(await ejabberd.log(), /\[(warning|error|critical)\]/);
    for (const websocket of ejabberd.websockets) {
      const answer = await fetch(new URL('/api/status', websocket.replace('ws:', 'http:')), { method: 'POST', body: '{}' });
      assert.equal(answer.status, 404);
    }
  });

  it('has agents of all nodes talk, with groups that all see, and messages archived in PostgreSQL, from where the audit export reads them', async () => {
    const [first, second] = ejabberd.nodes;
    const group = { group: 'billing', host: DOMAIN };
    await first?.call('srg_create', { ...group, label: 'Billing', description: '', display: 'billing' });
    for (const user of ['anna', 'ben']) await first?.call('srg_user_add', { user, ...group, grouphost: DOMAIN });
    const anna = await signIn('anna', ejabberd.websockets[0]);
    const ben = await signIn('ben', ejabberd.websockets[1]);
    assert.match(JSON.stringify(await second?.call('get_roster', { user: 'ben', host: DOMAIN })), /anna@example\.com.*Billing/);
    ben.send('<presence/>');
    await ben.rest();
    anna.send(`<message to='ben@${DOMAIN}' type='chat' id='m1'><thread>s1</thread><body>Is invoice 20931 a duplicate?</body></message>`);
    await ben.frame(/Is invoice 20931 a duplicate/);
    const client = new pg.Client({ connectionString: ejabberd.database });
    await client.connect();
    while ((await client.query('select 1 from archive')).rowCount !== 2) await delay(50);
    await client.end();
    const span = ['--domain', DOMAIN, '--from', '2020-01-01', '--to', '2100-01-01'];
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'server/export/main.ts', '--server', 'ejabberd', ...span], {
      env: { ...process.env, DATABASE_URL: ejabberd.database },
    });
    assert.match(stdout, /"text":"Is invoice 20931 a duplicate\?"/);
  });

  it('keeps a hundred marks of sessions for an agent’s other browsers', async () => {
    const anna = await signIn('anna', ejabberd.websockets[0]);
    const node = `node="urn:example:marks"`;
    const publication = `<publish ${node}><item id="1"><mark xmlns="urn:example:marks"/></item></publish>`;
    await anna.ask(`<pubsub xmlns="http://jabber.org/protocol/pubsub">${publication}</pubsub>`, { type: 'set' });
    const fields = `<field var="FORM_TYPE" type="hidden"><value>http://jabber.org/protocol/pubsub#node_config</value></field><field var="pubsub#max_items"><value>100</value></field>`;
    const configured = `<configure ${node}><x xmlns="jabber:x:data" type="submit">${fields}</x></configure>`;
    const answer = await anna.ask(`<pubsub xmlns="http://jabber.org/protocol/pubsub#owner">${configured}</pubsub>`, { type: 'set' });
    assert.match(answer, /type=['"]result['"]/);
  });

  it('deletes what the archive has kept long enough by the command of the nightly timer', async () => {
    const unit = await readFile('deploy/systemd/backchannel-ejabberd-retention.service', 'utf8');
    const [, command = '', type = ''] = /ejabberdctl (\w+) (\w+) \$\{DAYS\}/.exec(unit) ?? [];
    await ejabberd.nodes[0]?.call(command, { type, days: 0 });
    const client = new pg.Client({ connectionString: ejabberd.database });
    await client.connect();
    const { rowCount } = await client.query('select 1 from archive');
    await client.end();
    assert.equal(rowCount, 0);
  });

  it('counts a node that hangs as down as soon as Erlang was told, because ejabberd’s own setting takes the place of that', async () => {
    const [, told] = /-kernel net_ticktime (\d+)/.exec(await readFile('deploy/ejabberd/ejabberdctl.cfg', 'utf8')) ?? [];
    const [, set] = /^net_ticktime: (\d+)$/m.exec(await readFile('deploy/ejabberd/ejabberd.yml', 'utf8')) ?? [];
    assert.ok(told !== undefined && Number(told) <= 10);
    assert.equal(set, told);
  });

  it('has files for ejabberdctl with variables that it knows', async () => {
    const known = await readFile('/usr/sbin/ejabberdctl', 'utf8');
    const names = [...(await readFile('deploy/ejabberd/ejabberdctl.cfg', 'utf8')).matchAll(/^(\w+)=/gm)].map(([, name = '']) => name);
    assert.ok(names.length > 3);
    assert.deepEqual(
      names.filter((name) => !known.includes(name)),
      [],
    );
  });
});
