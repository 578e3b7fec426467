import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RosterGroup, ServerAccount } from '../../demo/server-accounts.ts';
import { Turn } from '../../demo/turn.ts';
import { RawClient } from '../fixtures/raw-client.ts';

export const GUEST_HOST = 'guest.localhost';
export const ELSEWHERE = 'elsewhere.localhost';
/** The limits are low, so that a flood is short. The first limit is for all guests together. */
export const CALLS_PER_MINUTE = 60;
export const CALLS_OF_ADDRESS = 12;
export const CALLS_OF_GUEST = 5;
const PASSWORD = 'agent-test';
/** Each test has its own agents, because a stanza to an agent reaches all clients of that agent. */
const LOGONS = [
  'alice',
  'bob',
  'carla',
  'daniel',
  'elena',
  'fatima',
  'georg',
  'hanna',
  'ivan',
  'jonas',
  'kira',
  'leon',
  'mara',
  'nadia',
  'oskar',
  'gina',
];
const REFUSED = /^<(message|iq|presence)[^>]* type=['"]error['"].*<policy-violation/;

let folder: string;
let turn: Turn | undefined;
let server: GuestServer;
const clients: RawClient[] = [];

async function signIn(host: string, logon?: string, address?: string): Promise<RawClient> {
  const client = await RawClient.signIn(server.websocket, host, logon === undefined ? undefined : { logon, password: PASSWORD }, address);
  clients.push(client);
  client.send('<presence/>');
  await client.rest();
  return client;
}

/** Signs a guest in, at an address of its own unless one is given, so that what one guest has done doesn't count for another. */
const signInGuest = (address = `192.0.2.${clients.length + 1}`) => signIn(GUEST_HOST, undefined, address);
const bareOf = ({ jid }: RawClient) => jid.slice(0, jid.indexOf('/'));

/** The frames that have come, except colleagues' presence. */
const heard = async (client: RawClient) => (await client.rest()).filter((frame) => !frame.startsWith('<presence'));

/** Signs in an agent that no other test uses, and a guest. */
async function agentAndGuest(): Promise<[RawClient, RawClient]> {
  return [await signIn('localhost', LOGONS.shift()), await signInGuest()];
}

const propose = (
  id: string,
  inside = '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/><contact xmlns="urn:backchannel:call:0" name="Maria"/>',
) => `<propose xmlns="urn:xmpp:jingle-message:0" id="${id}">${inside}</propose>`;
const said = (name: string, id: string, inside = '') => `<${name} xmlns="urn:xmpp:jingle-message:0" id="${id}">${inside}</${name}>`;
const message = (to: string, inside: string, type = 'chat') => `<message to="${to}" type="${type}" id="m1">${inside}</message>`;
const jingle = (sid: string, description = '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/>') =>
  `<jingle xmlns="urn:xmpp:jingle:1" action="session-initiate" sid="${sid}"><content creator="initiator" name="0">${description}</content></jingle>`;
const STORE = '<store xmlns="urn:xmpp:hints"/>';

/** Calls an agent; after that, the guest may send more to the agent. */
async function called(guest: RawClient, agent: RawClient, id: string): Promise<void> {
  guest.send(message(bareOf(agent), propose(id) + STORE));
  await agent.frame(new RegExp(`<propose[^>]*${id}`));
}

/** Calls until one call is refused. @returns the number of calls that weren't refused */
async function flood(guest: RawClient, agent: RawClient): Promise<number> {
  for (let number = 0; number < 2 * CALLS_PER_MINUTE; number += 1) {
    guest.send(message(bareOf(agent), propose(floodId(guest, number))));
    // The server answers in order, so that a refusal has come by now.
    if ((await guest.rest()).some((frame) => REFUSED.test(frame))) return number;
  }
  return Infinity;
}

const floodId = (guest: RawClient, number: number) => `flood-${guest.jid}-${number}`;

/** What the tests' server is started with. */
export interface GuestServerOptions {
  readonly folder: string;
  readonly accounts: readonly ServerAccount[];
  readonly groups: readonly RosterGroup[];
  readonly guestHost: string;
  readonly turn: Turn | undefined;
}

export interface GuestServer {
  readonly websocket: string;
  stop(): Promise<void>;
}

/** A host of guests as this project's module for a server makes it: what guests may send, and how much. */
export function testGuestHost(start: (options: GuestServerOptions) => Promise<GuestServer>): void {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backchannel-guests-'));
    turn = await Turn.start({ folder: join(folder, 'turn') });
    const accounts = [
      ...LOGONS.map((username) => ({ username, password: PASSWORD })),
      { username: 'stranger', password: PASSWORD, host: ELSEWHERE },
    ];
    server = await start({
      folder: join(folder, 'server'),
      accounts,
      groups: [{ name: 'Billing', isPublic: true, members: LOGONS.map((logon) => ({ jid: `${logon}@localhost`, name: logon })) }],
      guestHost: GUEST_HOST,
      turn,
    });
  });

  after(async () => {
    for (const client of clients) client.close();
    await server.stop();
    await turn?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a guest calls an agent, and both can send what a call needs', async () => {
    const [agent, guest] = await agentAndGuest();
    assert.match(guest.jid, /@guest\.localhost\//);
    await called(guest, agent, 'c1');
    agent.send(message(guest.jid, said('proceed', 'c1')));
    assert.match(await guest.frame(/<proceed/), new RegExp(`from=['"]${agent.jid}`));
    guest.send(`<iq to="${agent.jid}" type="set" id="j1">${jingle('c1')}</iq>`);
    assert.match(await agent.frame(/session-initiate/), new RegExp(`from=['"]${guest.jid}`));
    agent.send(`<iq to="${guest.jid}" type="result" id="j1"/>`);
    await guest.frame(/id=['"]j1['"]/);
    agent.send(`<iq to="${guest.jid}" type="set" id="j2">${jingle('c1')}</iq>`);
    await guest.frame(/id=['"]j2['"]/);
    guest.send(`<iq to="${agent.jid}" type="result" id="j2"/>`);
    await agent.frame(/id=['"]j2['"]/);
    for (const [name, reason] of [
      ['finish', '<reason xmlns="urn:xmpp:jingle:1"><success/></reason>'],
      ['retract', '<reason xmlns="urn:xmpp:jingle:1"><cancel/></reason>'],
    ] as const) {
      guest.send(message(bareOf(agent), said(name, 'c1', reason) + STORE));
      await agent.frame(new RegExp(`<${name}`));
    }
  });

  test('an agent gets nothing from a guest that isn’t part of a call', async () => {
    const [agent, guest] = await agentAndGuest();
    const POISON = 'constructor="1" toString="1" __proto__="1" xml:lang="valueOf" xmlns:e="urn:evil" e:x="1" media2="x"';
    const nested = (depth: number) => '<a xmlns="urn:evil">'.repeat(depth) + '</a>'.repeat(depth);
    const RTP = '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio" constructor="1"/>';
    const contact = `<contact xmlns="urn:backchannel:call:0" ${POISON} name="Maria" topic="${'x'.repeat(2_100)}"/>`;
    guest.send(
      `<message to="${bareOf(agent)}" type="chat" id="m1" ${POISON}><propose xmlns="urn:xmpp:jingle-message:0" id="p1" ${POISON}>${RTP}${contact}</propose><store xmlns="urn:xmpp:hints" ${POISON}>${nested(20)}</store><constructor xmlns="urn:xmpp:hints"/></message>`,
    );
    const proposal = await agent.frame(/<propose/);
    assert.match(proposal, /name=['"]Maria['"]/);
    assert.match(proposal, /<store[^>]*\/>/);
    for (const said of ['retract', 'finish', 'reject', 'proceed']) {
      guest.send(
        message(
          bareOf(agent),
          `<${said} xmlns="urn:xmpp:jingle-message:0" id="p1" ${POISON}><reason xmlns="urn:xmpp:jingle:1" ${POISON}><cancel>${nested(10)}</cancel><constructor/></reason></${said}>`,
        ),
      );
      const frame = await agent.frame(new RegExp(`<${said}`));
      assert.match(frame, /<cancel[^>]*\/>/);
      assert.doesNotMatch(frame, /constructor|toString|__proto__|valueOf|evil/);
    }
    const candidate = `<candidate component="1" foundation="1" generation="0" id="c" ip="192.0.2.1" network="0" port="9" priority="1" protocol="udp" type="host" ${POISON}>${nested(10)}</candidate>`;
    const transport = `<transport xmlns="urn:xmpp:jingle:transports:ice-udp:1" ufrag="u" pwd="p" ${POISON}><fingerprint xmlns="urn:xmpp:jingle:apps:dtls:0" hash="sha-256" setup="actpass">AB:CD</fingerprint>${candidate.repeat(3)}${'<constructor/>'.repeat(300)}</transport>`;
    const content = `<content creator="initiator" name="0" ${POISON}><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio" ${POISON}><payload-type id="111" name="opus" ${POISON}><parameter name="minptime" value="10"/></payload-type>${'<rtcp-mux/>'.repeat(300)}${nested(10)}</description>${transport}</content>`;
    guest.send(
      `<iq to="${agent.jid}" type="set" id="j1" ${POISON}><jingle xmlns="urn:xmpp:jingle:1" action="session-initiate" sid="p1" ${POISON}>${content}${nested(30)}<valueOf/></jingle></iq>`,
    );
    const offer = await agent.frame(/session-initiate/);
    for (const frame of [proposal, offer]) assert.doesNotMatch(frame, /constructor|toString|__proto__|valueOf|evil|media2|topic/);
    assert.match(offer, />AB:CD<\/fingerprint>/);
    assert.match(offer, /<parameter(?=[^>]* name=['"]minptime)(?=[^>]* value=['"]10)/);
    assert.equal(offer.match(/<candidate /g)?.length, 3);
    assert.ok((offer.match(/<rtcp-mux/g)?.length ?? 0) <= 200, 'as many as no call has');
  });

  test('a guest gets the addresses of the call relay, with credentials that end', async () => {
    assert.ok(turn, 'coturn is not installed; setup.mjs installs it');
    const guest = await signInGuest();
    const services = await guest.ask('<services xmlns="urn:xmpp:extdisco:2"/>', { to: GUEST_HOST });
    assert.match(
      services,
      new RegExp(`<service(?=[^>]* type=['"]turn['"])(?=[^>]* port=['"]${turn.port}['"])(?=[^>]* password=)(?=[^>]* expires=)`),
    );
    assert.match(await guest.ask('<query xmlns="http://jabber.org/protocol/disco#info"/>', { to: GUEST_HOST }), /type=['"]result/);
  });

  test('a guest reaches nothing else', async () => {
    const [[agent, guest], other] = [await agentAndGuest(), await signInGuest()];
    const uncalled = await signIn('localhost', LOGONS.shift());
    await called(guest, agent, 'c2');
    const RTP = '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/>';
    const refused: Record<string, string> = {
      'a message': message(bareOf(agent), '<body>Hello</body>'),
      'a message beside a proposal': message(bareOf(agent), `${propose('c2')}<body>Hello</body>`),
      'text where none belongs': message(bareOf(agent), propose('c2', `${RTP}<contact xmlns="urn:backchannel:call:0">Hello</contact>`)),
      'a headline': message(bareOf(agent), propose('c2'), 'headline'),
      'an invitation to an IM': message(bareOf(agent), propose('c2', '<description xmlns="urn:backchannel:im:0"/>')),
      'an IM within a call': message(bareOf(agent), propose('c2', `${RTP}<description xmlns="urn:backchannel:im:0"/>`)),
      'a call with video': message(bareOf(agent), propose('c2', '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="video"/>')),
      'two calls in one': message(bareOf(agent), propose('c2') + propose('c2')),
      'a payload beside the call': message(bareOf(agent), `${propose('c2')}<x xmlns="jabber:x:oob"/>`),
      "the end of somebody's call": message(bareOf(agent), said('retract', 'c-of-others')),
      'a word about the call to an agent who was not called': message(bareOf(uncalled), said('finish', 'c2')),
      'Jingle of the call to an agent who was not called': `<iq to="${uncalled.jid}" type="set" id="r">${jingle('c2')}</iq>`,
      'a call without an id': message(bareOf(agent), '<propose xmlns="urn:xmpp:jingle-message:0"/>'),
      'an id without end': message(bareOf(agent), propose('c'.repeat(201))),
      'a long message': message(
        bareOf(agent),
        propose('c2', `${RTP}<contact xmlns="urn:backchannel:call:0" topic="${'x'.repeat(5000)}"/>`),
      ),
      'a call to a guest': message(other.jid, propose('c2')),
      'a call to another host': message('stranger@elsewhere.localhost', propose('c2')),
      'a call to the server': message('localhost', propose('c2')),
      'Jingle before a proposal': `<iq to="${agent.jid}" type="set" id="r">${jingle('c9')}</iq>`,
      'Jingle for a file': `<iq to="${agent.jid}" type="set" id="r">${jingle('c2', '<description xmlns="urn:xmpp:jingle:apps:file-transfer:5"/>')}</iq>`,
      'Jingle to a bare JID': `<iq to="${bareOf(agent)}" type="set" id="r">${jingle('c2')}</iq>`,
      'Jingle to a guest': `<iq to="${other.jid}" type="set" id="r">${jingle('c2')}</iq>`,
      'a question to an agent': `<iq to="${agent.jid}" type="get" id="r"><query xmlns="jabber:iq:version"/></iq>`,
      "an agent's card": `<iq to="${bareOf(agent)}" type="get" id="r"><vCard xmlns="vcard-temp"/></iq>`,
      "an agent's devices": `<iq to="${bareOf(agent)}" type="get" id="r"><query xmlns="http://jabber.org/protocol/disco#items"/></iq>`,
      "the agents' server": '<iq to="localhost" type="get" id="r"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>',
      'the roster': '<iq type="get" id="r"><query xmlns="jabber:iq:roster"/></iq>',
      'an account': `<iq to="${GUEST_HOST}" type="set" id="r"><query xmlns="jabber:iq:register"><username>x</username><password>y</password></query></iq>`,
      'an archive': '<iq type="set" id="r"><query xmlns="urn:xmpp:mam:2"/></iq>',
      'a long IQ': `<iq to="${agent.jid}" type="set" id="r">${jingle('c2', `${RTP}<x xmlns="x" y="${'x'.repeat(40_000)}"/>`)}</iq>`,
      'a subscription': `<presence to="${bareOf(agent)}" type="subscribe"/>`,
      presence: `<presence to="${agent.jid}"/>`,
    };
    await agent.rest();
    for (const [what, stanza] of Object.entries(refused)) {
      guest.send(stanza);
      const answers = await guest.rest();
      assert.equal(answers.length, 1, `${what}: ${answers.join('\n')}`);
      assert.match(answers[0] ?? '', REFUSED, what);
    }
    guest.send(`<iq to="${agent.jid}" type="result" id="x"><query xmlns="jabber:iq:version"><name>Hello</name></query></iq>`);
    assert.deepEqual(await guest.rest(), [], 'an answer nobody asked for is dropped');
    assert.deepEqual(await agent.rest(), []);
    assert.deepEqual(await heard(uncalled), []);
    assert.deepEqual(await other.rest(), []);
  });

  test('only agents reach a guest, and a guest learns nothing about the agents', async () => {
    const guest = await signInGuest();
    const stranger = await signIn(ELSEWHERE, 'stranger');
    stranger.send(message(guest.jid, '<body>Hello</body>'));
    await stranger.frame(REFUSED);
    await signIn('localhost', LOGONS[0]);
    assert.deepEqual(await guest.rest(), [], 'no presence of agents');
  });

  test('a guest who sends more than a call needs is refused', async () => {
    const [[agent, guest], other] = [await agentAndGuest(), await signInGuest()];
    for (let number = 0; number < 400; number += 1) guest.send('<iq type="get" id="ping"><ping xmlns="urn:xmpp:ping"/></iq>');
    await guest.frame(/type=['"]wait['"]><policy-violation/);
    await called(other, agent, 'c4');
  });

  test('a call to a group doesn’t ring more agents than the same number of single calls would', async () => {
    const members = [];
    for (let number = 0; number <= CALLS_OF_GUEST; number += 1) members.push(await signIn('localhost', LOGONS.shift()));
    const guest = await signInGuest();
    for (const member of members) guest.send(message(bareOf(member), propose('group')));
    assert.equal((await guest.rest()).filter((frame) => REFUSED.test(frame)).length, 1);
    const calls = await Promise.all(members.map(heard));
    assert.deepEqual(
      calls.map((frames) => frames.length),
      [...Array<number>(CALLS_OF_GUEST).fill(1), 0],
    );
  });

  test('when a guest leaves, nothing goes on ringing, and no agent stays on the line', async () => {
    const agents = [];
    for (const _ of ['answers', 'declines', 'asked', 'told']) agents.push(await signIn('localhost', LOGONS.shift()));
    const [answering, declining, asked, told] = agents as [RawClient, RawClient, RawClient, RawClient];
    const guest = await signInGuest();
    for (const agent of agents) await called(guest, agent, 'left');
    answering.send(message(guest.jid, said('proceed', 'left')));
    declining.send(message(bareOf(guest), said('reject', 'left')));
    await guest.frame(/<proceed/);
    await guest.frame(/<reject/);
    guest.send(message(bareOf(told), said('retract', 'left') + STORE));
    await told.frame(/<retract/);
    guest.close();
    const last = await asked.frame(/<retract/);
    assert.match(last, new RegExp(`from=['"]${guest.jid}`));
    assert.match(last, /<retract[^>]* id=['"]left['"].*<cancel/);
    assert.match(await answering.frame(/<finish/), /id=['"]left['"].*<connectivity-error/);
    for (const agent of agents) assert.deepEqual(await heard(agent), []);
  });

  test('a flood of calls is refused: of one guest, of one address, and of all', async () => {
    const [agent, guest] = await agentAndGuest();
    assert.equal(await flood(guest, agent), CALLS_OF_GUEST);
    guest.send(message(bareOf(agent), propose(floodId(guest, 0))));
    assert.deepEqual(await guest.rest(), [], 'the same call to the same agent is no other');
    assert.equal(await flood(await signInGuest(), agent), CALLS_OF_GUEST, 'another guest calls');

    // All addresses of one IPv6 /64 count as one address, and an IPv4 address written as IPv6 counts as the IPv4 one.
    for (const [one, other, third] of [
      ['2001:db8::1', '2001:db8::2', '2001:db8::3:4'],
      ['198.51.100.7', '::ffff:198.51.100.7', '198.51.100.7'],
    ]) {
      assert.equal(await flood(await signInGuest(one), agent), CALLS_OF_GUEST);
      assert.equal(await flood(await signInGuest(other), agent), CALLS_OF_GUEST);
      assert.equal(await flood(await signInGuest(third), agent), CALLS_OF_ADDRESS - 2 * CALLS_OF_GUEST, 'signing in anew does not help');
    }
    assert.equal(await flood(await signInGuest('::ffff:198.51.100.8'), agent), CALLS_OF_GUEST, 'the neighbour calls');
    let calls = CALLS_OF_GUEST;
    for (let guests = 0; guests < CALLS_PER_MINUTE && calls === CALLS_OF_GUEST; guests += 1)
      calls = await flood(await signInGuest(), agent);
    assert.ok(calls < CALLS_OF_GUEST, 'all together are too many');
  });
}
