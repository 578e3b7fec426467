import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';
import type { ClientEvent, FoundTarget, InteractionDetails } from '../../src/client/backchannel-client.ts';
import type { BackchannelError } from '../../src/client/client-error.ts';
import type { ClientState } from '../../src/client/client-state.ts';
import { type ClientView, type ClientWorkspace, WorkspaceClient } from '../../src/client/workspace-client.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const MARIA: InteractionDetails = {
  id: 'mail-1',
  media: 'email',
  contact: { name: 'Maria' },
  caseData: [
    { key: 'Topic', value: 'Invoice' },
    { key: 'Score', value: '17' },
  ],
};

const { reportError: report } = globalThis;
/** The page's own errors, which the browser would show in its console, and the test's framework take for failures. */
let reported: string[] = [];
beforeEach(() => {
  reported = [];
  globalThis.reportError = (error: Error) => void reported.push(error.message);
});
afterEach(() => void (globalThis.reportError = report));

/** The client of a page that has this desk. */
function clientOf({ workspace }: Desk, view?: ClientView, origin?: string): WorkspaceClient {
  const end = new AbortController();
  const destroy = () => {
    end.abort();
    workspace.close();
  };
  const of: ClientWorkspace = Object.assign(workspace, { ready: Promise.resolve(), ended: end.signal, destroy });
  return new WorkspaceClient(of, view, origin === undefined ? {} : { origin });
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: BackchannelError) => error.code,
  );

function until(client: WorkspaceClient, isSo: (state: ClientState) => boolean): Promise<ClientState> {
  return new Promise((resolve) => {
    const stop = client.onState((state) => {
      if (!isSo(state)) return;
      queueMicrotask(() => stop());
      resolve(state);
    });
  });
}

