import { expect } from '@open-wc/testing';
import { Changes } from '../../src/background/events/changes.ts';
import { Interactions } from '../../src/background/interactions/interactions.ts';
import type { Interaction } from '../../src/model/interaction/interaction.ts';
import { getInteractions } from '../../src/storage/interaction-store.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { DATABASE_KINDS, DATABASES } from './account-databases.ts';

const JID = 'interactions-test@localhost';
const CALL: Interaction = {
  id: 'call',
  media: 'voice',
  contact: { name: 'Maria Lindqvist' },
  status: 'active',
  startedAt: 5,
  caseData: { fields: [{ key: 'Topic', type: 'text', value: 'Invoice' }], omitted: 0 },
};
const MAIL: Interaction = { ...CALL, id: 'mail', media: 'email', startedAt: 3 };

for (const kind of DATABASE_KINDS) {
  describe(`active interactions, ${kind}`, () => {
    let database: AccountDatabase;
    let journal: Journal;

    /** Starts the next session host's interactions. */
    const start = async () => new Interactions(await getInteractions(database), journal, new Changes(), () => 9);

    beforeEach(async () => {
      database = await DATABASES[kind].open(JID);
      journal = new Journal(database, { onFailure: () => undefined });
    });

    afterEach(async () => {
      database.close();
      await DATABASES[kind].delete(JID);
    });

    it('outlive the session host until they are closed', async () => {
      const interactions = await start();
      interactions.open(CALL);
      interactions.open(MAIL);
      interactions.update('call', { status: 'held' });
      await journal.flush();
      const next = await start();
      expect(next.list().map(({ id, status }) => [id, status])).to.deep.equal([
        ['mail', 'active'],
        ['call', 'held'],
      ]);
      expect(next.get('call')).to.deep.equal({ ...CALL, status: 'held', heldSince: 9 });
      // After hold, the time at which hold began is removed.
      next.update('call', { status: 'active' });
      expect(next.get('call')).to.deep.equal(CALL);
      next.close('call');
      next.close('call');
      await journal.flush();
      expect((await start()).list().map(({ id }) => id)).to.deep.equal(['mail']);
    });

    it('stay the same when they are opened again, with the new values', async () => {
      const interactions = await start();
      interactions.open(CALL);
      interactions.open({ ...CALL, startedAt: 99, contact: { name: 'Maria Berg' } });
      expect(interactions.list().map(({ startedAt, contact }) => [startedAt, contact.name])).to.deep.equal([[5, 'Maria Berg']]);
    });

    it('are bounded, and a closed one can’t be updated', async () => {
      const interactions = await start();
      for (let number = 0; number < 50; number += 1) expect(interactions.open({ ...CALL, id: `call-${number}` })).to.equal(undefined);
      expect(interactions.open(MAIL)).to.deep.equal({ refused: 'too-many-interactions', max: 50 });
      expect(interactions.open({ ...CALL, id: 'call-7' })).to.equal(undefined);
      expect(interactions.update('mail', { status: 'ended' })).to.deep.equal({ refused: 'unknown-interaction' });
    });

    it('leave out a record that can not be read', async () => {
      await database.put('interactions', CALL);
      await database.put('interactions', Object.assign({}, MAIL, { media: 'fax' }));
      expect((await start()).list().map(({ id }) => id)).to.deep.equal(['call']);
    });
  });
}
