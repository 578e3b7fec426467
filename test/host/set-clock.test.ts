import { expect } from '@open-wc/testing';
import type { Overview } from '../../src/model/workspace.ts';
import { ServerEnd } from './server-end.ts';
import { VoiceDesk } from './voice-desk.ts';

const HOUR = 3_600_000;

for (const [how, by] of Object.entries({ ahead: 4 * HOUR, back: -4 * HOUR })) {
  describe(`an agent whose clock is set ${how} by hours`, () => {
    let server: ServerEnd;
    let anna: VoiceDesk;
    let ben: VoiceDesk;
    let cleo: VoiceDesk;
    /** How far Anna's clock is ahead. */
    let aheadMs: number;

    beforeEach(async () => {
      aheadMs = 0;
      server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
      for (const logon of ['anna', 'ben', 'cleo']) server.addAccount(logon);
      anna = await new VoiceDesk(server, 'anna', { now: () => Date.now() + aheadMs }).signIn();
      [ben, cleo] = await Promise.all([new VoiceDesk(server, 'ben').signIn(), new VoiceDesk(server, 'cleo').signIn()]);
    });

    afterEach(async () => {
      await Promise.all([anna, ben, cleo].map((desk) => desk.leave()));
      server.close();
    });

    const isAccepted = ({ refused }: { readonly refused?: string }) => expect(refused).to.equal(undefined);
    const call = async (from: VoiceDesk, target: VoiceDesk) =>
      isAccepted(await from.workspace.commands.call({ callId: crypto.randomUUID(), sessionId: crypto.randomUUID(), target: target.jid }));
    const invite = async (from: VoiceDesk, target: VoiceDesk) =>
      isAccepted(await from.workspace.commands.invite({ sessionId: crypto.randomUUID(), target: target.jid }));

    it('while it rings here goes on to be asked, and can accept', async () => {
      await call(ben, anna);
      await anna.call('ben', 'invited');
      aheadMs = by;
      // Something happens, upon which the calls' times are looked at.
      await call(cleo, anna);
      await anna.call('cleo', 'invited');
      await cleo.call('anna', (ringing) => ringing.state.status === 'inviting' && ringing.state.isRinging);
      await anna.accept('ben');
      await ben.call('anna', 'connected');
    });

    it('while they call goes on to wait for an answer', async () => {
      await call(anna, ben);
      await ben.call('anna', 'invited');
      aheadMs = by;
      await call(cleo, anna);
      await cleo.call('anna', (ringing) => ringing.state.status === 'inviting' && ringing.state.isRinging);
      await ben.accept('anna');
      await anna.call('ben', 'connected');
    });

    it('while they invite goes on to wait for an answer', async () => {
      await invite(anna, ben);
      const { id } = await ben.session('anna', 'invited');
      aheadMs = by;
      await invite(anna, cleo);
      await cleo.session('anna', 'invited');
      isAccepted(await ben.workspace.commands.accept({ sessionId: id }));
      await anna.session('ben', 'connected');
    });

    it('while the connection is lost connects at once when they act', async () => {
      server.refusals = Infinity;
      server.streamOf('anna').line.cut();
      const hurry = setInterval(() => dispatchEvent(new Event('online')), 10);
      const isFar = ({ connection }: Overview) =>
        connection.status === 'reconnecting' && connection.nextAttemptAt >= Date.now() + aheadMs + 4_000;
      await anna.until(isFar, 'the next attempt is seconds away');
      clearInterval(hurry);
      const { connection } = await anna.until(isFar, 'the next attempt is seconds away');
      const nextAttemptAt = connection.status === 'reconnecting' ? connection.nextAttemptAt : 0;
      server.refusals = 0;
      aheadMs = by;
      await anna.workspace.commands.reconnect({});
      await anna.until((overview) => overview.connection.status === 'connected', 'connected');
      expect(Date.now()).to.be.below(nextAttemptAt);
    });

    it('and who is invited then keeps its notification for its time', async () => {
      await invite(ben, anna);
      await anna.session('ben', 'invited');
      aheadMs = by;
      await invite(cleo, anna);
      await anna.session('cleo', 'invited');
      const { sessions } = await anna.until((overview) => overview.sessions.length === 2, 'both are there');
      expect(sessions.map(({ state }) => state.status === 'invited' && state.notification)).to.deep.equal(['shown', 'shown']);
    });
  });
}
