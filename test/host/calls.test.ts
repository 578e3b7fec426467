import { expect } from '@open-wc/testing';
import { Contact } from './contact.ts';
import { ServerEnd } from './server-end.ts';
import { child } from './stanza-xml.ts';
import { VoiceDesk } from './voice-desk.ts';
import type { Slices } from '../../src/channel/contract.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

describe('calls', () => {
  let server: ServerEnd;
  let anna: VoiceDesk;
  let ben: VoiceDesk;
  let maria: Contact;

  beforeEach(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    server.hasRelay = true;
    for (const logon of ['anna', 'ben', 'cleo']) server.addAccount(logon);
    anna = await new VoiceDesk(server, 'anna').signIn();
    ben = await new VoiceDesk(server, 'ben').signIn();
    await anna.untilSlice(
      { kind: 'targets', search: '', filter: 'all', first: 0, count: 10 },
      ({ rows }) => rows.some((row) => row.kind === 'agent' && row.jid === ben.jid && row.status.availability === 'ready'),
      'Ben is there',
    );
    maria = new Contact(server, 'Maria');
  });

  afterEach(async () => {
    await Promise.all([anna.leave(), ben.leave()]);
    server.close();
    for (const { media } of [anna, ben]) expect(media.mostTalking, 'nobody hears what is said to another').to.be.at.most(1);
  });

  /** Maria has called, and Anna has accepted. */
  async function talkToContact(): Promise<void> {
    maria.call(anna, 'Invoice 20931');
    await anna.accept('maria');
  }

  /** Anna consults Ben about Maria's call, and it rings. @returns the session's id */
  async function consult(): Promise<string> {
    const result = await anna.workspace.commands.consultByVoice({
      callId: crypto.randomUUID(),
      sessionId: crypto.randomUUID(),
      interactionId: maria.interactionId,
      target: ben.jid,
    });
    expect(result.refused).to.equal(undefined);
    await ben.call('anna', 'invited');
    await isTold(maria, 'hold');
    await contactIs('held');
    expect(anna.talkingTo).to.deep.equal([]);
    return 'sessionId' in result ? (result.sessionId ?? '') : '';
  }

  /** Anna consults Ben about Maria's call, and Ben has accepted. @returns the session's id */
  async function consultAndTalk(): Promise<string> {
    const sessionId = await consult();
    await ben.accept('anna');
    await anna.call('ben', 'connected');
    await expectTalk(['ben'], ['anna']);
    return sessionId;
  }

  const end = async (desk: VoiceDesk, peer: string) => {
    const { id } = await desk.call(peer, 'connected');
    await desk.workspace.commands.endCall({ callId: id });
  };
  const isTold = (contact: Contact, last: string) => waitUntil(() => contact.told.at(-1) === last, `${contact.name} is told: ${last}`);
  const contactIs = (status: 'active' | 'held' | 'ended') =>
    anna.until(({ interactions }) => interactions[0]?.status === status, `the interaction is ${status}`);
  /** With whom each of the two agents talks. */
  const expectTalk = (annas: readonly string[], bens: readonly string[]) =>
    waitUntil(
      () => anna.talkingTo.join() === annas.join() && ben.talkingTo.join() === bens.join(),
      `Anna talks with ${annas.join() || 'nobody'}, Ben with ${bens.join() || 'nobody'}`,
    );
  const events = (desk: VoiceDesk, sessionId: string, isSo: (events: readonly string[]) => boolean) => {
    const eventsOf = ({ entries }: Slices['transcript']) => entries.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));
    return desk.untilSlice({ kind: 'transcript', sessionId, last: 20 }, (slice) => isSo(eventsOf(slice)), 'these events').then(eventsOf);
  };

  it('that the target rejects, or hangs up, are told to the agent as such, and the contact is back each time', async () => {
    await talkToContact();
    await consult();
    await ben.workspace.commands.rejectCall({ callId: (await ben.call('anna', 'invited')).id });
    await isTold(maria, 'active');
    await anna.session('ben', 'ended');
    await waitUntil(() => anna.told.length === 1);
    expect(anna.told).to.deep.equal(['ben rejected Maria']);
    await expectTalk(['maria'], []);

    await consultAndTalk();
    await end(ben, 'anna');
    await isTold(maria, 'active');
    await contactIs('active');
    await waitUntil(() => anna.told.length === 3);
    expect(anna.told.slice(1)).to.deep.equal(['ben accepted', 'ben ended-by-peer Maria']);
    await expectTalk(['maria'], []);
    expect(maria.told).to.deep.equal(['ringing', 'proceed', 'hold', 'active', 'hold', 'active']);
  });

  it("go on with the target when the agent ends the contact's, which is told to the contact alone", async () => {
    await talkToContact();
    await consultAndTalk();
    await end(anna, 'maria');
    // The one goes by the document with the sound, the other by the outbox: either may be first.
    const ends = ['finish success', 'session-terminate success'];
    await waitUntil(() => maria.told.slice(-2).toSorted().join() === ends.join(), 'Maria is told by both');
    await contactIs('ended');
    for (const logon of ['anna', 'ben']) await server.streamOf(logon).settled();
    expect(anna.told).to.deep.equal(['ben accepted']);
    expect(ben.told).to.deep.equal([]);
    await expectTalk(['ben'], ['anna']);
    await Promise.all([anna.call('ben', 'connected'), ben.call('anna', 'connected')]);
  });

  it('are one at a time: the contact who is retrieved in mid-consultation puts the target on hold, and the other way round', async () => {
    await talkToContact();
    await consultAndTalk();
    const { commands } = anna.workspace;
    await commands.retrieve({ of: 'interaction', id: maria.interactionId });
    await ben.call('anna', ({ isHeldByPeer }) => isHeldByPeer);
    await isTold(maria, 'active');
    await expectTalk(['maria'], ['anna']);
    await commands.retrieve({ of: 'call', id: (await anna.call('ben', 'connected')).id });
    await ben.call('anna', ({ isHeldByPeer }) => !isHeldByPeer);
    await isTold(maria, 'hold');
    await expectTalk(['ben'], ['anna']);
  });

  it('go on with the target when the contact hangs up on hold, and bring nobody back at their end', async () => {
    await talkToContact();
    await consultAndTalk();
    maria.hangUp();
    await contactIs('ended');
    await waitUntil(() => anna.told.length === 2);
    expect(anna.told[1]).to.equal('maria ended-by-peer');
    await expectTalk(['ben'], ['anna']);
    await end(anna, 'ben');
    await ben.call('anna', 'ended');
    await waitUntil(() => anna.told.length === 3);
    expect(anna.told[2]).to.equal('ben ended-here Maria');
    await waitUntil(() => ben.told.length === 1);
    expect(ben.told).to.deep.equal(['anna ended-by-peer']);
    await expectTalk([], []);
  });

  it('whose other side is gone are interrupted first, and over when it stays away; the contact is back', async () => {
    await talkToContact();
    await consultAndTalk();
    const { id } = await anna.call('ben', 'connected');
    anna.media.interrupt(id);
    await anna.call('ben', ({ state, media }) => state.status === 'connected' && media?.connection === 'interrupted');
    anna.media.giveUp(id);
    expect((await anna.call('ben', 'ended')).state).to.include({ reason: 'connection-lost' });
    await isTold(maria, 'active');
    await contactIs('active');
    await waitUntil(() => anna.told.length === 2);
    expect(anna.told[1]).to.equal('ben connection-lost Maria');
    expect((await ben.call('anna', 'ended')).state).to.include({ reason: 'connection-lost' });
    await expectTalk(['maria'], []);
  });

  it('that find no way at all are over, and neither side is told that somebody hung up', async () => {
    await talkToContact();
    anna.media.giveUp(maria.callId);
    expect((await anna.call('maria', 'ended')).state).to.include({ reason: 'connection-lost' });
    await isTold(maria, 'finish connectivity-error');
    await waitUntil(() => anna.told.length === 1);
    expect(anna.told).to.deep.equal(['maria connection-lost']);
  });

  it('of two contacts to one agent both ring; one is on hold for the other, and back after', async () => {
    const olu = new Contact(server, 'Olu');
    maria.call(anna);
    olu.call(anna);
    await anna.call('olu', 'invited');
    await anna.accept('maria');
    await expectTalk(['maria'], []);
    await anna.accept('olu');
    await isTold(maria, 'hold');
    await expectTalk(['olu'], []);
    olu.hangUp();
    await isTold(maria, 'active');
    await contactIs('active');
    await waitUntil(() => anna.told.length === 1);
    expect(anna.told).to.deep.equal(['olu ended-by-peer Maria']);
    await expectTalk(['maria'], []);
    expect(olu.told).to.deep.equal(['ringing', 'proceed']);
  });

  it('that two agents make to each other at once are one call, with no answer given', async () => {
    const proposals: (() => void)[] = [];
    const receive = server.receiveMessage.bind(server);
    server.receiveMessage = (from, message) => {
      if (child(message, 'propose')) proposals.push(() => receive(from, message));
      else receive(from, message);
    };
    for (const [from, to] of [
      [anna, ben],
      [ben, anna],
    ] as const)
      await from.workspace.commands.call({ callId: crypto.randomUUID(), sessionId: crypto.randomUUID(), target: to.jid });
    // Each has sent its own before either has the other's.
    await waitUntil(() => proposals.length === 2);
    for (const pass of proposals) pass();
    const calls = await Promise.all([anna.call('ben', 'connected'), ben.call('anna', 'connected')]);
    expect(calls[0].id).to.equal(calls[1].id);
    await expectTalk(['ben'], ['anna']);
    for (const desk of [anna, ben]) {
      const { calls: all } = await desk.until(() => true, 'an overview');
      expect(all.filter(({ state }) => state.status !== 'ended')).to.have.length(1);
    }
    await end(ben, 'anna');
    await anna.call('ben', ({ id, state }) => id === calls[0].id && state.status === 'ended');
    await waitUntil(() => anna.told.at(-1) === 'ben ended-by-peer');
  });

  it('go by the relay that the server names to a contact, and directly to a colleague', async () => {
    await talkToContact();
    await consultAndTalk();
    const relay = { urls: `turn:relay.${server.domain}:3478?transport=udp`, username: 'u', credential: 'p' };
    expect(anna.media.begun(maria.callId)).to.deep.include({ isRelayOnly: true, iceServers: [relay] });
    const { id } = await anna.call('ben', 'connected');
    expect(anna.media.begun(id)).to.deep.include({ isRelayOnly: false, iceServers: [relay] });
  });

  it('that consult with no IM before bring the target the case, and the session begins and ends with them', async () => {
    await talkToContact();
    const sessionId = await consult();
    const { parent, highlights } = await ben.call('anna', 'invited');
    expect(parent).to.deep.include({ media: 'voice', contactName: 'Maria' });
    expect(highlights?.map(({ key, value }) => [key, value])).to.deep.equal([
      ['Topic', 'Invoice 20931'],
      ['Name', 'Maria'],
    ]);
    await anna.call('ben', ({ state }) => state.status === 'inviting' && state.isRinging);
    await ben.accept('anna');
    await anna.call('ben', 'connected');
    await ben.untilSlice(
      { kind: 'case-data', of: 'session', id: sessionId },
      ({ fields }) => fields.some(({ key, value }) => key === 'Topic' && value === 'Invoice 20931'),
      'the case',
    );
    await end(anna, 'ben');
    for (const [desk, peer] of [
      [anna, 'ben'],
      [ben, 'anna'],
    ] as const) {
      expect((await desk.session(peer, 'ended')).id).to.equal(sessionId);
      await events(desk, sessionId, (all) => all.includes('call-began') && all.includes('call-ended'));
    }
    await isTold(maria, 'active');
    await expectTalk(['maria'], []);
  });

  it('that consult beside an IM are in its session, which outlives them', async () => {
    await talkToContact();
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.consult({ sessionId, interactionId: maria.interactionId, target: ben.jid });
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'A duplicate?' });
    await ben.session('anna', 'invited');
    await ben.workspace.commands.accept({ sessionId });
    await anna.session('ben', 'connected');
    expect(anna.talkingTo, 'an IM holds nobody').to.deep.equal(['maria']);
    expect(await consultAndTalk()).to.equal(sessionId);
    await ben.workspace.commands.send({ sessionId, messageId: 'm2', body: 'Yes.' });
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['A duplicate?', 'Yes.']);
    await end(anna, 'ben');
    await events(ben, sessionId, (all) => all.includes('call-ended'));
    for (const [desk, peer] of [
      [anna, 'ben'],
      [ben, 'anna'],
    ] as const) {
      const { sessions } = await desk.until(() => true, 'an overview');
      expect(sessions.map(({ id, peerLogon, state }) => [id, peerLogon, state.status])).to.deep.equal([[sessionId, peer, 'connected']]);
    }
    await isTold(maria, 'active');
    await expectTalk(['maria'], []);
  });

  it('that the colleague who is asked makes are in the consultation, too; in one that has ended nobody is called', async () => {
    await talkToContact();
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.consult({ sessionId, interactionId: maria.interactionId, target: ben.jid });
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'A duplicate?' });
    await ben.session('anna', 'invited');
    await ben.workspace.commands.accept({ sessionId });
    const call = () => ben.workspace.commands.call({ callId: crypto.randomUUID(), sessionId, target: anna.jid });
    const result = await call();
    expect('sessionId' in result && result.sessionId).to.equal(sessionId);
    const { party } = await anna.accept('ben');
    expect(party).to.deep.equal({ kind: 'colleague', sessionId });
    await ben.call('anna', 'connected');
    await expectTalk(['ben'], ['anna']);
    await end(ben, 'anna');
    await expectTalk(['maria'], []);
    await ben.workspace.commands.endSession({ sessionId });
    expect((await call()).refused).to.equal('unknown-session');
  });

  const group = { kind: 'group', id: 'Support', name: 'Support' } as const;
  /** Resolves when two of the group are shown as ready. */
  const bothAreReady = () =>
    anna.untilSlice(
      { kind: 'targets', search: '', filter: 'groups', first: 0, count: 9 },
      ({ rows }) => rows.some((row) => row.kind === 'group' && row.ready === 2),
      'both are ready',
    );

  it('a group is called: who accepts first is on the line at once, the others are told, and a later call rings again', async () => {
    const cleo = await new VoiceDesk(server, 'cleo').signIn();
    await bothAreReady();
    const sessionId = crypto.randomUUID();
    expect(await anna.workspace.commands.callGroup({ sessionId, group })).to.deep.equal({ sessionId });
    const rung = (desk: VoiceDesk) =>
      desk.until(
        ({ sessions }) => sessions.some(({ id, state, askedAs }) => id === sessionId && state.status === 'invited' && askedAs === 'call'),
        `${desk.logon} is called`,
      );
    await Promise.all([rung(ben), rung(cleo)]);
    await cleo.workspace.commands.accept({ sessionId });
    await Promise.all([anna.call('cleo', 'connected'), cleo.call('anna', 'connected')]);
    expect([anna.talkingTo, cleo.talkingTo]).to.deep.equal([['cleo'], ['anna']]);
    await ben.until(({ sessions }) => sessions.every(({ id }) => id !== sessionId), 'Ben isn’t called any more');
    const { id: callId } = await anna.call('cleo', 'connected');
    await anna.workspace.commands.endCall({ callId });
    await cleo.call('anna', 'ended');
    // What was accepted was that one call.
    await anna.workspace.commands.call({ callId: crypto.randomUUID(), sessionId, target: cleo.jid });
    await cleo.call('anna', 'invited');
    await cleo.leave();
  });

  it('a group is consulted by voice: the contact is on hold from then on, and back when nobody takes it or the call is over', async () => {
    const cleo = await new VoiceDesk(server, 'cleo').signIn();
    await bothAreReady();
    await talkToContact();
    const ask = async () => {
      const sessionId = crypto.randomUUID();
      const given = { sessionId, group, interactionId: maria.interactionId };
      for (const how of ['once', 'twice']) expect(await anna.workspace.commands.callGroup(given), how).to.deep.equal({ sessionId });
      expect(anna.talkingTo, 'nobody hears what is said to Maria').to.deep.equal([]);
      await isTold(maria, 'hold');
      for (const desk of [ben, cleo]) {
        const { sessions } = await desk.until(
          (now) => now.sessions.some(({ id, state }) => id === sessionId && state.status === 'invited'),
          `${desk.logon} is called`,
        );
        const asked = sessions.find(({ id }) => id === sessionId);
        expect(asked?.highlights?.map(({ value }) => value)).to.deep.equal(['Invoice 20931', 'Maria']);
      }
      return sessionId;
    };
    let sessionId = await ask();
    await anna.workspace.commands.cancelInvitation({ sessionId });
    await isTold(maria, 'active');
    await expectTalk(['maria'], []);

    sessionId = await ask();
    for (const desk of [ben, cleo]) await desk.workspace.commands.reject({ sessionId });
    await isTold(maria, 'active');
    await expectTalk(['maria'], []);

    sessionId = await ask();
    await ben.workspace.commands.accept({ sessionId });
    await Promise.all([anna.call('ben', 'connected'), ben.call('anna', 'connected')]);
    await expectTalk(['ben'], ['anna']);
    await ben.untilSlice(
      { kind: 'case-data', of: 'session', id: sessionId },
      ({ fields }) => fields.some(({ key, value }) => key === 'Topic' && value === 'Invoice 20931'),
      'the case',
    );
    await end(anna, 'ben');
    await isTold(maria, 'active');
    await expectTalk(['maria'], []);
    await cleo.leave();
  });

  it('a group is asked nothing about an interaction that isn’t there, and the contact isn’t put on hold where nobody is ready', async () => {
    await talkToContact();
    const group = { kind: 'group', id: 'Support', name: 'Support' } as const;
    const ask = (interactionId: string) => anna.workspace.commands.callGroup({ sessionId: crypto.randomUUID(), group, interactionId });
    expect(await ask('another')).to.deep.equal({ refused: 'unknown-interaction' });
    await ben.workspace.commands.setStatus({ availability: 'not-ready' });
    await anna.untilSlice(
      { kind: 'targets', search: '', filter: 'groups', first: 0, count: 9 },
      ({ rows }) => rows.some((row) => row.kind === 'group' && row.ready === 0),
      'nobody is ready',
    );
    expect(await ask(maria.interactionId)).to.deep.equal({ refused: 'nobody-ready' });
    expect(maria.told).not.to.include('hold');
    await expectTalk(['maria'], []);
  });

  it('a group of which nobody is ready isn’t called', async () => {
    await ben.workspace.commands.setStatus({ availability: 'not-ready' });
    await anna.untilSlice(
      { kind: 'targets', search: '', filter: 'groups', first: 0, count: 9 },
      ({ rows }) => rows.some((row) => row.kind === 'group' && row.ready === 0),
      'nobody is ready',
    );
    const group = { kind: 'group', id: 'Support', name: 'Support' } as const;
    expect(await anna.workspace.commands.callGroup({ sessionId: 'new', group })).to.deep.equal({ refused: 'nobody-ready' });
  });
});
