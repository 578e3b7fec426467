import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { Issuer } from '../../demo/issuer.ts';
import { type PrivateLdap, startPrivateLdap } from '../fixtures/private-ldap.ts';
import { type ProductionEjabberd, startProductionEjabberd } from '../fixtures/production-servers.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { issueTokens } from '../fixtures/token-flow.ts';

const run = promisify(execFile);
const DOMAIN = 'example.com';
const REDIRECT = 'https://extension.chromiumapp.org/';
const PASSWORD = 'a password of somebody';
const LOGONS = ['anna', 'ben', 'cleo', 'dora'];
const SUFFIX = 'dc=example,dc=com';

/** A directory with two groups: Cleo and Dora are in Claims, Anna in Payments. */
const DIRECTORY = [
  `dn: ${SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example`,
  ...['people', 'groups'].map((ou) => `dn: ou=${ou},${SUFFIX}\nobjectClass: organizationalUnit\nou: ${ou}`),
  ...LOGONS.map(
    (uid) => `dn: uid=${uid},ou=people,${SUFFIX}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: ${uid}\nsn: ${uid}\ndisplayName: Dr. ${uid}`,
  ),
  ...Object.entries({ claims: ['cleo', 'dora'], payments: ['anna'] }).map(
    ([cn, members]) =>
      `dn: cn=${cn},ou=groups,${SUFFIX}\nobjectClass: groupOfNames\ncn: ${cn}\ndescription: The ${cn}\n${members.map((uid) => `member: uid=${uid},ou=people,${SUFFIX}`).join('\n')}`,
  ),
].join('\n\n');

/** The groups of the directory as `deploy` has them, from a directory without TLS. */
async function ldapGroupsFile(folder: string, { port, rootDn, password }: PrivateLdap): Promise<string> {
  const example = await readFile('deploy/ejabberd/ldap-groups.yml', 'utf8');
  const here = example
    .replace('ldap.example.com', '127.0.0.1')
    .replace('636', String(port))
    .replace('ldap_encrypt: tls', 'ldap_encrypt: none')
    .replace('cn=ejabberd,dc=example,dc=com', rootDn)
    .replace('a-password', password);
  const file = join(folder, 'ldap-groups.yml');
  await writeFile(file, here);
  return file;
}

describe('the production configuration of ejabberd, as a cluster of two nodes', { timeout: 120_000 }, () => {
  let folder: string;
  let issuer: Issuer;
  let ejabberd: ProductionEjabberd;
  let ldap: PrivateLdap;
  const clients: RawClient[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backchannel-deploy-'));
    issuer = await Issuer.start({
      domain: DOMAIN,
      redirectUris: [REDIRECT],
      hasSignedTokens: true,
      users: LOGONS.map((name) => ({ name, password: PASSWORD })),
    });
    ldap = await startPrivateLdap(join(folder, 'ldap'), SUFFIX, DIRECTORY);
    const extraFile = await ldapGroupsFile(folder, ldap);
    ejabberd = await startProductionEjabberd({ folder, domain: DOMAIN, issuerKey: await issuer.publicKey(), nodes: 2, extraFile });
    for (const user of LOGONS) await ejabberd.nodes[0]?.call('register', { user, host: DOMAIN, password: `nobody knows ${user}` });
  });

  after(async () => {
    for (const client of clients) client.close();
    await ejabberd?.stop();
    await ldap?.stop();
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

  it('has groups of the LDAP directory, which their members see, and nobody else', async () => {
    const [cleo, dora] = [await signIn('cleo', ejabberd.websockets[0]), await signIn('dora', ejabberd.websockets[1])];
    const roster = await cleo.ask('<query xmlns="jabber:iq:roster"/>');
    assert.match(roster, /<item(?=[^>]* jid=['"]dora@example\.com)(?=[^>]* name=['"]Dr\. dora)[^>]*>.*The claims/);
    assert.doesNotMatch(roster, /anna|ben|payments/);
    cleo.send('<presence/>');
    dora.send('<presence/>');
    await cleo.frame(/<presence[^>]* from=['"]dora@example\.com/);
  });

  it('gives agents on all nodes the call relay, with credentials that end', async () => {
    for (const websocket of ejabberd.websockets) {
      const services = await (await signIn('ben', websocket)).ask('<services xmlns="urn:xmpp:extdisco:2"/>', { to: DOMAIN });
      assert.match(services, /<service(?=[^>]* type=['"]turn)(?=[^>]* host=['"]turn\.example\.com)(?=[^>]* password=)(?=[^>]* expires=)/);
    }
  });

  it('has guests, who get the call relay, can call agents, and can write to nobody', async () => {
    const anna = await signIn('anna', ejabberd.websockets[0]);
    anna.send('<presence/>');
    await anna.rest();
    const guest = await RawClient.signIn(ejabberd.websockets[1] ?? '', `guest.${DOMAIN}`);
    clients.push(guest);
    assert.match(await guest.ask('<services xmlns="urn:xmpp:extdisco:2"/>', { to: `guest.${DOMAIN}` }), /type=['"]turn['"]/);
    guest.send(`<message to='anna@${DOMAIN}' type='chat' id='m2'><body>Hello</body></message>`);
    await guest.frame(/<policy-violation/);
    const description = `<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/><contact xmlns='urn:backchannel:call:0' name='Maria'/>`;
    guest.send(
      `<message to='anna@${DOMAIN}' type='chat' id='m3'><propose xmlns='urn:xmpp:jingle-message:0' id='c1'>${description}</propose></message>`,
    );
    assert.doesNotMatch(await anna.frame(/<propose/), /Hello/);
    guest.close();
    await anna.frame(/<retract/);
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
