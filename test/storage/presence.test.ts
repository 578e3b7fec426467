import { expect } from '@open-wc/testing';
import { Changes } from '../../src/background/events/changes.ts';
import { Presence } from '../../src/background/directory/presence.ts';
import type { AgentStatus } from '../../src/model/agent.ts';
import { targetKeyOf } from '../../src/model/target-ref.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { Journal } from '../../src/storage/journal.ts';
import { getDevices } from '../../src/storage/presence-store.ts';
import { deleteAccountDatabase } from './account-databases.ts';

const ME = 'mia@team.example';
const BEN = 'ben@team.example';
const shows = (availability: AgentStatus['availability']) => ({
  status: { availability },
  chosenAt: undefined,
  isAvailable: availability !== 'logged-off',
  capsKey: undefined,
});

describe('colleagues’ presence', () => {
  let database: AccountDatabase;
  let journal: Journal;
  let changes: Changes;
  let presence: Presence;

  beforeEach(async () => {
    database = await openAccountDatabase(ME, () => undefined);
    journal = new Journal(database, { onFailure: () => undefined });
    changes = new Changes();
    presence = new Presence(journal, changes);
    presence.watch(BEN, ['Billing']);
  });

  afterEach(async () => {
    database.close();
    await deleteAccountDatabase(ME);
  });

  const stored = async () => {
    await journal.flush();
    return (await getDevices(database)).map(({ from, status }) => `${from} ${status.availability}`);
  };

  it('is stored device by device as it is now, and taken up by the next host', async () => {
    presence.set(`${BEN}/a`, shows('ready'));
    presence.set(`${BEN}/b`, shows('not-ready'));
    presence.set(`${BEN}/b`, shows('do-not-disturb'));
    expect(await stored()).to.deep.equal([`${BEN}/a ready`, `${BEN}/b do-not-disturb`]);
    presence.set(`${BEN}/a`, shows('logged-off'));
    expect(await stored()).to.deep.equal([`${BEN}/b do-not-disturb`]);
    const next = new Presence(journal, changes);
    next.restore(await getDevices(database), true);
    expect(next.statusOf(BEN).availability).to.equal('do-not-disturb');
    next.expectAll();
    next.set(`${BEN}/c`, shows('ready'));
    expect(await stored()).to.deep.equal([`${BEN}/c ready`]);
  });

  it('is stored no longer of a device that had to make room for others', async () => {
    for (let n = 0; n < 21; n += 1) presence.set(`${BEN}/${n}`, shows('ready'));
    const devices = await stored();
    expect(devices.length).to.equal(20);
    expect(devices).not.to.include(`${BEN}/0 ready`);
  });

  it('is told to who shows the agent or one of their groups, or doesn’t know yet whom it shows', () => {
    const told: string[] = [];
    const follow = (name: string, ...refs: Parameters<typeof targetKeyOf>[0][]) =>
      changes.followTargets(new Map(refs.map((ref) => [targetKeyOf(ref), ref])), () => told.push(name));
    follow('Ben', { kind: 'agent', jid: BEN });
    follow('Billing', { kind: 'group', id: 'Billing' });
    follow('others', { kind: 'agent', jid: 'eva@team.example' }, { kind: 'group', id: 'Claims' });
    const stop = changes.followTargets(undefined, () => told.push('all'));
    presence.set(`${BEN}/a`, shows('ready'));
    expect(told).to.deep.equal(['Ben', 'Billing', 'all']);
    stop();
    presence.set(`${BEN}/a`, shows('not-ready'));
    expect(told).to.deep.equal(['Ben', 'Billing', 'all', 'Ben', 'Billing']);
  });

  it('is what a hub tells of an agent, as long as one does', () => {
    expect(presence.statusOf(BEN).availability).to.equal('unknown');
    presence.settle();
    expect([presence.statusOf(BEN).availability, presence.isThere(BEN)]).to.deep.equal(['logged-off', false]);
    const expectations = [
      ['on-call', true],
      ['reconnecting', true],
      ['unknown', false],
    ] as const;
    for (const [availability, isThere] of expectations) {
      presence.told = () => ({ availability });
      expect([presence.statusOf(BEN).availability, presence.isThere(BEN)]).to.deep.equal([availability, isThere]);
    }
    presence.told = () => undefined;
    presence.set(`${BEN}/a`, shows('ready'));
    expect([presence.statusOf(BEN).availability, presence.isThere(BEN)]).to.deep.equal(['ready', true]);
  });
});
