import { expect } from '@open-wc/testing';
import { Changes } from '../../src/background/events/changes.ts';
import { InteractionEvents } from '../../src/background/interactions/interaction-events.ts';
import { KEPT_EVENTS_MS, MAX_KEPT_EVENTS } from '../../src/model/desk/interaction-event.ts';
import { getFact } from '../../src/storage/account-facts.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { deleteAccountDatabase } from './account-databases.ts';

const JID = 'interaction-events-test@localhost';
const STARTED = { name: 'consultation-started', interactionId: 'mail-1', sessionId: 's', peer: 'bob@localhost' } as const;

describe('what pages are told of their interactions', () => {
  let database: AccountDatabase;
  let journal: Journal;
  let now: number;
  let lost: number;

  /** Starts the next session host's events. */
  const start = async () =>
    new InteractionEvents(
      (await getFact(database, 'interactionEvents')) ?? [],
      journal,
      new Changes(),
      () => now,
      () => (lost += 1),
    );

  beforeEach(async () => {
    now = 1_000;
    lost = 0;
    database = await openAccountDatabase(JID, () => undefined);
    journal = new Journal(database, { onFailure: () => undefined });
  });

  afterEach(async () => {
    database.close();
    await deleteAccountDatabase(JID);
  });

  it('outlives the session host, under the same id, until it is taken', async () => {
    const events = await start();
    events.add({ ...STARTED, origin: 'https://crm.example', at: 1_000 });
    events.add({ ...STARTED, name: 'consultation-ended', reason: 'rejected', at: 1_001 });
    await journal.flush();
    const next = await start();
    expect(next.list()).to.deep.equal(events.list());
    next.take([next.list()[0]?.eventId ?? '', 'unknown']);
    await journal.flush();
    expect((await start()).list().map(({ name }) => name)).to.deep.equal(['consultation-ended']);
  });

  it('has only the latest value of a field that is changed several times', async () => {
    const events = await start();
    const change = { name: 'case-data-changed', interactionId: 'mail-1', key: 'Topic', at: 1_000 } as const;
    events.add({ ...change, value: 'a' });
    events.add({ ...change, key: 'Plan', value: 'b' });
    events.add({ ...change, origin: 'https://crm.example', value: 'c' });
    events.add({ ...change, value: 'd' });
    expect(events.list().map((event) => ('value' in event ? event.value : ''))).to.deep.equal(['b', 'c', 'd']);
    expect(lost).to.equal(0);
  });

  it('is bounded in number and age: the oldest goes first, and is counted', async () => {
    const events = await start();
    for (let at = 1; at <= MAX_KEPT_EVENTS + 5; at += 1) events.add({ ...STARTED, at: 1_000 + at });
    expect(events.list().map(({ at }) => at))
      .to.include.members([1_006, 1_005 + MAX_KEPT_EVENTS])
      .and.have.length(MAX_KEPT_EVENTS);
    expect(lost).to.equal(5);
    now += KEPT_EVENTS_MS + MAX_KEPT_EVENTS + 1_000;
    events.add({ ...STARTED, at: now });
    expect(events.list()).to.have.length(1);
    expect(lost).to.equal(5 + MAX_KEPT_EVENTS);
  });
});
