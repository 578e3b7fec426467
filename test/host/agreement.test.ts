import { expect } from '@open-wc/testing';
import { openDesks } from './desk.ts';
import type { Overview } from '../../src/model/workspace.ts';

/** What is lost: whether a message has an element of this name. */
const has = (name: string) => (message: Element) => [...message.children].some(({ localName }) => localName === name);

/** Two session hosts come to the same end whatever the server has lost: it has taken it, so that its sender thinks it has arrived. */
describe('two session hosts whose server loses', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
  });

  afterEach(() => at.close());

  /** Loses the next message with this element. Resolves then. */
  const lose = (name: string) => at.server.loseNext(has(name));

  /** Anna ends a session with Ben, who doesn't hear of it. @returns the session's id */
  const endUnheard = async () => {
    const { anna, ben } = at.desks;
    const sessionId = await anna.talkWith(ben);
    const lost = lose('finish');
    await anna.workspace.commands.endSession({ sessionId });
    await lost;
    return sessionId;
  };

  /** Ben accepts Anna's invitation, and she doesn't hear of it. @returns the session's id */
  const acceptUnheard = async () => {
    const { anna, ben } = at.desks;
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.invite({ sessionId, target: ben.jid });
    await ben.session('anna', 'invited');
    const lost = lose('proceed');
    await ben.workspace.commands.accept({ sessionId });
    await lost;
    return sessionId;
  };

  it('an end: the other side ends when it comes back', async () => {
    const { ben } = at.desks;
    await endUnheard();
    await at.desks.ben.comeBack();
    await ben.session('anna', 'ended');
  });

  it('an end: the other side, who goes on writing, is told at once', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await endUnheard();
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Are you there?' });
    await ben.session('anna', 'ended');
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['Are you there?']);
  });

  it('an acceptance: both are connected when the inviter comes back', async () => {
    const { anna } = at.desks;
    await acceptUnheard();
    await at.desks.anna.comeBack();
    await anna.session('ben', 'connected');
  });

  it('an acceptance, of an inviter who gives up: both have ended', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await acceptUnheard();
    await anna.workspace.commands.cancelInvitation({ sessionId });
    await ben.session('anna', 'ended');
    await anna.session('ben', 'ended');
  });

  it('a message: it arrives when the peer comes back, though the session has ended meanwhile', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await anna.talkWith(ben);
    const lost = lose('body');
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'The number is 20931.' });
    await lost;
    await anna.workspace.commands.endSession({ sessionId });
    await ben.session('anna', 'ended');
    await at.desks.ben.comeBack();
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['The number is 20931.']);
    await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 10 },
      ({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.delivery === 'delivered'),
      'delivered',
    );
  });

  it('a message, and not the next: it arrives when the peer comes back, and is shown before the other', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await anna.talkWith(ben);
    const say = (body: string) => anna.workspace.commands.send({ sessionId, messageId: `id of ${body}`, body });
    const lost = lose('body');
    await say('one');
    await lost;
    at.server.isLost = (message) => message.querySelector('body')?.textContent === 'two';
    await say('two');
    await say('three');
    await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 10 },
      ({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.body === 'three' && entry.delivery === 'delivered'),
      'the third one is delivered',
    );
    at.server.isLost = () => false;
    await at.desks.ben.comeBack();
    expect(await ben.messages(sessionId, 3)).to.deep.equal(['one', 'two', 'three']);
  });

  it('two messages, one of them twice, and every receipt: they are shown in their order before the one that arrived', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await anna.talkWith(ben);
    const say = (body: string) => anna.workspace.commands.send({ sessionId, messageId: `id of ${body}`, body });
    const loseThese = (...bodies: readonly string[]) =>
      (at.server.isLost = (message) => bodies.includes(message.querySelector('body')?.textContent ?? '') || has('received')(message));
    loseThese('one', 'two');
    for (const body of ['one', 'two', 'three']) await say(body);
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['three']);
    loseThese('two');
    await at.desks.anna.comeBack();
    await ben.messages(sessionId, 2);
    at.server.isLost = () => false;
    await at.desks.ben.comeBack();
    expect(await ben.messages(sessionId, 3)).to.deep.equal(['one', 'two', 'three']);
  });

  it('a receipt: the message is marked as delivered when the peer comes back', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await anna.talkWith(ben);
    await at.server.streamOf('anna').settled();
    const lost = lose('received');
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'The number is 20931.' });
    await lost;
    await at.desks.ben.comeBack();
    await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 10 },
      ({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.delivery === 'delivered'),
      'delivered',
    );
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['The number is 20931.']);
  });

  it('nothing: every signal is confirmed, and nothing is sent a second time', async () => {
    const { anna, ben } = at.desks;
    const sent: string[] = [];
    at.server.isLost = (message) => {
      if (!has('received')(message)) sent.push(message.getAttribute('id') ?? '');
      return false;
    };
    const sessionId = await anna.talkWith(ben);
    await anna.workspace.commands.endSession({ sessionId });
    await ben.session('anna', 'ended');
    // Ben's receipt is on its way until then.
    for (const logon of ['ben', 'anna'] as const) await at.server.streamOf(logon).settled();
    await at.desks.anna.comeBack();
    await at.desks.ben.comeBack();
    expect(sent).to.have.members([`propose-${sessionId}`, `ringing-${sessionId}`, `proceed-${sessionId}`, `finish-${sessionId}`]);
  });

  /** An agent's other browser sends this to the other agent, and their desk gets a carbon. */
  const otherBrowserSends = (element: string, sessionId: string, logon: 'anna' | 'ben' = 'ben') => {
    const [from, to] = [at.desks[logon].jid, at.desks[logon === 'ben' ? 'anna' : 'ben'].jid];
    const message = `<message xmlns="jabber:client" from="${from}/other" to="${to}" type="chat" id="${element}-${sessionId}"><${element} xmlns="urn:xmpp:jingle-message:0" id="${sessionId}"/><store xmlns="urn:xmpp:hints"/></message>`;
    at.server.deliver(
      `<message xmlns="jabber:client" from="${from}" to="${at.server.streamOf(logon).jid}"><sent xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${message}</forwarded></sent></message>`,
    );
  };

  it('an invitation, and not the answer from the target’s other browser: the answer holds when the invitation comes again', async () => {
    const { anna, ben } = at.desks;
    for (const [elements, status] of [
      [['proceed'], 'connected'],
      [['proceed', 'finish'], 'ended'],
    ] as const) {
      const sessionId = crypto.randomUUID();
      for (const element of elements) otherBrowserSends(element, sessionId);
      await anna.workspace.commands.invite({ sessionId, target: ben.jid });
      await ben.until(({ sessions }) => sessions.some(({ id, state }) => id === sessionId && state.status === status), status);
      await anna.workspace.commands.cancelInvitation({ sessionId });
    }
  });

  for (const isEarly of [false, true]) {
    it(`nothing: an invitation that another browser has accepted goes on, though it crosses one of this browser, ${isEarly ? 'before' : 'after'} which it was accepted`, async () => {
      const { anna, ben } = at.desks;
      // The one with the lower id would stand.
      const [annas, bens] = ['0', 'f'].map((first) => `${first}${crypto.randomUUID().slice(1)}`) as [string, string];
      const accept = () => otherBrowserSends('proceed', bens, 'anna');
      at.server.isLost = (message) => message.getAttribute('id') === `propose-${annas}`;
      await anna.workspace.commands.invite({ sessionId: annas, target: ben.jid });
      if (isEarly) accept();
      at.server.deliver(
        `<message xmlns="jabber:client" from="${at.server.streamOf('ben').jid}" to="${anna.jid}" type="chat" id="propose-${bens}"><propose xmlns="urn:xmpp:jingle-message:0" id="${bens}"><description xmlns="urn:backchannel:im:0"/></propose><store xmlns="urn:xmpp:hints"/></message>`,
      );
      if (!isEarly) accept();
      const { id } = await anna.session('ben', 'connected');
      expect(id).to.equal(bens);
      expect((await anna.session('ben', 'inviting')).id).to.equal(annas);
    });
  }

  it('nothing: what was written into an invitation that crosses one of this browser’s is kept as in the agent’s others, also where it was taken back', async () => {
    const { anna, ben } = at.desks;
    const [annas, bens] = ['0', 'f'].map((first) => `${first}${crypto.randomUUID().slice(1)}`) as [string, string];
    at.server.isLost = (message) => message.getAttribute('id') === `propose-${annas}`;
    await anna.workspace.commands.invite({ sessionId: annas, target: ben.jid });
    await ben.workspace.commands.invite({ sessionId: bens, target: anna.jid, isWrittenFirst: true });
    await ben.workspace.commands.send({ sessionId: bens, messageId: 'm1', body: 'Are you there?' });
    await ben.until(({ sessions }) => sessions.every(({ state }) => state.status !== 'inviting'), 'it is turned down');
    expect(await anna.messages(bens, 1)).to.deep.equal(['Are you there?']);
    expect((await anna.until(() => true, 'now')).sessions.map(({ id }) => id)).to.deep.equal([annas]);
  });

  /** Loses what has this element on its way until something was lost, signs Anna out then, which deletes what her browser had stored, and in again. */
  const signOutUnheard = async (name: string, say: () => Promise<unknown>) => {
    const { anna } = at.desks;
    const lost = new Promise<void>((resolve) => {
      at.server.isLostOnItsWay = (message) => has(name)(message) && (resolve(), true);
    });
    await say();
    await lost;
    await anna.workspace.commands.signOut({ asksBeforeLoss: true });
    at.server.isLostOnItsWay = () => false;
    await anna.signIn();
  };

  it('a withdrawal, of an inviter who has signed out: the target hears of it when the inviter signs in again', async () => {
    const { anna, ben } = at.desks;
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.invite({ sessionId, target: ben.jid });
    await ben.session('anna', 'invited');
    await signOutUnheard('retract', () => anna.workspace.commands.cancelInvitation({ sessionId }));
    await ben.session('anna', 'ended');
  });

  it('an end and a message, of an author who has signed out: both come when the author signs in again', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await anna.talkWith(ben);
    const say = (body: string) => anna.workspace.commands.send({ sessionId, messageId: `id of ${body}`, body });
    await say('one');
    await signOutUnheard('thread', () => say('two'));
    await ben.session('anna', 'ended');
    expect(await ben.messages(sessionId, 2)).to.deep.equal(['one', 'two']);
  });

  it('nothing: a browser that signs in anew sends nothing of what has arrived again', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await anna.talkWith(ben);
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'The number is 20931.' });
    await ben.messages(sessionId, 1);
    await anna.workspace.commands.signOut({});
    await ben.session('anna', 'ended');
    await at.server.streamOf('ben').settled();
    const sent: string[] = [];
    at.server.isLost = (message) => {
      if (!has('received')(message)) sent.push(message.getAttribute('id') ?? '');
      return false;
    };
    await anna.signIn();
    await at.server.streamOf('anna').settled();
    expect(sent).to.deep.equal([]);
  });

  it('an acceptance, of an inviter who asks again: it is said again, also to the target’s other browsers', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await acceptUnheard();
    // The server has said that it has the answer.
    await at.server.streamOf('ben').settled();
    at.server.deliver(
      `<message xmlns="jabber:client" from="${at.server.streamOf('anna').jid}" to="${ben.jid}" type="chat" id="propose-${sessionId}"><propose xmlns="urn:xmpp:jingle-message:0" id="${sessionId}"><description xmlns="urn:backchannel:im:0"/></propose><store xmlns="urn:xmpp:hints"/></message>`,
    );
    // Otherwise it would be sent again after ten seconds.
    const isConnected = ({ sessions }: Overview) => sessions.some(({ id, state }) => id === sessionId && state.status === 'connected');
    await anna.until(isConnected, 'connected', 5_000);
  });

  it('a crossing invitation that was taken back leaves no other behind', async () => {
    const { anna, ben } = at.desks;
    // They have talked before, so that neither has to ask what the other's device understands.
    const before = await anna.talkWith(ben);
    await anna.workspace.commands.endSession({ sessionId: before });
    await ben.session('anna', 'ended');
    // The one with the lower id would stand.
    const [annas, bens] = ['0', 'f'].map((first) => `${first}${crypto.randomUUID().slice(1)}`) as [string, string];
    at.server.streamOf('anna').line.hold();
    await ben.workspace.commands.invite({ sessionId: bens, target: anna.jid });
    await anna.workspace.commands.invite({ sessionId: annas, target: ben.jid });
    await ben.session('anna', 'connected');
    await anna.workspace.commands.cancelInvitation({ sessionId: annas });
    at.server.streamOf('anna').line.release();
    const isSettled = ({ sessions }: { readonly sessions: readonly { readonly state: { readonly status: string } }[] }) =>
      sessions.every(({ state }) => state.status === 'ended');
    await ben.until(isSettled, 'nothing goes on at Ben’s');
    await anna.until(isSettled, 'nothing goes on at Anna’s');
  });
});
