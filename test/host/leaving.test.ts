import { expect } from '@open-wc/testing';
import { RememberedAgent } from '../../src/background/host/sign-in/remembered-agent.ts';
import { HostMemory } from '../../src/background/host/sign-in/session-memory.ts';
import { NO_POLICY, type Policy } from '../../src/model/policy.ts';
import { getLeftData } from '../../src/storage/account-register.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { getProfile } from '../../src/storage/profile-store.ts';
import { Desk, type DeskOptions } from './desk.ts';
import { listenAt } from './memory-socket.ts';
import { ServerEnd } from './server-end.ts';
import { admit } from './server-sign-in.ts';

const SAID = 'the card is on its way to Maria Lindqvist';

/** Names, keys and records of what this origin has stored, as text. @param others Databases of agents at other desks */
async function storedText(others: readonly string[]): Promise<string> {
  const resultOf = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) =>
      Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(new Error('unreadable')) }),
    );
  const found: unknown[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    if (others.includes(name)) continue;
    const database = await resultOf(indexedDB.open(name));
    found.push(name);
    for (const store of database.objectStoreNames) {
      const records = database.transaction(store).objectStore(store);
      found.push(await Promise.all([resultOf(records.getAllKeys()), resultOf(records.getAll())]));
    }
    database.close();
  }
  return JSON.stringify(found, (_key, value: unknown) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value));
}

/** A policy that a test changes. */
class ChangingPolicy {
  #listener: () => void = () => undefined;
  constructor(private policy: Policy) {}
  read = () => Promise.resolve(this.policy);
  onChange = (listener: () => void) => (this.#listener = listener);
  set(policy: Partial<Policy>): void {
    this.policy = { ...this.policy, ...policy };
    this.#listener();
  }
}

describe('a shared workstation', () => {
  let server: ServerEnd;
  let desks: Desk[];
  let ben: Desk;
  const profile = 'counter';

  const desk = (logon: string, options: DeskOptions = {}) => {
    const opened = new Desk(server, logon, { profile, ...options });
    desks.push(opened);
    return opened;
  };

  /** Anna talks to Ben. */
  async function talk(anna: Desk): Promise<string> {
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.invite({ sessionId, target: ben.jid });
    await ben.session('anna', 'invited');
    await ben.workspace.commands.accept({ sessionId });
    await anna.session('ben', 'connected');
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: SAID });
    await ben.messages(sessionId, 1);
    return sessionId;
  }

