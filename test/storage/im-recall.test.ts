import { expect } from '@open-wc/testing';
import type { Envelope, Signal } from '../../src/model/signal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { deleteDoneSessions } from '../../src/storage/history-store.ts';
import { DATABASE_KINDS, DATABASES } from './account-databases.ts';
import { startImHost as startHost } from './im-host.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const PEER = 'ben@localhost';

const from = (signal: Signal, isOwn = false): Envelope => ({ signal, peer: PEER, isOwn, at: 1_000 });
const message = (id: string, sessionId = 's'): Signal => ({
  type: 'message',
  sessionId,
  message: { id, body: `body of ${id}` },
  wantsReceipt: false,
});
const PROPOSE: Signal = { type: 'propose', sessionId: 's' };

for (const kind of DATABASE_KINDS) {
  describe(`IM sessions that an earlier session host stored, ${kind}`, () => {
    let database: AccountDatabase;

    beforeEach(async () => {
      database = await DATABASES[kind].open('recall-test@localhost');
      const { im, hear } = await startHost(database);
      await hear(from(PROPOSE));
      await im.act('s', { type: 'accept' });
      await hear(from(message('m1')), from(message('m2')));
      await im.act('s', { type: 'end' });
      await im.act('s', { type: 'mark-done' });
      im.stop();
    });

    afterEach(async () => {
      database.close();
      await DATABASES[kind].delete('recall-test@localhost');
    });

    it('are not read until something comes for one', async () => {
      const { im } = await startHost(database);
      expect(im.list()).to.be.empty;
      expect(im.recall([from(message('m9', 'another'))])).to.equal(undefined);
      const reading = im.recall([from(PROPOSE)]);
      expect(reading).to.be.a('promise');
      await reading;
      expect(im.recall([from(PROPOSE)])).to.equal(undefined);
    });

    it('stay as they are when all of it comes again', async () => {
      const { im, hear, past, said } = await startHost(database);
      const before = await said('s');
      await hear(
        from(PROPOSE),
        from({ type: 'proceed', sessionId: 's' }, true),
        from(message('m1')),
        from(message('m2')),
        from({ type: 'finish', sessionId: 's' }, true),
      );
      expect(im.list()).to.be.empty;
      expect(await said('s')).to.deep.equal(before);
      expect(await past()).to.deep.equal(['s']);
    });

    it('come back with a message that is new', async () => {
      const { im, hear, said } = await startHost(database);
      await hear(from(message('late')));
      expect(im.list().map(({ id, unread }) => [id, unread])).to.deep.equal([['s', 1]]);
      expect((await said('s')).at(-1)).to.equal('late');
    });

    it('know a message that comes again after many others, and one that is new from it', async () => {
      const first = await startHost(database);
      await first.hear(from({ type: 'propose', sessionId: 'long' }));
      await first.im.act('long', { type: 'accept' });
      await first.hear(...Array.from({ length: 520 }, (_, index) => from(message(`l${index}`, 'long'))));
      first.im.stop();
      const { hear, said } = await startHost(database);
      await hear(from(message('l3', 'long')));
      expect((await said('long')).at(-1)).to.equal('l519');
      await hear(from(message('l520', 'long')), from(message('l520', 'long')));
      expect((await said('long')).slice(-2)).to.deep.equal(['l519', 'l520']);
    });

    it('have a message that comes late where it was written, hundreds of messages earlier', async () => {
      const ordered = (number: number, device = 'desk'): Envelope => {
        const signal = message(`${device} ${number}`, 'long');
        return from(signal.type === 'message' ? { ...signal, message: { ...signal.message, order: { device, number } } } : signal);
      };
      const first = await startHost(database);
      await first.hear(from({ type: 'propose', sessionId: 'long' }));
      await first.im.act('long', { type: 'accept' });
      const others = Array.from({ length: 520 }, (_, index) => ordered(index, 'phone'));
      await first.hear(ordered(1), ordered(3), ...others);
      first.im.stop();
      const { hear, said } = await startHost(database);
      await hear(ordered(2), ordered(520, 'phone'), ordered(4));
      const numbers = Array.from({ length: 521 }, (_, index) => `phone ${index}`);
      const expected = ['desk 1', 'desk 2', 'desk 3', ...numbers, 'desk 4'];
      expect((await said('long', 1_000)).filter((id) => / /.test(id))).to.deep.equal(expected);
    });

    it('are read when a call names one as the session beside it', async () => {
      const { im } = await startHost(database);
      await im.recall([from({ type: 'propose-call', sessionId: 'c', imSessionId: 's' })]);
      expect(im.isTaken('s')).to.equal(true);
    });

    it('count a command that is given again as done', async () => {
      const { im } = await startHost(database);
      expect(await im.act('s', { type: 'mark-done' })).to.equal(undefined);
      expect(await im.act('absent', { type: 'mark-done' })).to.deep.equal({ refused: 'unknown-session' });
    });

    it('are found by name, and by text', async () => {
      const { past } = await startHost(database);
      expect(await past('ben')).to.deep.equal(['s']);
      await waitUntil(async () => (await past('body m2')).includes('s'));
      expect(await past('body m3')).to.be.empty;
    });

    for (const isRestarted of [false, true]) {
      it(`are not opened again once they were deleted, ${isRestarted ? 'in the next host neither' : 'at once'}`, async () => {
        const first = await startHost(database);
        expect(await first.past()).to.deep.equal(['s']);
        first.journal.write(deleteDoneSessions());
        first.im.forget();
        await first.journal.flush();
        const { im, hear, past, said, log } = isRestarted ? await startHost(database) : first;
        expect(await past()).to.be.empty;
        expect(await said('s')).to.be.empty;
        await hear(from(PROPOSE), from(message('mine'), true), from({ type: 'finish', sessionId: 's' }));
        expect(im.list()).to.be.empty;
        expect(log.counts()).to.deep.equal([{ reason: 'forgotten-session', count: 3 }]);
        // A message after that may be new. It opens a session again, so that it isn't lost.
        await hear(from(message('new')));
        await hear(from(message('new')));
        expect(im.list().map(({ id, unread }) => [id, unread])).to.deep.equal([['chat-new', 1]]);
        im.stop();
      });
    }
  });
}
