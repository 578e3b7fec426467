import { expect } from '@open-wc/testing';
import type { Slices } from '../../src/channel/contract.ts';
import type { ImSessionView } from '../../src/model/workspace.ts';
import { type Desk, openDesks } from './desk.ts';
import { child } from './stanza-xml.ts';

const SUPPORT = { kind: 'group', id: 'Support', name: 'Support' } as const;

describe('a group that is asked', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben' | 'carla' | 'dora' | 'emil' | 'finn'>>>;
  let anna: Desk;
  let ben: Desk;
  let carla: Desk;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben', 'carla', 'dora', 'emil', 'finn');
    ({ anna, ben, carla } = at.desks);
  });

  afterEach(() => at.close());

  const members = () => Object.values(at.desks).filter((desk) => desk !== anna);

  /** Only these are ready; resolves when Anna knows it. */
  async function onlyReady(...ready: readonly Desk[]): Promise<void> {
    const others = members().filter((desk) => !ready.includes(desk));
    await Promise.all(others.map((desk) => desk.workspace.commands.setStatus({ availability: 'not-ready' })));
    await anna.untilSlice(
      { kind: 'targets', search: '', filter: 'groups', first: 0, count: 9 },
      ({ rows }) => rows.some((row) => row.kind === 'group' && row.ready === ready.length),
      `${ready.length} are ready`,
    );
  }

  async function ask(body = 'Is it a duplicate?', more: { readonly interactionId?: string } = {}): Promise<string> {
    const sessionId = crypto.randomUUID();
    expect(await anna.workspace.commands.askGroup({ sessionId, group: SUPPORT, ...more })).to.deep.equal({ sessionId });
    expect(await anna.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body })).to.deep.equal({});
    return sessionId;
  }

  const sessionOf = async (desk: Desk, id: string, ...statuses: readonly ImSessionView['state']['status'][]): Promise<ImSessionView> => {
    const isIt = (session: ImSessionView) => session.id === id && statuses.includes(session.state.status);
    const { sessions } = await desk.until((overview) => overview.sessions.some(isIt), `${desk.logon}: ${statuses.join(' or ')}`);
    const session = sessions.find(isIt);
    if (!session) throw new Error('It was there a moment ago.');
    return session;
  };

  /** Anna is busy with a contact's e-mail, `mail-1`. */
  const takeMail = () =>
    anna.workspace.commands.openInteraction({
      id: 'mail-1',
      media: 'email',
      contact: { name: 'Maria Lindqvist' },
      caseData: [
        { key: 'Topic', value: 'Invoice 20931 doubled' },
        { key: 'Plan', value: 'Business 20' },
      ],
    });

  it('sees what it is asked, with the case, and whose group was asked; who accepts first is connected', async () => {
    await onlyReady(ben, carla);
    await takeMail();
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.askGroup({ sessionId, group: SUPPORT, interactionId: 'mail-1' });
    expect(await sessionOf(anna, sessionId, 'not-connected')).to.deep.include({ peerName: 'Support', peerLogon: 'Support' });
    await anna.workspace.commands.leaveOutField({ sessionId, key: 'Plan', isLeftOut: true });
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Is it a duplicate?' });
    for (const desk of [ben, carla]) {
      const invited = await sessionOf(desk, sessionId, 'invited');
      expect(invited).to.deep.include({ peerLogon: 'anna', initialMessage: 'Is it a duplicate?', group: SUPPORT });
      expect(invited.highlights?.map(({ key }) => key)).to.deep.equal(['Topic']);
    }
    await carla.workspace.commands.accept({ sessionId });
    const [asked] = await Promise.all([sessionOf(anna, sessionId, 'connected'), sessionOf(carla, sessionId, 'connected')]);
    expect(asked).to.deep.include({ peerLogon: 'carla' });
    await ben.until(({ sessions }) => sessions.every(({ id }) => id !== sessionId), 'Ben isn’t asked any more');
    await anna.workspace.commands.send({ sessionId, messageId: 'm2', body: 'Thank you.' });
    expect(await carla.messages(sessionId, 2)).to.deep.equal(['Is it a duplicate?', 'Thank you.']);
  });

  it('who was slower keeps it on screen and is told who has answered; nobody is left between', async () => {
    const rounds = 12;
    const isReady = ({ rows }: Slices['targets']) => rows.some((row) => row.kind === 'group' && row.ready === 5);
    await anna.untilSlice({ kind: 'targets', search: '', filter: 'groups', first: 0, count: 9 }, isReady, 'all are ready');
    const ringing = members();
    for (let round = 0; round < rounds; round += 1) {
      const sessionId = await ask(`Question ${round}`);
      // The first three are asked at once.
      const invited: Desk[] = [];
      await Promise.all(
        ringing.map((desk) =>
          desk
            .until(({ sessions }) => sessions.some(({ id }) => id === sessionId), 'asked', 400)
            .then(
              () => invited.push(desk),
              () => undefined,
            ),
        ),
      );
      expect(invited.length, 'asked').to.equal(3);
      await Promise.all(invited.map((desk) => desk.workspace.commands.accept({ sessionId })));
      const ends = await Promise.all(invited.map((desk) => sessionOf(desk, sessionId, 'connected', 'ended')));
      const { peerLogon } = await sessionOf(anna, sessionId, 'connected');
      expect(ends.filter(({ state }) => state.status === 'connected').length).to.equal(1);
      invited.forEach(({ logon }, index) => {
        const end = ends[index];
        if (logon === peerLogon) return expect(end?.state.status).to.equal('connected');
        expect(end?.state).to.deep.include({ status: 'ended', reason: 'answered-by-colleague' });
        return expect(end?.answeredByName?.toLowerCase()).to.contain(peerLogon);
      });
      await anna.workspace.commands.endSession({ sessionId });
    }
  });

  it('isn’t asked any more when who asks cancels', async () => {
    await onlyReady(ben, carla);
    const sessionId = await ask();
    for (const desk of [ben, carla]) await sessionOf(desk, sessionId, 'invited');
    await anna.workspace.commands.cancelInvitation({ sessionId });
    for (const desk of [ben, carla]) expect((await sessionOf(desk, sessionId, 'ended')).state).to.deep.include({ reason: 'missed' });
  });

  /** Each is taken by a node of the server that dies with it. */
  for (const [what, element, to] of [
    ['what a member is asked: they are asked when they come back, and may be the first', 'propose', 'ben'],
    ['the first answer: it is taken when who asks comes back', 'proceed', 'anna'],
    ['the word to the first that they were taken: they hear it when they come back', 'proceed', 'ben'],
    ['the word to the others who has answered: they hear it when they come back', 'retract', 'carla'],
  ] as const) {
    it(`of which the server loses ${what}`, async () => {
      await onlyReady(ben, carla);
      const lost = at.server.loseNext(
        (message) => child(message, element) !== undefined && message.getAttribute('to') === at.desks[to].jid,
      );
      const sessionId = await ask();
      await sessionOf(carla, sessionId, 'invited');
      const accept = async () => {
        await sessionOf(ben, sessionId, 'invited');
        await ben.workspace.commands.accept({ sessionId });
      };
      if (element !== 'propose') await accept();
      await lost;
      await at.desks[to].comeBack();
      if (element === 'propose') await accept();
      for (const desk of [anna, ben]) await sessionOf(desk, sessionId, 'connected');
      expect(await sessionOf(anna, sessionId, 'connected')).to.deep.include({ peerLogon: 'ben' });
      await carla.until(({ sessions }) => sessions.every(({ id }) => id !== sessionId), 'Carla isn’t asked any more');
    });
  }

  it('that turns it down as a whole ends it', async () => {
    await onlyReady(ben);
    const sessionId = await ask();
    await sessionOf(ben, sessionId, 'invited');
    await ben.workspace.commands.reject({ sessionId, text: 'On a call' });
    expect(await sessionOf(anna, sessionId, 'ended')).to.deep.include({ peerName: 'Support' });
  });

  it('of which nobody is ready is asked nothing, and the message stays', async () => {
    await onlyReady();
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.askGroup({ sessionId, group: SUPPORT });
    await anna.workspace.commands.saveDraft({ sessionId, text: 'Anybody?', writer: 'w' });
    expect(await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Anybody?' })).to.deep.equal({ refused: 'nobody-ready' });
    await sessionOf(anna, sessionId, 'not-connected');
    await anna.untilSlice({ kind: 'draft', sessionId }, ({ text }) => text === 'Anybody?', 'the draft is kept');
    await ben.workspace.commands.setStatus({ availability: 'ready' });
    await onlyReady(ben);
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Anybody?' });
    expect(await sessionOf(ben, sessionId, 'invited')).to.deep.include({ initialMessage: 'Anybody?' });
  });

  it('is waited for in line: the message is sent as soon as somebody is ready, and again to the next where they turn it down', async () => {
    await onlyReady();
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.askGroup({ sessionId, group: SUPPORT });
    await anna.workspace.commands.saveDraft({ sessionId, text: 'Anybody?', writer: 'w' });
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Anybody?' });
    expect(await sessionOf(anna, sessionId, 'not-connected')).to.deep.include({ hasNobodyReady: true });
    const given = { sessionId: 'unused', from: sessionId, messageId: 'm2' };
    for (const how of ['once', 'twice']) expect(await anna.workspace.commands.waitInLine(given), how).to.deep.equal({ sessionId });
    const inLine = ({ state }: ImSessionView) => state.status === 'inviting' && state.inLine !== undefined;
    const untilInLine = () =>
      anna.until(({ sessions }) => sessions.some((session) => session.id === sessionId && inLine(session)), 'Anna waits in line');
    await untilInLine();
    await ben.workspace.commands.setStatus({ availability: 'ready' });
    expect(await sessionOf(ben, sessionId, 'invited')).to.deep.include({ initialMessage: 'Anybody?' });
    await ben.workspace.commands.reject({ sessionId });
    await untilInLine();
    await carla.workspace.commands.setStatus({ availability: 'ready' });
    await sessionOf(carla, sessionId, 'invited');
    await carla.workspace.commands.accept({ sessionId });
    expect(await sessionOf(anna, sessionId, 'connected')).to.deep.include({ peerLogon: 'carla' });
    await anna.untilSlice({ kind: 'draft', sessionId }, ({ text, writer }) => text === '' && writer === 'm2', 'the draft is sent');
  });

  it('has a member whom two agents in line ring at once take one; the other waits on, and gets the next', async () => {
    const { dora } = at.desks;
    await onlyReady();
    await anna.workspace.commands.setStatus({ availability: 'not-ready' });
    await dora.untilSlice(
      { kind: 'targets', search: '', filter: 'groups', first: 0, count: 9 },
      ({ rows }) => rows.some((row) => row.kind === 'group' && row.ready === 0),
      'Dora sees nobody ready',
    );
    const wait = async (desk: Desk, body: string): Promise<string> => {
      const sessionId = crypto.randomUUID();
      await desk.workspace.commands.askGroup({ sessionId, group: SUPPORT });
      await desk.workspace.commands.saveDraft({ sessionId, text: body, writer: 'w' });
      await desk.workspace.commands.waitInLine({ sessionId: 'unused', from: sessionId, messageId: crypto.randomUUID() });
      await desk.until(
        ({ sessions }) => sessions.some(({ id, state }) => id === sessionId && state.status === 'inviting' && state.inLine !== undefined),
        `${desk.logon} waits in line`,
      );
      return sessionId;
    };
    // As by two hubs that don't know of each other's lines, the roster tells both.
    const [first, second] = [await wait(anna, 'The first?'), await wait(dora, 'The second?')];
    await ben.workspace.commands.setStatus({ availability: 'ready' });
    for (const sessionId of [first, second]) await sessionOf(ben, sessionId, 'invited');
    await ben.workspace.commands.accept({ sessionId: first });
    await sessionOf(anna, first, 'connected');
    await ben.workspace.commands.reject({ sessionId: second });
    await dora.until(
      ({ sessions }) => sessions.some(({ id, state }) => id === second && state.status === 'inviting' && state.inLine !== undefined),
      'Dora waits on',
    );
    await carla.workspace.commands.setStatus({ availability: 'ready' });
    await sessionOf(carla, second, 'invited');
    await carla.workspace.commands.accept({ sessionId: second });
    expect(await sessionOf(dora, second, 'connected')).to.deep.include({ peerLogon: 'carla' });
    await sessionOf(anna, first, 'connected');
  });

  it('is asked nothing more by an agent who has left the line', async () => {
    await onlyReady();
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.askGroup({ sessionId, group: SUPPORT });
    await anna.workspace.commands.saveDraft({ sessionId, text: 'Anybody?', writer: 'w' });
    await anna.workspace.commands.waitInLine({ sessionId: 'unused', from: sessionId, messageId: 'm1' });
    await sessionOf(anna, sessionId, 'inviting');
    await anna.workspace.commands.cancelInvitation({ sessionId });
    await sessionOf(anna, sessionId, 'ended');
    await ben.workspace.commands.setStatus({ availability: 'ready' });
    await onlyReady(ben);
    // What Ben gets next is the next thing that he is asked.
    const next = await ask('Another one?');
    await sessionOf(ben, next, 'invited');
    await ben.until(({ sessions }) => sessions.every(({ id }) => id !== sessionId), 'nothing came of the first');
  });

  it('is left a message, which waits in every member’s list until one has accepted it', async () => {
    await onlyReady();
    const first = crypto.randomUUID();
    await anna.workspace.commands.askGroup({ sessionId: first, group: SUPPORT });
    expect(await anna.workspace.commands.leaveForAll({ sessionId: 'x', from: first, messageId: 'm1' }), 'without a word').to.deep.include({
      refused: 'empty-message',
    });
    await anna.workspace.commands.saveDraft({ sessionId: first, text: 'For whoever comes first', writer: 'w' });
    await anna.workspace.commands.leaveForAll({ sessionId: 'x', from: first, messageId: 'm1' });
    for (const desk of members()) {
      const { state, askedAs } = await sessionOf(desk, first, 'invited');
      expect([state.status === 'invited' && state.notification, askedAs]).to.deep.equal(['dismissed', 'pending']);
    }
    await carla.workspace.commands.accept({ sessionId: first });
    expect(await sessionOf(anna, first, 'connected')).to.deep.include({ peerLogon: 'carla' });
    for (const desk of members().filter((one) => one !== carla))
      await desk.until(({ sessions }) => sessions.every(({ id }) => id !== first), `${desk.logon} isn’t asked any more`);
  });

  it('that didn’t answer is waited for in line with the same message', async () => {
    await onlyReady(ben);
    const sessionId = await ask();
    await sessionOf(ben, sessionId, 'invited');
    await ben.workspace.commands.reject({ sessionId });
    await sessionOf(anna, sessionId, 'ended');
    await ben.workspace.commands.setStatus({ availability: 'not-ready' });
    await onlyReady();
    const second = crypto.randomUUID();
    expect(await anna.workspace.commands.waitInLine({ sessionId: second, from: sessionId, messageId: 'm2' })).to.deep.equal({
      sessionId: second,
    });
    await carla.workspace.commands.setStatus({ availability: 'ready' });
    expect(await sessionOf(carla, second, 'invited')).to.deep.include({ initialMessage: 'Is it a duplicate?' });
  });

  it('is asked in place of somebody who has turned it down, with the message, the case and without what was left out', async () => {
    await onlyReady(ben, carla);
    await takeMail();
    await anna.workspace.commands.consult({ sessionId: 'first', interactionId: 'mail-1', target: ben.jid });
    await anna.workspace.commands.leaveOutField({ sessionId: 'first', key: 'Plan', isLeftOut: true });
    await anna.workspace.commands.send({ sessionId: 'first', messageId: 'm1', body: 'Is it a duplicate?' });
    await sessionOf(ben, 'first', 'invited');
    await ben.workspace.commands.reject({ sessionId: 'first' });
    await sessionOf(anna, 'first', 'ended');
    const asked = { sessionId: 'second', from: 'first', to: SUPPORT };
    expect(await anna.workspace.commands.askElse(asked)).to.deep.equal({ sessionId: 'second' });
    expect(await anna.workspace.commands.askElse(asked), 'given twice').to.deep.equal({ sessionId: 'second' });
    await anna.untilSlice({ kind: 'draft', sessionId: 'second' }, ({ text }) => text === 'Is it a duplicate?', 'the message waits');
    await anna.workspace.commands.send({ sessionId: 'second', messageId: 'm2', body: 'Is it a duplicate?' });
    const invited = await sessionOf(carla, 'second', 'invited');
    expect(invited.highlights?.map(({ key }) => key)).to.deep.equal(['Topic']);
  });

  it('takes the place of an agent who doesn’t want to be disturbed, and whose invitation is taken back', async () => {
    await onlyReady(ben, carla);
    await anna.workspace.commands.invite({ sessionId: 'first', target: ben.jid, isWrittenFirst: true });
    await anna.workspace.commands.send({ sessionId: 'first', messageId: 'm1', body: 'A moment?' });
    await sessionOf(ben, 'first', 'invited');
    await anna.workspace.commands.askElse({ sessionId: 'second', from: 'first', to: { kind: 'agent', jid: carla.jid } });
    expect((await sessionOf(anna, 'first', 'ended')).state).to.deep.include({ reason: 'cancelled' });
    await anna.untilSlice({ kind: 'draft', sessionId: 'second' }, ({ text }) => text === 'A moment?', 'the message waits');
    await sessionOf(anna, 'second', 'not-connected');
  });
});
