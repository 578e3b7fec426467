import { expect } from '@open-wc/testing';
import { openDesks } from './desk.ts';

const JMI = 'urn:xmpp:jingle-message:0';
const IM = '<description xmlns="urn:backchannel:im:0"/>';
const FORWARD = 'urn:xmpp:forward:0';

describe('a session between two agents', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben' | 'cora'>>>;
  let sessionId: string;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben', 'cora');
    sessionId = await at.desks.anna.talkWith(at.desks.ben);
  });

  afterEach(() => at.close());

  it('is changed by nothing that is forged, unknown or invalid', async () => {
    const { anna, ben, cora } = at.desks;
    const stream = at.server.streamOf('anna');
    const message = (from: string, inner: string) =>
      `<message xmlns="jabber:client" from="${from}/x" to="${anna.jid}" type="chat" id="${crypto.randomUUID()}">${inner}</message>`;
    const said = (name: string, id: string | undefined, inner = '') =>
      `<${name} xmlns="${JMI}"${id === undefined ? '' : ` id="${id}"`}>${inner}</${name}>`;
    const body = (text: string) => `<body>${text}</body><thread>${sessionId}</thread>`;
    const forgeries = [
      message(cora.jid, body('from somebody else')),
      message(cora.jid, said('finish', sessionId)),
      message(ben.jid, said('proceed', 'no-such-session')),
      message(ben.jid, said('finish', 'no-such-session')),
      message(ben.jid, said('propose', undefined, IM)),
      message(anna.jid, said('propose', 'from-myself', IM)),
      message(ben.jid, '<body/><thread/><active xmlns="http://jabber.org/protocol/chatstates"/>'),
      message(
        cora.jid,
        `<received xmlns="urn:xmpp:carbons:2"><forwarded xmlns="${FORWARD}">${message(ben.jid, body('forged copy'))}</forwarded></received>`,
      ),
      message(
        cora.jid,
        `<result xmlns="urn:xmpp:mam:2" id="1" queryid="x"><forwarded xmlns="${FORWARD}">${message(ben.jid, body('forged archive'))}</forwarded></result>`,
      ),
    ];
    for (const forgery of forgeries) stream.send(forgery);
    // When this one has arrived, all of those before it have arrived too.
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: 'the real one' });
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['the real one']);
    await stream.settled();
    expect(stream.miscounts).to.deep.equal([]);
    const { sessions } = await anna.until(() => true, 'an overview');
    // Cora has written, which counts as an invitation. With Ben there is only the one session.
    expect(sessions.filter(({ peer }) => peer === ben.jid).map(({ id, state }) => [id, state.status])).to.deep.equal([
      [sessionId, 'connected'],
    ]);
    expect(sessions.filter(({ peer }) => peer === anna.jid)).to.deep.equal([]);
  });
});
