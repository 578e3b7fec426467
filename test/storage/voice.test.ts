import { expect } from '@open-wc/testing';
import { Changes } from '../../src/background/events/changes.ts';
import { Log } from '../../src/background/events/log.ts';
import { Blocklist } from '../../src/background/gate/blocklist.ts';
import { Gate } from '../../src/background/gate/gate.ts';
import { History } from '../../src/background/im/history.ts';
import { Im } from '../../src/background/im/im.ts';
import { Consultations } from '../../src/background/interactions/consultations.ts';
import { readStoredAccount } from '../../src/background/host/account/stored-account.ts';
import { readStoredDesk } from '../../src/background/host/desk/stored-desk.ts';
import type { MessagingStream } from '../../src/background/stream/messaging-port.ts';
import { type AbilitiesStream, Capabilities } from '../../src/background/directory/capabilities.ts';
import { Reach } from '../../src/background/directory/reach.ts';
import { Peers } from '../../src/background/directory/peers.ts';
import type { CallDesk, CallStream } from '../../src/background/voice/call-desk.ts';
import { MediaPages } from '../../src/background/voice/media-pages.ts';
import { Telephony } from '../../src/background/voice/telephony.ts';
import type { Voice } from '../../src/background/voice/voice.ts';
import { VoiceParts } from '../../src/background/voice/voice-parts.ts';
import type { IceServer, MediaCallName } from '../../src/channel/media-host.ts';
import { parentOf } from '../../src/model/interaction/consultation.ts';
import type { CallingContact } from '../../src/model/call/voice-call.ts';
import type { ContactGuess } from '../../src/model/interaction/interaction.ts';
import { NO_POLICY, type Policy, settingsInForce } from '../../src/model/policy.ts';
import type { Envelope, Signal } from '../../src/model/signal.ts';
import { DEFAULT_SETTINGS } from '../../src/model/settings.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { Journal } from '../../src/storage/journal.ts';
import { deleteAccountDatabase } from './account-databases.ts';
import { fillDisk } from '../fixtures/full-disk.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const ME = 'anna@support.example';
const PEER = 'ben@support.example';
const GUEST = 'x1@guest.support.example';
const CONTACT = { name: 'Maria', number: '', topic: '', page: '', group: '' };

const from = (signal: Signal, peer = PEER, isOwn = false): Envelope => ({
  signal,
  peer,
  isOwn,
  at: Date.now(),
  ...(signal.type === 'proceed' || signal.type === 'finish' ? { device: `${peer}/desk` } : {}),
});
const calls = (id: string, peer = PEER): Envelope => from({ type: 'propose-call', sessionId: id, imSessionId: `s-${id}` }, peer);
const contactCalls = (id: string, peer = GUEST): Envelope => from({ type: 'propose-call', sessionId: id, contact: CONTACT }, peer);

/** Stands for the document that plays calls' sound. It records what the session host tells it. */
class Page {
  readonly told: string[] = [];

  constructor(
    private readonly pages: MediaPages,
    private readonly held: readonly string[] = [],
  ) {}

  answer = async (name: MediaCallName, inputs: readonly unknown[]): Promise<unknown> =>
    void this.told.push([name, ...inputs.map((input) => JSON.stringify(input))].join(' '));

  come(): this {
    this.pages.add(this, this.held, (name, inputs) => this.answer(name, inputs));
    return this;
  }
}

const STREAM: CallStream & AbilitiesStream & Pick<MessagingStream, 'openAvailability'> = {
  self: `${ME}/desk`,
  prepareCalls: () => Promise.resolve(),
  getIceServers: () => (isServerSilent ? Promise.reject(new Error('It does not answer')) : Promise.resolve(iceServers)),
  sendJingle: () => Promise.resolve({}),
  abilitiesOf: () => Promise.resolve({ takesInvitations: true, takesCalls: true, isVerified: true }),
  openAvailability: () => Promise.reject(new Error('There is no hub')),
};
let isServerSilent = false;
let iceServers: readonly IceServer[] = [];

