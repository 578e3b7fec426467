import { expect } from '@open-wc/testing';
import { MOST_MISSED, MOST_PENDING } from '../../src/model/flood-limits.ts';
import type { Envelope, Signal } from '../../src/model/signal.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { startImHost } from './im-host.ts';
import { deleteAccountDatabase } from './account-databases.ts';

const ACCOUNT = 'flood-test@localhost';
const from = (signal: Signal, peer = 'ben@localhost', isOwn = false): Envelope => ({ signal, peer, isOwn, at: 1_000 });
const invites = (id: string, peer?: string) => from({ type: 'propose', sessionId: id }, peer);
const EACH = MOST_PENDING.colleague.each;

describe('endless invitations', () => {
  let database: AccountDatabase;
  let host: Awaited<ReturnType<typeof startImHost>>;

  beforeEach(async () => {
    database = await openAccountDatabase(ACCOUNT, () => undefined);
    host = await startImHost(database);
  });

  afterEach(async () => {
    host.im.stop();
    await host.journal.flush();
    database.close();
    await deleteAccountDatabase(ACCOUNT);
  });

  const flood = (count: number, of: (n: number) => readonly Envelope[]) =>
    host.hear(...Array.from({ length: count }, (_, n) => of(n)).flat());
  const pending = () => host.im.list().filter(({ state }) => state.status === 'invited');

  it('of one colleague are stored and shown only up to a number that a person can answer', async () => {
    await flood(2_000, (n) => [invites(`s${n}`)]);
    expect(pending()).to.have.length(EACH);
    expect(await database.count('sessions')).to.equal(EACH);
    expect(await database.count('outbox')).to.equal(0);
    expect(host.log.counts()).to.deep.equal([{ reason: 'too-many-pending', count: 2_000 - EACH }]);
  });

  it('don’t displace another colleague’s', async () => {
    await flood(2_000, (n) => [invites(`s${n}`)]);
    await host.hear(invites('carla', 'carla@localhost'));
    expect(host.im.get('carla')?.state.status).to.equal('invited');
  });

  it('are accepted again when some are answered', async () => {
    await flood(EACH + 1, (n) => [invites(`s${n}`)]);
    await host.im.act('s0', { type: 'reject' });
    await host.hear(invites('again'));
    expect(host.im.get('again')?.state.status).to.equal('invited');
  });

  it('that are all retracted leave only the newest few in the list', async () => {
    await flood(200, (n) => [invites(`s${n}`), from({ type: 'retract', sessionId: `s${n}`, reason: 'cancelled' })]);
    expect(host.im.list().length).to.be.at.most(MOST_MISSED + 1);
    expect(host.im.list().map(({ id }) => id)).to.include('s199');
  });

  it('by messages that belong to no session are one, with all messages', async () => {
    await flood(300, (n) => [from({ type: 'message', sessionId: `t${n}`, message: { id: `m${n}`, body: 'x' }, wantsReceipt: false })]);
    expect(pending()).to.have.length(1);
    expect(pending()[0]?.unread).to.equal(300);
  });

  it('don’t limit invitations that cross, or the own devices of the agent', async () => {
    await flood(EACH, (n) => [invites(`s${n}`)]);
    await host.hear(from({ type: 'propose', sessionId: 'own' }, 'ben@localhost', true));
    expect(host.im.get('own')?.state.status).to.equal('inviting');
  });
});
