import { expect } from '@open-wc/testing';
import { HostMemory } from '../../src/background/host/sign-in/session-memory.ts';
import { COMMANDS, QUERIES, type CommandInput, type CommandName, type Query, type QueryOf } from '../../src/channel/contract.ts';
import { NO_POLICY } from '../../src/model/policy.ts';
import { Desk, type DeskOptions } from './desk.ts';
import { ServerEnd } from './server-end.ts';

const SAID = 'the refund for Maria Lindqvist is approved';
const MINUTE = 60_000;

/** A query of each kind. A new kind has to be added here. */
function everyQuery(sessionId: string): { readonly [K in Query['kind']]: QueryOf<K> } {
  const rows = { search: '', first: 0, count: 50 } as const;
  const contact = { of: 'interaction', id: 'i1' } as const;
  return {
    overview: { kind: 'overview' },
    happenings: { kind: 'happenings' },
    targets: { kind: 'targets', filter: 'all', ...rows },
    history: { kind: 'history', filter: 'all', ...rows },
    transcript: { kind: 'transcript', sessionId, last: 50 },
    draft: { kind: 'draft', sessionId },
    'case-data': { kind: 'case-data', ...contact },
    contact: { kind: 'contact', ...contact },
    'contact-history': { kind: 'contact-history', ...contact, ...rows, media: [], statuses: [], sort: 'start', order: 'desc' },
    'past-interaction': { kind: 'past-interaction', ...contact, interactionId: 'p1' },
    'interaction-events': { kind: 'interaction-events' },
    'unsent-records': { kind: 'unsent-records' },
    'record-export': { kind: 'record-export' },
    'call-level': { kind: 'call-level', callId: 'c1' },
    account: { kind: 'account' },
    diagnostics: { kind: 'diagnostics' },
  };
}

/** A valid input for each command but signing in and out; a new one has to be added here. */
function everyInput(
  sessionId: string,
  peer: string,
): { readonly [N in Exclude<CommandName, 'signIn' | 'signOut' | 'unlock'>]: CommandInput<N> } {
  const contact = { of: 'interaction', id: 'i1' } as const;
  const record = { sessionId, contactId: 'c' };
  return {
    lock: {},
    noteActivity: {},
    setStatus: { availability: 'not-ready' },
    invite: { sessionId: 'new', target: peer },
    cancelInvitation: { sessionId },
    accept: { sessionId },
    reject: { sessionId },
    rejectAll: {},
    block: { target: peer },
    unblock: { target: peer },
    dismissNotification: { sessionId },
    display: { sessionId },
    send: { sessionId, messageId: 'forged', body: 'not from Anna' },
    sendAgain: { sessionId, messageId: 'm1', isSplit: false },
    setTyping: { sessionId, isTyping: true },
    endSession: { sessionId },
    markDone: { sessionId },
    saveDraft: { sessionId, text: 'half a thought', writer: 'w' },
    setFavorite: { target: { kind: 'agent', jid: peer }, isFavorite: true },
    changeSettings: { theme: 'dark' },
    wipeHistory: {},
    reconnect: {},
    noteHook: { hook: 'send', outcome: 'late' },
    openInteraction: { id: 'i2', media: 'voice', contact: { name: 'Maria' }, caseData: [] },
    updateInteraction: { id: 'i1', status: 'held' },
    closeInteraction: { id: 'i2' },
    abandonInteraction: { id: 'i1' },
    consult: { sessionId: 'new', interactionId: 'i1', target: peer },
    askGroup: { sessionId: 'new', group: { kind: 'group', id: 'Team', name: 'Team' } },
    callGroup: { sessionId: 'new', group: { kind: 'group', id: 'Team', name: 'Team' } },
    waitInLine: { sessionId: 'new', from: sessionId, messageId: 'm' },
    leaveForAll: { sessionId: 'new', from: sessionId, messageId: 'm' },
    askElse: { sessionId: 'new', from: sessionId, to: { kind: 'agent', jid: peer } },
    leaveOutField: { sessionId, key: 'Plan', isLeftOut: true },
    changeCaseField: { interactionId: 'i1', key: 'Plan', value: 'x' },
    judgeContactGuess: { interactionId: 'i1', contactId: 'c', isRight: true },
    setCaseDataRules: { rules: [] },
    setGuestHosts: { hosts: [] },
    setTrustedDomains: { hosts: [] },
    setAvailabilityHubs: { hosts: [] },
    setStrangers: { strangers: 'dropped' },
    setPlainAllowed: { isAllowed: false },
    setCardNumbersInMessages: { value: 'ask' },
    setSharedComputer: { isShared: false },
    setLockAfterMinutes: { minutes: 5 },
    setRetentionDays: { days: 30 },
    setWipingAllowed: { isAllowed: true },
    takeInteractionEvents: { eventIds: ['e'] },
    retryContact: contact,
    retryRecords: {},
    deleteRecord: record,
    noteRefusalsTold: {},
    call: { callId: 'c1', sessionId: 'new', target: peer },
    consultByVoice: { callId: 'c1', sessionId: 'new', interactionId: 'i1', target: peer },
    acceptCall: { callId: 'c1' },
    rejectCall: { callId: 'c1' },
    endCall: { callId: 'c1' },
    hold: { of: 'call', id: 'c1' },
    retrieve: { of: 'call', id: 'c1' },
    muteCall: { callId: 'c1', isMuted: true },
    retryMicrophone: {},
  };
}

