import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';

describe('an agent who answers from a phone with another client', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna, ben } = at.desks);
  });

  afterEach(() => at.close());

  /** Ben's phone writes to Anna. His desk gets a carbon. */
  function phoneWrites(id: string, body: string): void {
    const message = `<message xmlns="jabber:client" from="${ben.jid}/phone" to="${anna.jid}" type="chat" id="${id}"><body>${body}</body></message>`;
    at.server.deliver(message);
    at.server.deliver(
      `<message xmlns="jabber:client" from="${ben.jid}" to="${at.server.streamOf('ben').jid}"><sent xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${message}</forwarded></sent></message>`,
    );
  }

  it('has accepted the invitation: both sides are connected in the same session, and nothing notifies any more', async () => {
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.invite({ sessionId, target: ben.jid });
    await ben.session('anna', 'invited');
    phoneWrites('p1', 'I am on the train');
    const [there, here] = await Promise.all([anna.session('ben', 'connected'), ben.session('anna', 'connected')]);
    expect([there.id, here.id, here.isDisplayed, here.unread]).to.deep.equal([sessionId, sessionId, true, 0]);
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['I am on the train']);
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Later then' });
    expect(await ben.messages(sessionId, 2)).to.deep.equal(['I am on the train', 'Later then']);
    phoneWrites('p2', 'Fine');
    await ben.messages(sessionId, 3);
    const { sessions } = await ben.until(() => true, 'now');
    expect(sessions.map(({ id, unread }) => [id, unread])).to.deep.equal([[sessionId, 0]]);
  });

  it('writes into the session that is connected, also when another invitation waits', async () => {
    const sessionId = await anna.talkWith(ben);
    const other = crypto.randomUUID();
    at.server.deliver(
      `<message xmlns="jabber:client" from="${ben.jid}/phone" to="${anna.jid}" type="chat" id="p0"><propose xmlns="urn:xmpp:jingle-message:0" id="${other}"><description xmlns="urn:backchannel:im:0"/></propose></message>`,
    );
    await anna.session('ben', 'invited');
    phoneWrites('p1', 'Still here');
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['Still here']);
    expect((await anna.session('ben', 'invited')).id).to.equal(other);
  });

  it('has sent what stands in the message field as a draft, which is forgotten then, and no other draft is', async () => {
    const sessionId = await anna.talkWith(ben);
    const untilDraft = (text: string) =>
      ben.untilSlice({ kind: 'draft', sessionId }, (slice) => slice.text === text, `the draft is “${text}”`);
    await ben.workspace.commands.saveDraft({ sessionId, text: 'Still here ', writer: 'w' });
    phoneWrites('p1', 'On the train');
    await ben.messages(sessionId, 1);
    await untilDraft('Still here ');
    phoneWrites('p2', 'Still here');
    await untilDraft('');
  });
});
