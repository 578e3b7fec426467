import { expect } from '@open-wc/testing';
import { BUDGETS, MOST_PENDING } from '../../src/model/flood-limits.ts';
import { openDesks } from './desk.ts';

/** Calls of contacts come from a host below the agents' own. */
const proposal = (from: string, to: string, id: string, inside: string) =>
  `<message xmlns="jabber:client" from="${from}/1" to="${to}" type="chat" id="propose-${id}"><propose xmlns="urn:xmpp:jingle-message:0" id="${id}">${inside}</propose></message>`;
const invitation = (from: string, to: string, id: string) => proposal(from, to, id, '<description xmlns="urn:backchannel:im:0"/>');
const contactCall = (from: string, to: string, id: string) =>
  proposal(
    from,
    to,
    id,
    '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/><contact xmlns="urn:backchannel:call:0" name="Maria"/>',
  );

/** A colleague's call is beside a session, which the proposal names. */
const colleagueCall = (from: string, to: string, id: string) =>
  proposal(
    from,
    to,
    id,
    '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/><description xmlns="urn:backchannel:im:0"/>',
  ).replace('</propose>', `</propose><thread>beside-${id}</thread>`);

describe('a flood', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben' | 'carla'>>>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben', 'carla');
  });

  afterEach(() => at.close());

  /** Resolves when everything that was sent to Anna has been handled and acknowledged. */
  async function settled(): Promise<void> {
    const stream = at.server.streamOf('anna');
    await stream.settled();
    expect(stream.miscounts).to.deep.equal([]);
  }

  it("of a colleague's invitations, live, leaves a few, and the next colleague's comes through", async () => {
    const { anna, ben, carla } = at.desks;
    for (let n = 0; n < 2_000; n += 1) at.server.deliver(invitation(ben.jid, anna.jid, `flood-${n}`));
    at.server.deliver(invitation(carla.jid, anna.jid, 'asked'));
    const { sessions } = await anna.until((overview) => overview.sessions.some(({ id }) => id === 'asked'), "Carla's is there");
    expect(sessions).to.have.length(MOST_PENDING.colleague.each + 1);
    await settled();
  });

  it('holds up no command: what the agent does in its middle is done before its end', async () => {
    const { anna, ben } = at.desks;
    // A flood that comes to a desk that isn't open yet waits for it, and is taken at once then.
    await anna.untilSlice({ kind: 'interaction-events' }, () => true, 'the desk is open');
    const stream = at.server.streamOf('anna');
    for (let n = 0; n < 2_000; n += 1) at.server.deliver(invitation(ben.jid, anna.jid, `flood-${n}`));
    const isOver = stream.settled().then(() => 'the flood is over');
    await anna.until(({ sessions }) => sessions.length > 0, 'its beginning is there');
    const isDone = anna.workspace.commands
      .setFavorite({ target: { kind: 'agent', jid: ben.jid }, isFavorite: true })
      .then(() => 'the command is done');
    expect(await Promise.race([isDone, isOver])).to.equal('the command is done');
    await isOver;
  });

  it("of contacts' calls keeps no colleague's from ringing", async () => {
    const { anna, carla } = at.desks;
    for (let n = 0; n < 200; n += 1) at.server.deliver(contactCall(`g${n % 2}@guest.${at.server.domain}`, anna.jid, `c${n}`));
    for (let n = 0; n < 200; n += 1) at.server.deliver(contactCall(`h${n}@guest.${at.server.domain}`, anna.jid, `d${n}`));
    at.server.deliver(colleagueCall(carla.jid, anna.jid, 'colleague'));
    await anna.until(({ calls }) => calls.some(({ id, state }) => id === 'colleague' && state.status === 'invited'), 'it rings');
    await settled();
  });

  it('into an open session loses nothing, and is in order', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await ben.talkWith(anna);
    const count = 3_000;
    for (let n = 0; n < count; n += 1) {
      at.server.deliver(
        `<message xmlns="jabber:client" from="${ben.jid}/1" to="${anna.jid}" type="chat" id="m${n}"><thread>${sessionId}</thread><body>${n}</body></message>`,
      );
    }
    expect(await anna.messages(sessionId, count)).to.deep.equal(Array.from({ length: count }, (_, n) => String(n)));
    await settled();
  });

  it('of questions gets as many answers as the budget has, and others get theirs', async () => {
    const { anna } = at.desks;
    const answered = (logon: 'ben' | 'carla') => at.server.streamOf(logon).sent;
    const before = answered('ben');
    const ask = (from: string, id: string) =>
      at.server.deliver(
        `<iq xmlns="jabber:client" from="${from}" to="${at.server.streamOf('anna').jid}" type="get" id="${id}"><ping xmlns="urn:xmpp:ping"/></iq>`,
      );
    for (let n = 0; n < 2_000; n += 1) ask(at.server.streamOf('ben').jid, `p${n}`);
    const carlas = answered('carla');
    ask(at.server.streamOf('carla').jid, 'one');
    await settled();
    await anna.workspace.commands.setStatus({ availability: 'ready' });
    expect(answered('ben') - before).to.be.within(BUDGETS.colleague.request.each.burst, BUDGETS.colleague.request.each.burst + 300);
    expect(answered('carla') - carlas).to.be.at.least(1);
  });
});