/** A memory that stores what it is given only when the test lets it. */
class SlowMemory extends HostMemory {
  isReady: Promise<void> = Promise.resolve();

  override async put(...given: Parameters<HostMemory['put']>): Promise<void> {
    await this.isReady;
    return super.put(...given);
  }
}

describe('a locked desk', () => {
  let server: ServerEnd;
  let desks: Desk[];
  let ben: Desk;
  /** The clock of Anna's hosts. */
  let now: number;

  const desk = (logon: string, options: DeskOptions = {}) => {
    const opened = new Desk(server, logon, { profile: 'counter', now: () => now, ...options });
    desks.push(opened);
    return opened;
  };
  const isLocked = (one: Desk) => one.until(({ lock }) => lock !== undefined, 'locked');
  const isOpen = (one: Desk) => one.until(({ me, lock }) => me !== undefined && lock === undefined, 'unlocked');
  const passwordOf = (one: Desk) => server.accounts.get(one.jid)?.password ?? '';
  const tokenOf = (one: Desk) => server.accounts.get(one.jid)?.token ?? '';

  beforeEach(async () => {
    now = Date.now();
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben', 'cleo']) server.addAccount(logon);
    desks = [];
    ben = await desk('ben', { profile: 'elsewhere' }).signIn();
  });

  afterEach(async () => {
    for (const one of desks.reverse()) await one.leave();
    server.close();
  });

  it('goes on receiving, gives away counts only, and shows what has come when it is unlocked', async () => {
    const anna = await desk('anna').signIn('password');
    const sessionId = await anna.talkWith(ben);
    await anna.workspace.commands.openInteraction({
      id: 'i1',
      media: 'voice',
      contact: { name: 'Maria Lindqvist' },
      caseData: [{ key: 'Plan', value: 'Gold' }],
    });
    // This view was opened before the desk is locked, and knows everything.
    const heard: string[] = [];
    const view = anna.openView(heard);
    const queries = Object.values(everyQuery(sessionId));
    const latest = new Map<string, unknown>();
    for (const query of queries) view.subscribe(query, (slice) => latest.set(query.kind, slice));
    const isKnown = () => JSON.stringify([...latest]).includes('Gold') && JSON.stringify([...latest]).includes(ben.jid);
    await anna.untilSlice({ kind: 'diagnostics' }, () => true, 'asked');
    while (!isKnown() || latest.size < queries.length) await new Promise((resolve) => setTimeout(resolve, 5));

    await anna.workspace.commands.lock({});
    await isLocked(anna);
    heard.length = 0;
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: SAID });
    const { lock, me, connection } = await anna.until((overview) => overview.lock?.unread === 1, 'it is counted');
    expect(lock).to.deep.equal({ by: 'password', pending: 0, ringing: 0, unread: 1 });
    expect(me).to.equal(undefined);
    expect(connection.status).to.equal('connected');
    // Queries that are answered only once keep their answer, because nobody follows them.
    const others: readonly string[] = ['overview', 'record-export', 'diagnostics'];
    for (const [kind, { empty }] of Object.entries(QUERIES))
      if (!others.includes(kind)) expect(latest.get(kind), kind).to.deep.equal(empty);
    // This view is opened only now, behind the lock.
    const late: string[] = [];
    const lateView = anna.openView(late);
    const told = new Set<string>();
    for (const query of queries) lateView.subscribe(query, () => told.add(query.kind));
    while (told.size < queries.length) await new Promise((resolve) => setTimeout(resolve, 5));
    const said = [...heard, ...late].join();
    for (const secret of ['anna', 'ben', 'Maria', 'Gold', SAID, sessionId]) expect(said, secret).not.to.contain(secret);

    expect(await anna.workspace.commands.unlock({ password: passwordOf(anna) })).to.deep.equal({});
    await isOpen(anna);
    expect(await anna.messages(sessionId, 1)).to.deep.equal([SAID]);
    for (const one of [view, lateView]) one.close();
  });

  it('is refused every command but those that keep interactions, drafts and what pages decide up to date', async () => {
    const anna = await desk('anna').signIn('password');
    const sessionId = await anna.talkWith(ben);
    await anna.workspace.commands.openInteraction({ id: 'i1', media: 'voice', contact: { name: 'Maria' }, caseData: [] });
    await anna.workspace.commands.lock({});
    const inputs = everyInput(sessionId, ben.jid) as Record<string, object>;
    const outcomes = new Map<string, object>();
    for (const name of Object.keys(COMMANDS) as CommandName[]) {
      const input = inputs[name];
      if (input) outcomes.set(name, await (anna.workspace.commands[name] as (input: object) => Promise<object>)(input));
    }
    const admitted = [...outcomes].filter(([, outcome]) => !('refused' in outcome && outcome.refused === 'locked'));
    expect(admitted.map(([name]) => name)).to.have.members([
      'lock',
      'noteActivity',
      'saveDraft',
      'openInteraction',
      'updateInteraction',
      'closeInteraction',
      'takeInteractionEvents',
      'setCaseDataRules',
      'setGuestHosts',
      'setTrustedDomains',
      'setAvailabilityHubs',
      'setStrangers',
      'setPlainAllowed',
      'setCardNumbersInMessages',
      'setSharedComputer',
      'setLockAfterMinutes',
      'setRetentionDays',
      'setWipingAllowed',
    ]);
    for (const [name, outcome] of admitted) expect(outcome, name).to.deep.equal({});
    expect((await isLocked(anna)).lock).to.include({ unread: 0 });
    await anna.workspace.commands.unlock({ password: passwordOf(anna) });
    await isOpen(anna);
    expect(await anna.untilSlice({ kind: 'draft', sessionId }, ({ text }) => text !== '', 'the draft')).to.have.property(
      'text',
      'half a thought',
    );
    expect((await ben.session('anna', 'connected')).unread).to.equal(0);
  });

  it('opens by the right password only, and makes who tries wrong ones wait longer and longer, in a new host too', async () => {
    const memory = new HostMemory();
    const anna = await desk('anna', { memory }).signIn('password', { isKept: true });
    await anna.workspace.commands.lock({});
    const attempt = (password: string, at = anna) => at.workspace.commands.unlock({ password });
    for (const [wrong, waitMs] of [
      ['', 0],
      ['password of ben', 0],
      ['Password of anna', 1_000],
      ['x', 2_000],
      ['y', 4_000],
    ] as const) {
      expect(await attempt(wrong)).to.deep.equal({ refused: 'not-unlocked', problem: 'wrong-password', nextTryAt: now + waitMs });
      // Even the right password isn't looked at before the wait is over.
      if (waitMs > 0)
        expect(await attempt(passwordOf(anna))).to.deep.equal({ refused: 'not-unlocked', problem: 'too-soon', nextTryAt: now + waitMs });
      now += waitMs - 1;
      if (waitMs > 0) expect(await attempt(passwordOf(anna))).to.include({ problem: 'too-soon' });
      now += 1;
    }
    now -= 1;
    const again = desk('anna', { memory });
    expect((await isLocked(again)).lock).to.include({ by: 'password', nextTryAt: now + 1 });
    expect(await attempt(passwordOf(anna), again)).to.include({ problem: 'too-soon' });
    now += 1;
    expect(await attempt(passwordOf(anna), again)).to.deep.equal({});
    await isOpen(again);
  });

  it('looks at one of many passwords that are tried at once, as soon as they make the next one wait', async () => {
    const anna = await desk('anna').signIn('password');
    await anna.workspace.commands.lock({});
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => anna.workspace.commands.unlock({ password: at === 19 ? passwordOf(anna) : `guess ${at}` })),
    );
    expect(outcomes.filter((outcome) => outcome.refused === 'not-unlocked' && outcome.problem === 'wrong-password')).to.have.length(3);
    expect((await isLocked(anna)).lock?.by).to.equal('password');
  });

  for (const isSharedComputer of [false, true]) {
    it(`stays locked in a host that is started again, ${isSharedComputer ? 'on a shared computer' : 'where the agent stays signed in'}`, async () => {
      const options = {
        memory: new HostMemory(),
        ...(isSharedComputer
          ? { policy: { read: () => Promise.resolve({ ...NO_POLICY, isSharedComputer }), onChange: () => undefined } }
          : {}),
      };
      const anna = await desk('anna', options).signIn('password', { isKept: true });
      const sessionId = await anna.talkWith(ben);
      await anna.workspace.commands.lock({});
      const heard: string[] = [];
      const again = desk('anna', options);
      const view = again.openView(heard);
      for (const query of Object.values(everyQuery(sessionId))) view.subscribe(query, () => undefined);
      await isLocked(again);
      for (const secret of ['anna', 'ben', sessionId]) expect(heard.join(), secret).not.to.contain(secret);
      expect(await again.workspace.commands.unlock({ password: passwordOf(anna) })).to.deep.equal({});
      await again.session('ben', 'connected');
      view.close();
    });

    it(`is locked at the next start when its time passed while no host ran, ${isSharedComputer ? 'on a shared computer' : 'where the agent stays signed in'}`, async () => {
      const options = {
        memory: new HostMemory(),
        policy: {
          read: () => Promise.resolve({ ...NO_POLICY, isSharedComputer, settings: isSharedComputer ? {} : { lockAfterMinutes: 5 } }),
          onChange: () => undefined,
        },
      };
      await desk('anna', options).signIn('password', { isKept: true });
      now += 5 * MINUTE - 1;
      await isOpen(desk('anna', options));
      now += 1;
      await isLocked(desk('anna', options));
    });
  }

  it('is locked when the agent comes back too late, because the computer slept', async () => {
    const anna = await desk('anna').signIn('password');
    await anna.workspace.commands.changeSettings({ lockAfterMinutes: 5 });
    now += 4 * MINUTE;
    await anna.workspace.commands.noteActivity({});
    now += 4 * MINUTE;
    await isOpen(anna);
    now += MINUTE;
    await anna.workspace.commands.noteActivity({});
    await isLocked(anna);
  });

  it('is not unlocked by a page that signs its agent in when it is loaded; by a person who types the password it is', async () => {
    const memory = new HostMemory();
    let follow = (): void => undefined;
    let policy = NO_POLICY;
    const anna = await desk('anna', {
      memory,
      policy: { read: () => Promise.resolve(policy), onChange: (listener) => (follow = listener) },
    }).signIn('password');
    /** Takes the keys from the host, as happens when the last page of the widget is closed. The host then has to sign in anew. */
    const forgetKeys = async () => {
      policy = { ...NO_POLICY, privileges: { ...NO_POLICY.privileges, canUse: false }, problems: [{ key: 'canUse', expected: 'boolean' }] };
      follow();
      await anna.until(({ connection }) => connection.status === 'signed-out' && connection.problem === 'not-allowed', 'barred');
      await memory.put({});
      policy = NO_POLICY;
      follow();
      await anna.until(({ connection }) => connection.status === 'signed-out' && connection.problem === undefined, 'signed out');
    };
    await anna.workspace.commands.lock({});
    await anna.signIn('password');
    await isLocked(anna);
    await forgetKeys();
    await anna.signIn('password');
    await isLocked(anna);
    await forgetKeys();
    await anna.signIn('password', { isUnlocking: true });
    await isOpen(anna);
  });

  it('of an agent without a password is opened by the page only, with a token that the server takes', async () => {
    const anna = await desk('anna').signIn('token');
    const sessionId = await anna.talkWith(ben);
    await anna.workspace.commands.lock({});
    expect((await isLocked(anna)).lock?.by).to.equal('page');
    expect(await anna.workspace.commands.unlock({ password: passwordOf(anna) })).to.deep.equal({ refused: 'no-password' });
    await anna.signIn('token');
    await isLocked(anna);
    expect(await anna.workspace.commands.unlock({ token: 'token-ben' })).to.include({ refused: 'not-unlocked', problem: 'wrong-password' });
    await isLocked(anna);
    const stream = server.streamOf('anna');
    expect(await anna.workspace.commands.unlock({ token: tokenOf(anna) })).to.deep.equal({});
    expect((await anna.session('ben', 'connected')).id).to.equal(sessionId);
    // The agent's own stream has gone on all the while.
    expect(server.streamOf('anna')).to.equal(stream);
  });

  it('goes with its agent when somebody else signs in', async () => {
    const anna = await desk('anna').signIn('password');
    await anna.talkWith(ben);
    await anna.workspace.commands.lock({});
    const { token = '' } = server.accounts.get(`cleo@${server.domain}`) ?? {};
    await anna.workspace.commands.signIn({ jid: `cleo@${server.domain}`, token, service: server.address });
    const { me, sessions } = await isOpen(anna);
    expect(me?.logon).to.equal('cleo');
    expect(sessions).to.deep.equal([]);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.to.include(`backchannel:${anna.jid}`);
  });

  it('is not signed in anew, by whom it was locked for, once somebody else has signed in', async () => {
    const memory = new SlowMemory();
    const anna = await desk('anna', { memory }).signIn('password');
    await anna.workspace.commands.lock({});
    const stream = server.streamOf('anna');
    server.accounts.set(anna.jid, { ...server.addAccount('anna'), password: 'changed meanwhile' });
    stream.line.cut();
    await anna.until(({ lock, connection }) => lock !== undefined && connection.status === 'signed-out', 'not let in by the old password');
    const { token = '' } = server.accounts.get(`cleo@${server.domain}`) ?? {};
    let makeReady = (): void => undefined;
    memory.isReady = new Promise((resolve) => (makeReady = resolve));
    const unlocking = anna.workspace.commands.unlock({ password: 'changed meanwhile' });
    const signingIn = anna.workspace.commands.signIn({ jid: `cleo@${server.domain}`, token, service: server.address });
    await anna.until(({ me }) => me?.logon !== 'anna', 'somebody else is signing in');
    makeReady();
    expect(await unlocking).to.deep.equal({ refused: 'not-possible-now' });
    expect(await signingIn).to.deep.equal({});
    expect((await isOpen(anna)).me?.logon).to.equal('cleo');
  });

  it('says how much would be lost by signing out, and signs out', async () => {
    const anna = await desk('anna').signIn('password');
    await anna.talkWith(ben);
    await anna.workspace.commands.lock({});
    expect(await anna.workspace.commands.signOut({ asksBeforeLoss: true })).to.deep.equal({});
    await anna.until(({ lock, connection }) => lock === undefined && connection.status === 'signed-out', 'signed out');
  });
});