describe('the client of a page', () => {
  let all: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;

  beforeEach(async () => {
    all = await openDesks('anna', 'ben');
    ({ anna, ben } = all.desks);
  });

  afterEach(() => all.close());

  it('tells how things stand by frozen data of one shape, without what is written, and only when it has changed', async () => {
    const client = clientOf(anna);
    const starting = client.state;
    const told: string[] = [];
    client.onState((state) => told.push(JSON.stringify(state)));
    const { me } = await until(client, (state) => state.connection === 'connected' && state.me !== null);
    expect(me?.address).to.equal(anna.jid);
    const sessionId = await anna.talkWith(ben);
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: 'the refund is approved' });
    const state = await until(client, ({ unread }) => unread === 1);
    expect(Object.keys(state)).to.deep.equal(Object.keys(starting));
    expect(state.sessions).to.deep.equal([
      { sessionId, peer: ben.jid, name: 'ben', direction: 'outgoing', status: 'connected', unread: 1, interactionId: '' },
    ]);
    expect(told.join()).not.to.contain('refund');
    expect(new Set(told).size).to.equal(told.length);
    for (const part of [state, state.me, state.sessions, state.sessions[0]]) expect(Object.isFrozen(part)).to.equal(true);
  });

  it('goes on telling the others when a listener throws', async () => {
    const client = clientOf(anna);
    client.onState(() => {
      throw new Error('the page’s own');
    });
    await until(client, ({ me }) => me !== null);
    expect(reported).to.include('the page’s own');
  });

  it('sets the status, and finds colleagues, no more than wanted', async () => {
    const client = clientOf(anna);
    await client.setStatus('not-ready', 'Lunch');
    const { me } = await until(client, (state) => state.me?.reason === 'Lunch');
    expect(me?.availability).to.equal('not-ready');
    let found: readonly FoundTarget[] = [];
    await waitUntil(() => {
      void client.find('ben').then((now) => (found = now));
      return found.length === 1;
    });
    expect(found[0]).to.include({ kind: 'agent', id: ben.jid });
    expect(await client.find('', { limit: 0 })).to.deep.equal([]);
    expect(await codeOf(client.setStatus('asleep' as 'ready'))).to.equal('invalid-argument');
  });

  it('begins an IM with a text in the field, which only the agent can send, and never takes away what they have typed', async () => {
    const shown: string[] = [];
    const client = clientOf(anna, {
      showTeamCommunicator: () => Promise.resolve(),
      showInteraction: ({ id }) => void shown.push(id),
      setView: () => undefined,
    });
    const { sessionId } = await client.startIm(ben.jid, { text: 'Can you take this?' });
    expect(shown).to.deep.equal([sessionId]);
    expect((await anna.session('ben', 'not-connected')).id).to.equal(sessionId);
    const draft = () => anna.untilSlice({ kind: 'draft', sessionId }, ({ text }) => text !== '', 'a draft');
    expect((await draft()).text).to.equal('Can you take this?');
    expect(await client.startIm(ben.jid, { text: 'Another' })).to.deep.equal({ sessionId });
    expect((await draft()).text).to.equal('Can you take this?');
    expect(await codeOf(client.startIm(anna.jid))).to.equal('target-is-self');
    expect(await codeOf(client.startIm('nobody', { interactionId: 'none' }))).to.equal('invalid-argument');
  });

  it('consults about the interaction of its own origin, whose events it is told until it has taken them', async () => {
    const client = clientOf(anna, undefined, 'https://crm.example');
    const other = new WorkspaceClient(anna.workspace as unknown as ClientWorkspace, undefined, { origin: 'https://other.example' });
    const interaction = await client.openInteraction(MARIA);
    expect(interaction.id).to.equal('mail-1');
    expect(await codeOf(other.startIm(ben.jid, { interactionId: 'mail-1' }))).to.equal('unknown-interaction');
    const { sessionId } = await client.startIm(ben.jid, { interactionId: 'mail-1' });
    await until(client, ({ sessions }) => sessions[0]?.interactionId === 'mail-1');
    expect(other.state.sessions[0]?.interactionId).to.equal('');
    const events: ClientEvent[] = [];
    const foreign: ClientEvent[] = [];
    other.onEvent((event) => void ('eventId' in event && foreign.push(event)));
    const stop = client.onEvent((event) => {
      events.push(event);
      throw new Error('not stored');
    });
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Is it a duplicate?' });
    await waitUntil(() => events.some(({ name }) => name === 'consultation-started'));
    stop();
    const again: ClientEvent[] = [];
    client.onEvent((event) => void again.push(event));
    await waitUntil(() => again.some(({ name }) => name === 'consultation-started'));
    expect(foreign).to.deep.equal([]);
    await interaction.update({ status: 'held' });
    await interaction.close();
    expect(await codeOf(interaction.update({ status: 'active' }))).to.equal('unknown-interaction');
  });

  it('rejects what can’t be posted by a code, with its cause, and goes on', async () => {
    const client = clientOf(anna);
    await until(client, ({ me }) => me !== null);
    let nested: unknown = 'Topic';
    for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
    const own = new Error('the page’s own');
    const withGetter = {
      ...MARIA,
      get caseData(): never {
        throw own;
      },
    };
    const wrong: readonly unknown[] = [
      { ...MARIA, contact: { name: () => 'Maria' } },
      { ...MARIA, contact: new Proxy({ name: 'Maria' }, {}) },
      { ...MARIA, caseData: [{ key: 'Topic', value: Symbol('a') }] },
      { ...MARIA, caseData: nested },
    ];
    for (const details of wrong) {
      expect(await codeOf(client.openInteraction(details as InteractionDetails))).to.be.oneOf(['too-large', 'invalid-argument']);
      expect(await codeOf(client.setStatus(details as never))).to.be.oneOf(['too-large', 'invalid-argument']);
    }
    expect(await client.openInteraction(withGetter).catch((error: unknown) => error)).to.equal(own);
    const polluting = JSON.parse(
      '{"__proto__":{"polluted":true},"id":"i","media":"email","contact":{"name":"Maria","__proto__":{"polluted":true}}}',
    );
    expect(await codeOf(client.openInteraction(polluting as InteractionDetails))).to.equal('done');
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
    expect(await codeOf(client.openInteraction(MARIA))).to.equal('done');
  });

  it('comes to an end with all that is asked of it before and after it is destroyed', async () => {
    const client = clientOf(anna);
    await until(client, ({ me }) => me !== null);
    client.before('send', () => new Promise<undefined>(() => undefined), { timeoutMs: 50 });
    const outcomes = () =>
      Promise.all([
        codeOf(client.setStatus('ready')),
        codeOf(client.find('b')),
        codeOf(client.startIm(ben.jid, { text: 'a' })),
        codeOf(client.openInteraction(MARIA)),
        anna.workspace.commands.send({ sessionId: 'x', messageId: 'y', body: 'z' }).then(({ refused }) => refused),
      ]);
    const before = outcomes();
    client.destroy();
    expect(await before).to.deep.equal(['destroyed', 'destroyed', 'destroyed', 'destroyed', 'not-possible-now']);
    expect(await outcomes()).to.deep.equal(['destroyed', 'destroyed', 'destroyed', 'destroyed', 'not-possible-now']);
    expect(await codeOf(client.showTeamCommunicator())).to.equal('no-view');
  });
});

