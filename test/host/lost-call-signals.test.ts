import { expect } from '@open-wc/testing';
import { ServerEnd } from './server-end.ts';
import { child } from './stanza-xml.ts';
import { VoiceDesk } from './voice-desk.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

/** The server has taken it, so that its sender thinks that it has arrived. */
describe('a call of which the server loses', () => {
  let server: ServerEnd;
  let anna: VoiceDesk;
  let ben: VoiceDesk;
  let callId: string;

  beforeEach(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben']) server.addAccount(logon);
    anna = await new VoiceDesk(server, 'anna').signIn();
    ben = await new VoiceDesk(server, 'ben').signIn();
    callId = crypto.randomUUID();
    await anna.untilSlice(
      { kind: 'targets', search: '', filter: 'all', first: 0, count: 10 },
      ({ rows }) => rows.some((row) => row.kind === 'agent' && row.jid === ben.jid && row.status.availability === 'ready'),
      'Ben is there',
    );
  });

  afterEach(async () => {
    await Promise.all([anna.leave(), ben.leave()]);
    server.close();
  });

  /** Loses the first message with this element. Resolves then. */
  const lose = (name: string) => server.loseNext((message) => child(message, name) !== undefined);

  const call = async () => {
    const { refused } = await anna.workspace.commands.call({ callId, sessionId: crypto.randomUUID(), target: ben.jid });
    expect(refused).to.equal(undefined);
  };

  it('the proposal rings when the target comes back', async () => {
    const lost = lose('propose');
    await call();
    await lost;
    await ben.comeBack();
    await ben.accept('anna');
    await anna.call('ben', 'connected');
  });

  it('the proposal, and which the caller has given up meanwhile, never rings', async () => {
    const lost = lose('propose');
    await call();
    await lost;
    await anna.workspace.commands.endCall({ callId });
    const proposed: string[] = [];
    server.isLost = (message) => {
      const propose = child(message, 'propose');
      if (propose) proposed.push(propose.getAttribute('id') ?? '');
      return false;
    };
    await ben.comeBack();
    await anna.comeBack();
    await anna.talkWith(ben);
    expect(proposed).not.to.include(callId);
  });

  it('the answer goes on when the caller comes back', async () => {
    await call();
    await ben.call('anna', 'invited');
    const lost = lose('proceed');
    await ben.workspace.commands.acceptCall({ callId });
    await lost;
    await anna.comeBack();
    await Promise.all([anna.call('ben', 'connected'), ben.call('anna', 'connected')]);
  });

  it('the end of the session that it is beside, goes on, and what is written beside it connects both sides', async () => {
    const earlier = await ben.talkWith(anna);
    const lost = lose('finish');
    await ben.workspace.commands.endSession({ sessionId: earlier });
    await lost;
    await call();
    await ben.accept('anna');
    await anna.call('ben', 'connected');
    const { id: sessionId } = await ben.session('anna', 'connected');
    expect(sessionId).not.to.equal(earlier);
    await ben.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body: 'Here I am' });
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['Here I am']);
    const { sessions } = await anna.until(
      ({ calls }) => calls.some(({ party }) => party.kind === 'colleague' && party.sessionId === sessionId),
      'the call is beside it',
    );
    const { state, direction, isPlain } = sessions.find(({ id }) => id === sessionId) ?? {};
    expect([state?.status, direction, isPlain]).to.deep.equal(['connected', 'outgoing', false]);
    await ben.comeBack();
    await anna.until(
      (overview) => overview.sessions.some(({ id, state: { status } }) => id === earlier && status === 'ended'),
      'the earlier one is over',
    );
    expect(anna.talkingTo).to.deep.equal(['ben']);
  });

  it('the answer, of a caller who gives up, is over on both sides', async () => {
    await call();
    await ben.call('anna', 'invited');
    const lost = lose('proceed');
    await ben.workspace.commands.acceptCall({ callId });
    await lost;
    await anna.workspace.commands.endCall({ callId });
    await ben.call('anna', 'ended');
  });

  it('an invitation that a target reads in the archive rings, also where their clock is hours ahead', async () => {
    server.now = () => Date.now() - 3 * 3_600_000;
    server.streamOf('ben').line.hold();
    await call();
    await anna.call('ben', 'inviting');
    await ben.comeBack();
    expect((await ben.call('anna', 'invited')).state.status).to.equal('invited');
    await anna.workspace.commands.endCall({ callId });
  });

  it('the rejection is rejected when the caller comes back', async () => {
    await call();
    await ben.call('anna', 'invited');
    const lost = lose('reject');
    await ben.workspace.commands.rejectCall({ callId });
    await lost;
    await anna.comeBack();
    expect((await anna.call('ben', 'ended')).state).to.include({ reason: 'rejected' });
  });

  it('the end of an invitation stops ringing when the target comes back', async () => {
    await call();
    await ben.call('anna', 'invited');
    const lost = lose('retract');
    await anna.workspace.commands.endCall({ callId });
    await lost;
    await ben.comeBack();
    expect((await ben.call('anna', 'ended')).state).to.include({ reason: 'missed' });
  });

  it('nothing sends every signal once', async () => {
    const sent: string[] = [];
    server.isLost = (message) => {
      if (!child(message, 'received')) sent.push(message.getAttribute('id') ?? '');
      return false;
    };
    await call();
    await ben.accept('anna');
    await anna.call('ben', 'connected');
    await anna.workspace.commands.endCall({ callId });
    await ben.call('anna', 'ended');
    await waitUntil(() => sent.includes(`finish-${callId}`));
    for (const logon of ['anna', 'ben']) await server.streamOf(logon).settled();
    await anna.comeBack();
    await ben.comeBack();
    const ofCall = ['propose', 'ringing', 'proceed', 'finish'].map((type) => `${type}-${callId}`);
    expect(sent.filter((id) => id.endsWith(callId))).to.have.members(ofCall);
  });
});
