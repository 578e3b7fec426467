import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';

describe('a colleague who is blocked', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
  });

  afterEach(() => at.close());

  const isBlocked = (desk: Desk, count = 1) => desk.until(({ blocklist }) => blocklist.peers.length === count, `${count} blocked`);

  const talk = () => at.desks.ben.talkWith(at.desks.anna);

  it("is told that the open session has ended, and is on the server's list", async () => {
    const { anna, ben } = at.desks;
    await talk();
    await anna.workspace.commands.block({ target: ben.jid });
    await anna.session('ben', 'ended');
    await ben.session('anna', 'ended');
    const { blocklist } = await isBlocked(anna);
    expect(blocklist.isOnServer).to.be.true;
    expect([...at.server.accounts.get(anna.jid)!.blocked]).to.deep.equal([ben.jid]);
  });

  it('is blocked here all the same where the server refuses it, and the diagnostics say so', async () => {
    const { anna, ben } = at.desks;
    at.server.hasBlocking = false;
    await anna.workspace.commands.block({ target: ben.jid });
    await isBlocked(anna);
    await anna.untilSlice(
      { kind: 'diagnostics' },
      ({ counts }) => counts.some(({ reason }) => reason === 'block-not-taken'),
      'the refusal is noted',
    );
  });

  it('is heard no more, even where the server still delivers it, and after a restart', async () => {
    const { anna, ben } = at.desks;
    await anna.workspace.commands.block({ target: ben.jid });
    at.server.accounts.get(anna.jid)!.blocked.clear();
    const asked = (id: string) =>
      `<message xmlns="jabber:client" from="${ben.jid}/1" to="${anna.jid}" type="chat" id="${id}"><propose xmlns="urn:xmpp:jingle-message:0" id="${id}"><description xmlns="urn:backchannel:im:0"/></propose></message>`;
    at.server.deliver(asked('dropped'));
    await at.server.streamOf('anna').settled();
    const { sessions } = await isBlocked(anna);
    expect(sessions).to.deep.equal([]);
  });

  it("can't be written to or called, and can be unblocked", async () => {
    const { anna, ben } = at.desks;
    await anna.workspace.commands.block({ target: ben.jid });
    const refused = await anna.workspace.commands.invite({ sessionId: crypto.randomUUID(), target: ben.jid });
    expect(refused.refused).to.equal('target-blocked');
    await anna.workspace.commands.unblock({ target: ben.jid });
    await isBlocked(anna, 0);
    expect([...at.server.accounts.get(anna.jid)!.blocked]).to.deep.equal([]);
    await talk();
  });

  it('is seen as they are again once they are unblocked, whatever they did meanwhile', async () => {
    const { anna, ben } = at.desks;
    const seen = (availability: string) =>
      anna.untilSlice(
        { kind: 'targets', search: 'ben', filter: 'all', first: 0, count: 5 },
        ({ rows: [row] }) => row?.kind === 'agent' && row.status.availability === availability,
        `Ben is ${availability}`,
      );
    await seen('ready');
    await anna.workspace.commands.block({ target: ben.jid });
    await ben.workspace.commands.setStatus({ availability: 'not-ready' });
    await seen('logged-off');
    await anna.workspace.commands.unblock({ target: ben.jid });
    await seen('not-ready');
  });

  it('sees the agent as gone, and as there again once they are unblocked, where the server tells neither', async () => {
    const { anna, ben } = at.desks;
    const seen = (availability: string) =>
      ben.untilSlice(
        { kind: 'targets', search: 'anna', filter: 'all', first: 0, count: 5 },
        ({ rows: [row] }) => row?.kind === 'agent' && row.status.availability === availability,
        `Anna is ${availability}`,
      );
    await seen('ready');
    await anna.workspace.commands.block({ target: ben.jid });
    await seen('logged-off');
    await anna.workspace.commands.unblock({ target: ben.jid });
    await seen('ready');
  });

  it("is blocked on the agent's other devices too, whose invitations of them end", async () => {
    const { anna, ben } = at.desks;
    await ben.workspace.commands.invite({ sessionId: 'asked', target: anna.jid });
    await anna.session('ben', 'invited');
    const stream = at.server.streamOf('anna');
    at.server.accounts.get(anna.jid)!.blocked.add(ben.jid);
    stream.send(
      `<iq xmlns="jabber:client" to="${stream.jid}" id="push" type="set"><block xmlns="urn:xmpp:blocking"><item jid="${ben.jid}"/></block></iq>`,
    );
    await isBlocked(anna);
    await anna.until(({ sessions }) => sessions.length === 0, 'the invitation is turned down');
    at.server.accounts.get(anna.jid)!.blocked.clear();
    stream.send(`<iq xmlns="jabber:client" to="${stream.jid}" id="push2" type="set"><unblock xmlns="urn:xmpp:blocking"/></iq>`);
    await isBlocked(anna, 0);
  });

  it('is so by a list that nobody else can change', async () => {
    const { anna, ben } = at.desks;
    await anna.workspace.commands.block({ target: ben.jid });
    const stream = at.server.streamOf('anna');
    stream.send(
      `<iq xmlns="jabber:client" from="${ben.jid}/1" to="${stream.jid}" id="forged" type="set"><unblock xmlns="urn:xmpp:blocking"/></iq>`,
    );
    await stream.settled();
    await isBlocked(anna);
  });

  it("is who the server's list says when the agent's browser starts again", async () => {
    const { anna, ben } = at.desks;
    await anna.workspace.commands.block({ target: ben.jid });
    const { blocked } = at.server.accounts.get(anna.jid)!;
    // Meanwhile another device of the agent has changed the server's list.
    blocked.clear();
    blocked.add('cora@elsewhere.example');
    const stream = at.server.streamOf('anna');
    stream.end();
    stream.line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    globalThis.dispatchEvent(new Event('online'));
    const { blocklist } = await anna.until(
      ({ blocklist: { peers } }) => peers.some(({ address }) => address === 'cora@elsewhere.example'),
      "the server's list",
    );
    expect(blocklist.peers.map(({ address }) => address)).to.deep.equal(['cora@elsewhere.example']);
    expect(ben.jid).not.to.be.oneOf([...blocked]);
  });

  it('is nobody where the server does not block: no view offers it', async () => {
    const { anna } = at.desks;
    at.server.hasBlocking = false;
    const stream = at.server.streamOf('anna');
    stream.end();
    stream.line.cut();
    await anna.until(({ blocklist }) => !blocklist.isOnServer, 'the server does not block');
  });

  it('has all invitations turned down at once where the agent only wants that', async () => {
    const { anna, ben } = at.desks;
    for (let n = 0; n < 5; n += 1) {
      at.server.deliver(
        `<message xmlns="jabber:client" from="${ben.jid}/1" to="${anna.jid}" type="chat" id="p${n}"><propose xmlns="urn:xmpp:jingle-message:0" id="i${n}"><description xmlns="urn:backchannel:im:0"/></propose></message>`,
      );
    }
    await anna.until(({ sessions }) => sessions.length === 5, 'five invitations');
    await anna.workspace.commands.rejectAll({ target: ben.jid });
    const { blocklist } = await anna.until(({ sessions }) => sessions.length === 0, 'none');
    expect(blocklist.peers).to.deep.equal([]);
  });
});