/** Opens the calls of a session host that can't reach its server. */
async function openAccount(
  mediaPages: MediaPages,
  policy: Policy,
  lookUp: (contact: CallingContact) => Promise<ContactGuess | undefined>,
  onStorageLost: () => void,
) {
  const database = await openAccountDatabase(ME, onStorageLost);
  const journal = new Journal(database, { onFailure: onStorageLost });
  const changes = new Changes();
  const log = new Log();
  const given = { jid: ME, changes, log, now: Date.now };
  const { roster, presence, ...stored } = await readStoredAccount(database, journal, given);
  const { open, storedIds, outbox, transcripts, device, interactions, interactionEvents } = await readStoredDesk(database, journal, given);
  const options = { database, journal, outbox, changes, log, now: Date.now };
  const peers = new Peers(ME, roster, () => policy);
  const im = new Im(open, storedIds, {
    ...options,
    me: ME,
    device,
    transcripts,
    presence,
    peers,
    history: new History({ database, presence, peers, changes, log }),
    settings: () => DEFAULT_SETTINGS,
    areNotificationsHeld: () => false,
    onHappening: () => undefined,
    tell: () => undefined,
  });
  const blocklist = new Blocklist(stored.blocklist, {
    journal,
    leave: () => Promise.resolve(),
    hide: () => undefined,
    welcome: () => undefined,
    onChange: () => undefined,
  });
  const account = {
    ...stored,
    im,
    interactions,
    interactionEvents,
    peers,
    transcripts,
    policy,
    jid: ME,
    settings: settingsInForce(stored.settings, policy),
    reach: new Reach({
      me: ME,
      presence,
      roster,
      hubs: () => [],
      whenTold: () => Promise.resolve(),
      capabilities: () => Promise.resolve(new Capabilities(presence, () => undefined)),
      isBlocked: (target) => blocklist.has(target),
      privileges: () => policy.privileges,
      stream: () => STREAM,
    }),
    connection: { current: STREAM },
    happenings: { tell: () => undefined },
  };
  const consultations = new Consultations({ ...account, voice: { end: (callId) => voice.end(callId) } });
  const desk: CallDesk = { ...account, consultations, contacts: { lookUp } };
  const telephony = new Telephony(() => undefined);
  const voice = new VoiceParts({ ...options, desk, mediaPages, telephony });
  const stop = async () => {
    await voice.stop();
    consultations.stop();
    im.stop();
    database.close();
  };
  const gate = new Gate({
    peers,
    isBlocked: () => false,
    isAnswer: (envelope) => im.incoming.isAnswer(envelope),
    callOf: (envelope) => voice.callOf(envelope),
    onDropped: (reason) => log.note(reason),
  });
  const hear = (envelope: Envelope) => {
    const admitted = gate.admit(envelope);
    if (admitted) voice.receive(admitted);
  };
  return { database, journal, im, interactions, telephony, voice, hear, log, stop };
}