  beforeEach(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben', 'cleo']) server.addAccount(logon);
    desks = [];
    ben = await desk('ben', { profile: 'elsewhere' }).signIn();
  });

  afterEach(async () => {
    for (const one of desks.reverse()) await one.leave();
    server.close();
  });

  /** What is stored at Anna's desk. Ben's desk is in the same page, and so in the same storage. */
  const ownText = async () => (await storedText([`backchannel:${ben.jid}`])).replaceAll(ben.jid, '');

  it('nothing of an agent is there for the next one, who signs in over them', async () => {
    let forgotten = 0;
    const anna = await desk('anna', { forgetAgent: () => Promise.resolve(void (forgotten += 1)) }).signIn();
    await talk(anna);
    const { token = '' } = server.accounts.get(`cleo@${server.domain}`) ?? {};
    await anna.workspace.commands.signIn({ jid: `cleo@${server.domain}`, token, service: server.address });
    await anna.until(({ me }) => me?.logon === 'cleo', 'cleo is there');
    expect(forgotten).to.equal(1);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.to.include(`backchannel:${anna.jid}`);
    expect((await getProfile(profile))?.jid).to.equal(`cleo@${server.domain}`);
    const session = await ben.session('anna', 'ended');
    expect(session.state).to.include({ reason: 'ended-by-peer' });
  });

  it('a withdrawn canUse deletes what is stored; one that can not be read deletes nothing', async () => {
    const policy = new ChangingPolicy(NO_POLICY);
    const anna = await desk('anna', { policy }).signIn();
    await talk(anna);
    const barred = { ...NO_POLICY.privileges, canUse: false };
    policy.set({ privileges: barred, problems: [{ key: 'canUse', expected: 'boolean' }] });
    await anna.until(({ connection }) => connection.status === 'signed-out', 'signed out');
    expect((await indexedDB.databases()).map(({ name }) => name)).to.include(`backchannel:${anna.jid}`);
    policy.set({ problems: [] });
    // Nothing is announced when this is done, so that the test looks at what is stored.
    while ((await indexedDB.databases()).some(({ name }) => name === `backchannel:${anna.jid}`))
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await getProfile(profile)).to.equal(undefined);
  });

  /** The databases of agents, without the one of Ben's own desk. */
  const databases = async () =>
    (await indexedDB.databases())
      .map(({ name = '' }) => name)
      .filter((name) => name.startsWith('backchannel:') && name !== `backchannel:${ben.jid}`);

  /** Another server, which says that the account is disabled. */
  function openOtherServer({ jid, token }: { readonly jid: string; readonly token: string }): ServerEnd {
    const other = new ServerEnd(`other.${server.domain}`);
    const account = other.addAccount('anna');
    other.accounts.set(jid, { ...account, jid, token, isDisabled: true });
    return other;
  }

  it('nothing is left of an account that is disabled while its agent is signed in', async () => {
    let forgotten = 0;
    const anna = await desk('anna', { forgetAgent: () => Promise.resolve(void (forgotten += 1)) }).signIn();
    await talk(anna);
    const account = server.accounts.get(anna.jid);
    if (account) account.isDisabled = true;
    server.streamOf('anna').line.cut();
    await anna.until(
      ({ connection, me }) => me === undefined && connection.status === 'signed-out' && connection.problem === 'account-disabled',
      'refused for good',
    );
    expect(await databases()).to.deep.equal([]);
    expect(await getProfile(profile)).to.equal(undefined);
    expect(forgotten).to.equal(1);
  });

  it("another server's word for it that an account is disabled deletes nothing", async () => {
    const anna = await desk('anna').signIn();
    await talk(anna);
    const { token = '' } = server.accounts.get(anna.jid) ?? {};
    const other = openOtherServer({ jid: anna.jid, token });
    const refused = await anna.workspace.commands.signIn({ jid: anna.jid, token, service: other.address });
    expect(refused).to.deep.include({ refused: 'sign-in', problem: 'account-disabled' });
    expect(await databases()).to.deep.equal([`backchannel:${anna.jid}`]);
    expect((await getProfile(profile))?.service).to.equal(server.address);
    other.close();
  });

  it("who can't sign in deletes nothing of the agent before, who isn't shown as signed in any more", async () => {
    const anna = await desk('anna').signIn();
    await talk(anna);
    const refused = await anna.workspace.commands.signIn({ jid: `cleo@${server.domain}`, token: 'not hers', service: server.address });
    expect(refused).to.deep.include({ refused: 'sign-in' });
    await anna.until(({ connection, me }) => connection.status === 'signed-out' && me === undefined, 'nobody is signed in');
    expect(await databases()).to.deep.equal([`backchannel:${anna.jid}`]);
    expect((await getProfile(profile))?.jid).to.equal(anna.jid);
  });

  it('a message that could not be sent holds up a sign-out until it is', async () => {
    const anna = await desk('anna').signIn();
    const sessionId = await talk(anna);
    // Nobody gets through to the server.
    listenAt(server.address, (line) => line.cut());
    server.streamOf('anna').line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    await anna.workspace.commands.send({ sessionId, messageId: 'm2', body: 'and its number, too' });
    expect(await anna.workspace.commands.signOut({ asksBeforeLoss: true })).to.deep.equal({
      refused: 'not-sent',
      messages: 1,
      consultations: 0,
    });
    listenAt(server.address, (line) => admit(line, server));
    globalThis.dispatchEvent(new Event('online'));
    expect(await ben.messages(sessionId, 2)).to.deep.equal([SAID, 'and its number, too']);
    expect(await anna.workspace.commands.signOut({ asksBeforeLoss: true })).to.deep.equal({});
    expect(await databases()).to.deep.equal([]);
  });

  for (const isSentFirst of [true, false]) {
    it(`a message that is sent just ${isSentFirst ? 'before' : 'after'} a sign-out is either kept, or refused`, async () => {
      const anna = await desk('anna').signIn();
      const sessionId = await talk(anna);
      listenAt(server.address, (line) => line.cut());
      server.streamOf('anna').line.cut();
      await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
      const { commands } = anna.workspace;
      const orders = [
        () => commands.send({ sessionId, messageId: 'm2', body: 'and its number, too' }),
        () => commands.signOut({ asksBeforeLoss: true }),
      ];
      const results = await Promise.all((isSentFirst ? orders : orders.toReversed()).map((give) => give()));
      const refusals = results.map(({ refused }) => refused);
      expect(refusals).to.deep.equal(isSentFirst ? [undefined, 'not-sent'] : [undefined, 'not-signed-in']);
    });
  }

  it('signing out while the connection is lost waits for it, and sends what waits and that the session is over', async () => {
    const anna = await desk('anna').signIn();
    const sessionId = await talk(anna);
    // The first attempt fails, and the second comes within two seconds.
    server.refusals = 1;
    server.streamOf('anna').line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    await anna.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body: 'Just a moment.' });
    await anna.workspace.commands.signOut({});
    await ben.session('anna', 'ended');
    expect((await ben.messages(sessionId, 2)).at(-1)).to.equal('Just a moment.');
  });

  it('what is left of an agent who only closed the tab is told, and deleted when somebody asks for it', async () => {
    const anna = await desk('anna').signIn();
    await talk(anna);
    // The desk was closed by the test, so that the host isn't told.
    desks = desks.filter((one) => one !== anna);
    const next = desk('cleo');
    await next.untilSlice({ kind: 'account' }, ({ isLeft }) => isLeft === true, 'something is left');
    await next.workspace.commands.signOut({});
    await next.untilSlice({ kind: 'account' }, ({ isLeft }) => isLeft === undefined, 'nothing is left');
    expect(await databases()).to.deep.equal([]);
  });

  it('a host that is killed while an agent leaves has deleted everything at the next start', async () => {
    const anna = await desk('anna', { forgetAgent: () => new Promise(() => undefined) }).signIn();
    await talk(anna);
    void anna.workspace.commands.signOut({});
    // The host is killed while it waits for something that never comes.
    while (!(await getLeftData(profile)).isKeptElsewhere) await new Promise((resolve) => setTimeout(resolve, 10));
    desks = desks.filter((one) => one !== anna);
    const next = desk('cleo');
    await next.until(({ connection }) => connection.status === 'signed-out', 'signed out');
    expect(await getLeftData(profile)).to.deep.equal({ names: [], isKeptElsewhere: false });
    expect((await indexedDB.databases()).map(({ name }) => name)).not.to.include(`backchannel:${anna.jid}`);
  });

  it('on a shared computer nothing can be read of what is stored', async () => {
    const anna = await desk('anna', { policy: new ChangingPolicy({ ...NO_POLICY, isSharedComputer: true }) }).signIn();
    const sessionId = await talk(anna);
    await anna.workspace.commands.saveDraft({ sessionId, text: 'a half-written thought', writer: 'w' });
    const text = await ownText();
    for (const secret of [SAID, 'anna', sessionId, 'thought']) expect(text, secret).not.to.contain(secret);
    const slice = await anna.untilSlice({ kind: 'account' }, ({ messages }) => messages === 1, 'one message is counted');
    expect(slice.isSignInKept).to.equal(false);
  });

  it('a host that the browser has stopped opens what was sealed again, as long as the browser runs', async () => {
    const memory = new HostMemory();
    const jid = `anna@${server.domain}`;
    const keys = {
      mechanism: 'SCRAM-SHA-256',
      iterations: 4_096,
      salt: Uint8Array.of(1),
      clientKey: Uint8Array.of(2),
      serverKey: Uint8Array.of(3),
    } as const;
    const remembered = async () => {
      const agent = new RememberedAgent({ profile, memory, forgetElsewhere: () => Promise.resolve(), onNotMoved: () => undefined });
      await agent.setShared(true);
      return agent;
    };
    const first = await remembered();
    const database = await openAccountDatabase(jid, () => undefined, await first.willOpen(jid));
    await database.put('drafts', 'a half-written thought', 's');
    database.close();
    await first.signedIn({ jid, service: server.address, usedMechanisms: [], keys }, true);
    const second = await remembered();
    expect(await second.get()).to.deep.equal({ jid, service: server.address, usedMechanisms: [], keys });
    expect(await second.isKept()).to.equal(false);
    const again = await openAccountDatabase(jid, () => undefined, await second.willOpen(jid));
    expect(await again.get('drafts', 's')).to.equal('a half-written thought');
    again.close();
    await second.willLeave();
    await second.deleteLeft();
  });

  for (const isShared of [true, false]) {
    it(`becomes ${isShared ? 'shared' : 'one agent’s own'} while somebody is signed in, and keeps what they have`, async () => {
      const policy = new ChangingPolicy({ ...NO_POLICY, isSharedComputer: !isShared });
      const anna = await desk('anna', { policy }).signIn();
      const sessionId = await talk(anna);
      await anna.workspace.commands.saveDraft({ sessionId, text: 'a half-written thought', writer: 'w' });
      expect((await ownText()).includes(SAID)).to.equal(isShared);
      policy.set({ isSharedComputer: isShared });
      await anna.until(
        ({ policy: { isSharedComputer }, connection }) => isSharedComputer === isShared && connection.status === 'connected',
        'it is the other way round',
      );
      expect(await anna.messages(sessionId, 1)).to.deep.equal([SAID]);
      expect(await anna.untilSlice({ kind: 'draft', sessionId }, ({ text }) => text !== '', 'the draft')).to.have.property(
        'text',
        'a half-written thought',
      );
      const text = await ownText();
      expect(text.includes(SAID)).to.equal(!isShared);
      expect(text.includes(anna.jid)).to.equal(!isShared);
    });
  }

  it('a host that can not read the browser’s memory deletes nothing', async () => {
    const anna = await desk('anna').signIn('password', { isKept: true });
    await talk(anna);
    desks = desks.filter((one) => one !== anna);
    const unreadable = { get: () => Promise.reject(new Error('no such context')), put: () => Promise.resolve() };
    const deaf = new Desk(server, 'anna', { profile, memory: unreadable });
    await deaf.until(({ connection }) => connection.status === 'signed-out', 'signed out');
    expect((await indexedDB.databases()).map(({ name }) => name)).to.include(`backchannel:${anna.jid}`);
    expect((await getProfile(profile))?.keys).not.to.equal(undefined);
  });

  it('what nobody can open any more, because the browser has ended, is deleted at the next start', async () => {
    const policy = new ChangingPolicy({ ...NO_POLICY, isSharedComputer: true });
    const anna = await desk('anna', { policy, memory: new HostMemory() }).signIn();
    await talk(anna);
    const before = (await indexedDB.databases()).map(({ name = '' }) => name).filter((name) => name.startsWith('backchannel:sealed'));
    expect(before).to.have.length(1);
    // The browser has ended, so that the host isn't told, and its memory is gone.
    desks = desks.filter((one) => one !== anna);
    const next = desk('cleo', { policy, memory: new HostMemory() });
    await next.until(({ connection }) => connection.status === 'signed-out', 'signed out');
    expect(
      (await indexedDB.databases()).map(({ name = '' }) => name).filter((name) => name.startsWith('backchannel:sealed')),
    ).to.deep.equal([]);
  });
});