describe('a hook', () => {
  let all: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;
  let client: WorkspaceClient;

  beforeEach(async () => {
    all = await openDesks('anna', 'ben');
    ({ anna, ben } = all.desks);
    client = clientOf(anna);
    await until(client, ({ me }) => me !== null);
  });

  afterEach(() => all.close());

  const noted = (reason: string) =>
    anna.untilSlice({ kind: 'diagnostics' }, ({ counts }) => counts.some((count) => count.reason === reason), reason);

  it('holds back what is asked, with the reason that the agent sees, until it is taken away', async () => {
    const facts: unknown[] = [];
    const stop = client.before('invite', (given) => {
      facts.push(given);
      return { holdBack: 'Finish the case first.' };
    });
    const invite = () => anna.workspace.commands.invite({ sessionId: crypto.randomUUID(), target: ben.jid });
    expect(await invite()).to.deep.equal({ refused: 'held-back', reason: 'Finish the case first.' });
    expect(facts).to.deep.equal([{ target: ben.jid, interactionId: '', by: 'im' }]);
    await client.startIm(ben.jid).then(
      () => expect.fail(),
      ({ code, details }: BackchannelError) => expect([code, details]).to.deep.equal(['held-back', { reason: 'Finish the case first.' }]),
    );
    stop();
    expect((await invite()).refused).to.equal(undefined);
  });

  it('changes a message’s text, which then passes all the rules; nothing overtakes the message meanwhile', async () => {
    const sessionId = await anna.talkWith(ben);
    let go = (): void => undefined;
    client.before('send', async ({ text }) => {
      if (text === 'first') await new Promise<void>((resolve) => (go = resolve));
      return { text: `${text} (case 7)` };
    });
    const send = (body: string) => anna.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body });
    const done = Promise.all([send('first'), send('second'), anna.workspace.commands.endSession({ sessionId })]);
    await waitUntil(() => go.name !== 'go');
    go();
    expect((await done).map(({ refused }) => refused)).to.deep.equal([undefined, undefined, undefined]);
    expect(await ben.messages(sessionId, 2)).to.deep.equal(['first (case 7)', 'second (case 7)']);
    const again = await anna.talkWith(ben);
    client.before('send', () => ({ text: '4111 1111 1111 1111' }));
    expect((await anna.workspace.commands.send({ sessionId: again, messageId: 'm9', body: 'hello' })).refused).to.equal('card-number');
  });

  it('that throws, takes too long or answers nonsense holds nothing up, and the diagnostics tell', async () => {
    const sessionId = await anna.talkWith(ben);
    const send = (body: string) => anna.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body });
    client.before('send', () => {
      throw new Error('the page’s own');
    });
    expect(await send('one')).to.deep.equal({});
    await noted('hook-failed send');
    client.before('send', () => new Promise<undefined>(() => undefined), { timeoutMs: 1 });
    expect(await send('two')).to.deep.equal({});
    await noted('hook-late send');
    client.before('send', () => 'no' as unknown as undefined);
    expect(await send('three')).to.deep.equal({});
    client.before('send', () => ({ text: 7 }) as unknown as undefined);
    expect(await send('four')).to.deep.equal({});
    expect(await ben.messages(sessionId, 4)).to.deep.equal(['one', 'two', 'three', 'four']);
  });

  it('leaves out fields that would be shared, and can add none that the policy keeps back', async () => {
    await anna.workspace.commands.setCaseDataRules({ rules: [{ key: 'Secret', isHidden: true }] });
    await client.openInteraction({ ...MARIA, caseData: [...(MARIA.caseData ?? []), { key: 'Secret', value: 'x' }] });
    const seen: unknown[] = [];
    client.before('share', (facts) => {
      seen.push(facts);
      return { leaveOut: ['Score', 'none'], fields: [{ key: 'Secret', value: 'x' }], add: ['Secret'] };
    });
    const sessionId = crypto.randomUUID();
    // The page is asked, too, where it doesn't know of the session yet.
    void anna.workspace.commands.consult({ sessionId, interactionId: 'mail-1', target: ben.jid });
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Is it a duplicate?' });
    await ben.session('anna', 'invited');
    const { fields } = await ben.untilSlice(
      { kind: 'case-data', of: 'session', id: sessionId },
      (slice) => slice.fields.length > 0,
      'fields',
    );
    expect(fields.map(({ key }) => key)).to.deep.equal(['Topic']);
    expect(seen).to.deep.equal([
      {
        peer: ben.jid,
        interactionId: 'mail-1',
        fields: [
          { key: 'Topic', value: 'Invoice' },
          { key: 'Score', value: '17' },
        ],
      },
    ]);
    await anna.workspace.commands.send({ sessionId, messageId: 'm2', body: 'Well?' });
    expect(seen.length).to.equal(1);
  });

  it('is asked before a group is consulted by voice, and leaves out fields there too', async () => {
    await client.openInteraction(MARIA);
    const seen: unknown[] = [];
    client.before('invite', (facts) => void seen.push(facts));
    client.before('share', ({ peer }) => {
      seen.push(peer);
      return { leaveOut: ['Score'] };
    });
    const sessionId = crypto.randomUUID();
    const group = { kind: 'group', id: 'Support', name: 'Support' } as const;
    expect(await anna.workspace.commands.callGroup({ sessionId, group, interactionId: 'mail-1' })).to.deep.equal({ sessionId });
    expect(seen).to.deep.equal([{ target: 'Support', interactionId: 'mail-1', by: 'voice' }, 'Support']);
    const { highlights, askedAs } = await ben.session('anna', 'invited');
    expect([askedAs, highlights?.map(({ key }) => key)]).to.deep.equal(['call', ['Topic']]);
  });

  it('is asked before what was written to a group is left for all in it, changes that, and leaves out fields', async () => {
    await client.openInteraction(MARIA);
    const seen: unknown[] = [];
    client.before('invite', (facts) => void seen.push(facts));
    client.before('send', ({ text }) => {
      seen.push(text);
      return text === 'stop' ? { holdBack: 'No.' } : { text: `${text} (case 7)` };
    });
    client.before('share', ({ peer }) => {
      seen.push(peer);
      return { leaveOut: ['Score'] };
    });
    const [from, group] = [crypto.randomUUID(), { kind: 'group', id: 'Support', name: 'Support' }] as const;
    const { commands } = anna.workspace;
    await commands.askGroup({ sessionId: from, group, interactionId: 'mail-1' });
    const leave = async (text: string) => {
      await commands.saveDraft({ sessionId: from, text, writer: 'field' });
      return commands.leaveForAll({ sessionId: crypto.randomUUID(), from, messageId: crypto.randomUUID() });
    };
    expect(await leave('stop')).to.deep.equal({ refused: 'held-back', reason: 'No.' });
    seen.length = 0;
    expect((await leave('Is it a duplicate?')).refused).to.equal(undefined);
    expect(seen).to.deep.equal([{ target: 'Support', interactionId: 'mail-1', by: 'im' }, 'Is it a duplicate?', 'Support']);
    const { highlights } = await ben.session('anna', 'invited');
    expect(highlights?.map(({ key }) => key)).to.deep.equal(['Topic']);
    expect(await ben.messages(from, 1)).to.deep.equal(['Is it a duplicate? (case 7)']);
  });

  it('is asked before the agent accepts and ends, of the page in which they do it, and of no other', async () => {
    const told: string[] = [];
    const other = clientOf({ workspace: anna.openView() } as Desk);
    other.before('accept', () => void told.push('other page'));
    await until(other, ({ me }) => me !== null);
    client.before('accept', ({ peer, by }) => void told.push(`accept ${peer} ${by}`));
    client.before('end', () => ({ holdBack: '' }));
    const sessionId = crypto.randomUUID();
    await ben.workspace.commands.invite({ sessionId, target: anna.jid });
    await anna.session('ben', 'invited');
    expect(await anna.workspace.commands.accept({ sessionId })).to.deep.equal({});
    expect(told).to.deep.equal([`accept ${ben.jid} im`]);
    await anna.session('ben', 'connected');
    expect(await anna.workspace.commands.endSession({ sessionId })).to.deep.equal({ refused: 'held-back', reason: '' });
    other.destroy();
  });
});