describe("an account's calls", () => {
  const pages = new MediaPages(undefined);
  let account: Awaited<ReturnType<typeof openAccount>>;
  let isStored = true;
  let guess: ContactGuess | undefined;

  const open = (policy: Partial<Policy> = {}) =>
    openAccount(
      pages,
      { ...NO_POLICY, ...policy },
      () => Promise.resolve(guess),
      () => (isStored = false),
    );
  const voice = (): Promise<Voice> => account.voice.load();
  const hear = (...envelopes: Envelope[]) => envelopes.forEach((envelope) => account.hear(envelope));
  const call = (id: string) => account.voice.list().find((one) => one.id === id);
  const status = (id: string) => call(id)?.state.status;
  const until = (isSo: () => boolean, what: string) => waitUntil(isSo, what);
  const accepted = async (id: string) => {
    await (await voice()).act(id, { type: 'accept' });
  };
  const restart = async () => {
    await account.journal.flush();
    account.database.close();
    account = await open();
    await voice();
  };

  beforeEach(async () => {
    isStored = true;
    isServerSilent = false;
    iceServers = [];
    guess = undefined;
    await deleteAccountDatabase(ME);
    account = await open();
    await voice();
  });

  afterEach(async () => {
    if (isStored) await account.stop();
    for (const view of [...pages.list().keys()]) pages.remove(view);
  });

  it('go on, whatever a document for the sound claims to hold', async () => {
    await account.stop();
    const page = new Page(pages, ['of-another-account']).come();
    account = await open();
    await voice();
    await until(() => page.told.includes('endCall "of-another-account" "success"'), 'it lets go of it');
  });

  it('are heard as stored after a restart, whatever a stopped host had done', async () => {
    const before = new Page(pages).come();
    hear(calls('c'));
    await accepted('c');
    await (await voice()).mute('c', true);
    pages.remove(before);
    await restart();
    const page = new Page(pages, ['c']).come();
    await until(() => page.told.includes('changeCall "c" {"isHeld":false,"isMuted":true}'), 'the sound is as it is shown');
  });

  it('that are answered while the agent is with somebody else begin on hold', async () => {
    const page = new Page(pages).come();
    hear(calls('a'), calls('b', 'carl@support.example'));
    await accepted('a');
    await accepted('b');
    await until(() => page.told.includes('changeCall "b" {"isHeld":true,"isMuted":false}'), 'the second hears music');
    expect(call('a')?.heldSince).to.equal(undefined);
    expect(call('b')?.heldSince).to.be.a('number');
  });

  it('end by what the archive contains right after them', async () => {
    hear(
      calls('c'),
      from({ type: 'retract', sessionId: 'c', reason: 'cancelled' }),
      calls('d'),
      from({ type: 'proceed', sessionId: 'd' }, PEER, true),
    );
    await until(() => status('c') === 'ended' && status('d') === 'ended', 'they ring no more');
    expect(call('d')?.state).to.include({ reason: 'answered-elsewhere' });
  });

  it('that another browser of the agent’s has made are beside a session here too, also where this browser is started in between', async () => {
    const proposal: Signal = { type: 'propose-call', sessionId: 'made', imSessionId: 'beside' };
    hear(from(proposal, PEER, true));
    await restart();
    expect(account.voice.list(), 'nothing is shown of them').to.be.empty;
    hear(from({ type: 'ringing', sessionId: 'made' }), from({ type: 'proceed', sessionId: 'made' }));
    expect(account.im.get('beside')).to.deep.include({ peer: PEER, direction: 'outgoing', isPlain: false });
    expect(account.im.get('beside')?.state.status).to.equal('connected');
    hear(from({ ...proposal, sessionId: 'given-up', imSessionId: 'other' }, PEER, true));
    hear(
      from({ type: 'retract', sessionId: 'given-up', reason: 'cancelled' }, PEER, true),
      from({ type: 'proceed', sessionId: 'given-up' }),
    );
    expect(account.im.get('other')).to.equal(undefined);
  });

  it('leave messages to the session beside them, whose id may be the same', async () => {
    hear(calls('c'));
    await until(() => status('c') === 'invited', 'it rings');
    const message: Signal = { type: 'message', sessionId: 'c', message: { id: 'm', body: 'Hello' }, wantsReceipt: true };
    expect(account.voice.receive(from(message))).to.equal(false);
  });

  it('fall silent when they end, even if that can’t be stored', async () => {
    const page = new Page(pages).come();
    hear(calls('c'));
    await accepted('c');
    await until(() => page.told.some((told) => told.startsWith('changeCall')), 'it has begun');
    account.database.close();
    await (await voice()).act('c', { type: 'end' }).catch(() => undefined);
    expect(page.told).to.include('endCall "c" "success"');
    expect(isStored).to.equal(false);
  });

  it('end on a full disk, though others wait there to be stored', async () => {
    const page = new Page(pages).come();
    hear(calls('c'));
    await accepted('c');
    await until(() => page.told.some((told) => told.startsWith('changeCall')), 'it has begun');
    const free = fillDisk(ME);
    hear(calls('d', 'carl@support.example'));
    await account.journal.flushIfRoom();
    const ending = (await voice()).act('c', { type: 'end' });
    await until(() => page.told.includes('endCall "c" "success"'), 'its sound has ended');
    await account.voice.stop();
    expect(status('d')).to.equal('ended');
    free();
    await ending;
    await account.journal.flush();
  });

  it('of a guest are a contact’s, whatever they contain', async () => {
    hear(calls('c', GUEST), contactCalls('d'));
    await until(() => status('d') === 'invited', 'the contact rings');
    expect(status('c')).to.equal(undefined);
  });

  it('of a guest are by default those of any host below the agents’ own', async () => {
    hear(calls('c', 'eva@emea.support.example'), contactCalls('d', 'x1@visitors.example'), contactCalls('e'));
    await until(() => status('e') === 'invited', 'the contact rings');
    expect([status('c'), status('d')]).to.deep.equal([undefined, undefined]);
    expect(account.log.entries().map(({ code }) => code)).to.deep.equal(['guest', 'stranger']);
  });

  it('of a guest are only those of the hosts that the policy names', async () => {
    await account.stop();
    account = await open({ guestHosts: ['guest.support.example', 'visitors.example'], trustedDomains: ['emea.support.example'] });
    await voice();
    const colleague = 'eva@emea.support.example';
    hear(
      calls('c', colleague),
      contactCalls('d', colleague),
      contactCalls('e'),
      contactCalls('f', 'x1@visitors.example'),
      calls('g', 'x2@visitors.example'),
    );
    await until(() => status('f') === 'invited', 'all have been heard');
    expect(call('c')?.party).to.deep.equal({ kind: 'colleague', sessionId: 's-c' });
    expect(call('d')?.party, 'a colleague is no contact by saying so').to.deep.equal({ kind: 'colleague', sessionId: 'd' });
    expect([call('e')?.party.kind, call('f')?.party.kind]).to.deep.equal(['contact', 'contact']);
    expect(status('g')).to.equal(undefined);
    expect(account.log.entries().map(({ code }) => code)).to.deep.equal(['guest']);
  });

  it('don’t replace a page’s interaction with the same id', async () => {
    account.interactions.open({
      id: 'call-7',
      media: 'voice',
      contact: { name: 'Olga' },
      status: 'active',
      startedAt: 1,
      caseData: { fields: [], omitted: 0 },
    });
    hear(contactCalls('7'), contactCalls('8'));
    await until(() => status('8') === 'invited', 'another one rings');
    expect(status('7')).to.equal(undefined);
  });

  it('show a guess of who the contact is, after a restart too, until the agent has answered', async () => {
    const contact = (id: string) => account.interactions.get(`call-${id}`)?.contact;
    guess = { id: 'c1001', name: 'Maria Lindqvist', by: 'name' };
    new Page(pages).come();
    hear(contactCalls('a'), contactCalls('b'));
    await accepted('a');
    await accepted('b');
    await until(() => contact('b')?.guess !== undefined, 'the contact service has answered');
    await restart();
    expect(contact('a')).to.deep.equal({ name: 'Maria', guess });
    expect(parentOf(account.interactions.get('call-a')!).contactId, 'a colleague sees no guess').to.equal(undefined);
    account.interactions.judgeGuess('call-a', 'c1001', true);
    account.interactions.judgeGuess('call-b', 'another', true);
    expect(contact('b')).to.deep.equal({ name: 'Maria', guess });
    account.interactions.judgeGuess('call-b', 'c1001', false);
    await restart();
    expect(contact('a')).to.deep.equal({ id: 'c1001', name: 'Maria Lindqvist' });
    expect(contact('b')).to.deep.equal({ name: 'Maria' });
    expect(account.interactions.judgeGuess('none', 'c1001', true)).to.deep.equal({ refused: 'unknown-interaction' });
  });

  it('ring only within limits', async () => {
    for (let n = 0; n < 100; n += 1) hear(contactCalls(`c${n}`, `x${n}@guest.support.example`));
    expect(account.voice.list()).to.have.lengthOf(20);
  });

  it('of colleagues ring, however many contacts’ calls do', async () => {
    for (let n = 0; n < 100; n += 1) hear(contactCalls(`c${n}`, `x${n}@guest.support.example`));
    hear(calls('colleague'));
    expect(status('colleague')).to.equal('invited');
  });

  it('of one contact leave room for those of others, and give their places back at once', async () => {
    const others = ['x2@guest.support.example', 'x3@guest.support.example'];
    for (let n = 0; n < 20; n += 1) hear(contactCalls(`c${n}`), contactCalls(`d${n}`, others[0]));
    expect(account.voice.list()).to.have.lengthOf(4);
    hear(contactCalls('e', others[1]));
    expect(status('e')).to.equal('invited');
    hear(from({ type: 'retract', sessionId: 'c0', reason: 'cancelled' }, GUEST), contactCalls('again'));
    expect(status('again')).to.equal('invited');
  });

  it('that are over are kept only up to a limit', async () => {
    for (let n = 0; n < 250; n += 1) hear(contactCalls(`c${n}`), from({ type: 'retract', sessionId: `c${n}`, reason: 'cancelled' }, GUEST));
    await (await voice()).act('none', { type: 'end' });
    await account.journal.flush();
    expect(await account.database.count('calls')).to.be.at.most(200);
  });

  it('are not shown as muted if muting failed', async () => {
    const page = new Page(pages).come();
    hear(calls('c'));
    await accepted('c');
    await until(() => page.told.some((told) => told.startsWith('changeCall')), 'it has begun');
    page.answer = () => Promise.reject(new Error('It hangs'));
    expect(await (await voice()).mute('c', true)).to.deep.equal({ refused: 'not-possible-now' });
    expect(call('c')?.isMuted).to.equal(false);
  });

  it('that are accepted and rejected at once, in two views, follow the first command', async () => {
    new Page(pages).come();
    hear(calls('c'), calls('d', 'carl@support.example'));
    await until(() => status('c') === 'invited' && status('d') === 'invited', 'both ring');
    const act = async (id: string, type: 'accept' | 'reject') => (await voice()).act(id, { type });
    await Promise.all([act('c', 'accept'), act('c', 'reject')]);
    await Promise.all([act('d', 'reject'), act('d', 'accept')]);
    expect(status('c')).to.equal('connecting');
    expect(call('d')?.state).to.include({ status: 'ended', reason: 'rejected' });
  });

  it('ring in the document that replaces the one in which they rang', async () => {
    const first = new Page(pages).come();
    hear(calls('c'));
    await until(() => first.told.includes('setTone "ring"'), 'it rings');
    pages.remove(first);
    const second = new Page(pages).come();
    await until(() => second.told.includes('setTone "ring"'), 'it rings again');
  });

  it('retrieve the line that was on hold for one that was itself on hold for another', async () => {
    new Page(pages).come();
    hear(calls('a'), calls('b', 'carl@support.example'), calls('c', 'dora@support.example'));
    await accepted('a');
    const held = async (id: string) => {
      const lines = (await (await voice()).lines.holdOthers()) ?? [];
      await (await voice()).act(id, { type: 'accept' }, { heldLines: lines });
    };
    await held('b');
    await held('c');
    await (await voice()).act('b', { type: 'end' });
    expect(call('a')?.heldSince).to.be.a('number');
    await (await voice()).act('c', { type: 'end' });
    await until(() => call('a')?.heldSince === undefined, 'the first is back');
  });

  it('are put on hold when the agent retrieves a contact in a page’s own softphone', async () => {
    new Page(pages).come();
    hear(calls('a'));
    await accepted('a');
    account.telephony.add({}, undefined, () => Promise.resolve({ isDone: true }));
    account.interactions.open({
      id: 'i',
      media: 'voice',
      contact: { name: 'Olga' },
      status: 'active',
      startedAt: 1,
      caseData: { fields: [], omitted: 0 },
    });
    account.voice.noteRetrieved('i');
    await until(() => call('a')?.heldSince !== undefined, 'the colleague is on hold');
    expect(account.interactions.get('i')?.status).to.equal('active');
  });

  it('end when their interaction is closed, even while they are still being read', async () => {
    new Page(pages).come();
    hear(contactCalls('c'));
    await accepted('c');
    await account.journal.flush();
    account.database.close();
    account = await open();
    account.voice.end('c');
    await until(() => status('c') === 'ended', 'it ended');
  });

  it('leave nothing of what a contact told, and nothing at all when the history is deleted', async () => {
    hear(contactCalls('c'), from({ type: 'retract', sessionId: 'c', reason: 'cancelled' }, GUEST), contactCalls('d'));
    await until(() => status('c') === 'ended', 'it ended');
    await account.journal.flush();
    const stored = async (id: string) => JSON.stringify(await account.database.get('calls', id));
    expect(await stored('c')).not.to.contain(CONTACT.name);
    await account.voice.forgetEnded();
    await account.journal.flush();
    expect(await account.database.getAllKeys('calls')).to.deep.equal(['d']);
    expect(account.voice.list().map(({ id }) => id)).to.deep.equal(['d']);
  });

  it('of a contact don’t wait for a direct route if the server doesn’t say whether there is a relay', async () => {
    const page = new Page(pages).come();
    isServerSilent = true;
    hear(contactCalls('c'), calls('d'));
    await accepted('c');
    await until(() => status('c') === 'ended', "the contact's fails");
    await accepted('d');
    await until(() => page.told.some((told) => told.startsWith('startCall') && told.includes('"d"')), "the colleague's goes on");
    expect(page.told.filter((told) => told.startsWith('startCall'))).to.have.lengthOf(1);
  });

  it('tell strangers no address of this computer, and contacts none if there is a relay', async () => {
    await account.stop();
    account = await open({ strangers: 'marked' });
    await voice();
    const page = new Page(pages).come();
    const isRelayOnly = async (id: string) => {
      const begun = () => page.told.find((told) => told.startsWith('startCall') && told.includes(`"callId":"${id}"`));
      await accepted(id);
      await until(() => begun() !== undefined || status(id) === 'ended', 'it begins, or fails');
      return begun()?.includes('"isRelayOnly":true');
    };
    const stranger = 'bob@evil.example';
    hear(calls('stranger', stranger), contactCalls('contact'), calls('colleague'));
    expect(await isRelayOnly('stranger'), 'without a relay it fails').to.equal(undefined);
    expect(await isRelayOnly('contact')).to.equal(false);
    iceServers = [{ urls: 'turn:relay.example:3478', username: 'u', credential: 'p' }];
    hear(calls('stranger-2', stranger), contactCalls('contact-2'));
    expect(await isRelayOnly('stranger-2')).to.equal(true);
    expect(await isRelayOnly('contact-2')).to.equal(true);
    expect(await isRelayOnly('colleague')).to.equal(false);
  });

  it('fail at once if only a relay may be used, and there is none', async () => {
    await account.stop();
    account = await open({ addressesHiddenFrom: 'everybody' });
    await voice();
    const page = new Page(pages).come();
    hear(calls('c'));
    await accepted('c');
    await until(() => status('c') === 'ended', 'it ended');
    expect(call('c')?.state).to.include({ reason: 'connection-lost' });
    expect(page.told.some((told) => told.startsWith('startCall'))).to.equal(false);
  });

  it('end in a document that still has them when nobody is signed in', async () => {
    const nobodys = new MediaPages(undefined);
    const page = new Page(nobodys);
    expect(nobodys.add(page, ['old'], page.answer)).to.equal(true);
    nobodys.endCalls();
    expect(page.told).to.deep.equal(['endCall "old" "success"']);
    expect(nobodys.add(page, 'nonsense', page.answer)).to.equal(false);
  });

  it('that can’t be loaded don’t hold up messages', async () => {
    const fresh = await open();
    fresh.database.close();
    const envelope = calls('c');
    await fresh.voice.recall([envelope]);
    expect(fresh.voice.recall([envelope])).to.equal(undefined);
  });
});
