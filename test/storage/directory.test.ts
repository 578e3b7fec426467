import { expect, waitUntil } from '@open-wc/testing';
import { Presence } from '../../src/background/directory/presence.ts';
import { RememberedTargets } from '../../src/background/directory/remembered-targets.ts';
import { Roster } from '../../src/background/directory/roster.ts';
import { ServiceSource } from '../../src/background/directory/service/service-source.ts';
import type { TargetQuestion } from '../../src/background/directory/target-directory.ts';
import { Changes } from '../../src/background/events/changes.ts';
import { Log } from '../../src/background/events/log.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { Journal } from '../../src/storage/journal.ts';
import { deleteAccountDatabase } from './account-databases.ts';
import { agentOf, DirectoryEnd } from './directory-end.ts';

const ME = 'mia@team.example';
const QUESTION: TargetQuestion = { search: '', filter: 'all', first: 0, count: 50 };

describe('the directory service beside the roster', () => {
  let database: AccountDatabase;
  let changes: Changes;
  let log: Log;
  let end: DirectoryEnd;
  let roster: Roster;
  let presence: Presence;
  let remembered: RememberedTargets;
  let source: ServiceSource;
  let now = 0;
  /** How much more time has passed than at the browser's own clock. */
  let passed = 0;
  const ownClock = performance.now.bind(performance);
  let place = '';
  let peers: readonly string[] = [];
  const opened: ServiceSource[] = [];

  beforeEach(async () => {
    now = 1_000_000;
    performance.now = () => ownClock() + passed;
    end = new DirectoryEnd();
    place = end.address;
    peers = [];
    database = await openAccountDatabase(ME, () => undefined);
    open();
    roster.load([
      { jid: 'anna@team.example', name: 'Anna Adams', groups: ['Billing'] },
      { jid: 'ben@team.example', name: 'Ben Baker', groups: [] },
    ]);
  });

  afterEach(async () => {
    for (const one of opened.splice(0)) one.stop();
    end.restore();
    performance.now = ownClock;
    database.close();
    await deleteAccountDatabase(ME);
  });

  /** A new host over the same database. */
  function open(): void {
    source?.stop();
    const journal = new Journal(database, { onFailure: () => undefined });
    changes = new Changes();
    log = new Log();
    remembered = new RememberedTargets([], [], journal, changes);
    presence = new Presence(journal, changes);
    roster = new Roster(ME, remembered, presence, journal, changes);
    const tokens = { get: () => Promise.resolve('token'), forget: () => Promise.resolve() };
    source = new ServiceSource({
      me: ME,
      database,
      roster,
      presence,
      remembered,
      changes,
      log,
      now: () => now,
      peers: () => peers,
      place: () =>
        place === ''
          ? undefined
          : { service: place, contacts: { kind: 'service', service: 'https://contacts.example', tokens, tokenProblem: 'no-token' } },
    });
    opened.push(source);
  }

  const find = (question: Partial<TargetQuestion> = {}) => source.find({ ...QUESTION, ...question });
  const names = async (question: Partial<TargetQuestion> = {}) => (await find(question)).rows.map(({ name }) => name);
  /** Asks again at each change until the names are these. */
  async function until(question: Partial<TargetQuestion>, wanted: readonly string[]): Promise<void> {
    for (let seen = await names(question); JSON.stringify(seen) !== JSON.stringify(wanted); seen = await names(question)) {
      const changed = new Promise<void>((resolve) => {
        const stop = changes.follow('targets', () => {
          stop();
          resolve();
        });
      });
      await Promise.race([
        changed,
        new Promise((_, reject) => setTimeout(() => reject(new Error(`${seen.join()} in place of ${wanted.join()}`)), 45_000)),
      ]);
    }
  }
  const untilAsked = (times: number) => waitUntil(() => end.asked.length >= times, 'the service is asked');
  function later(ms: number): void {
    now += ms;
    passed += ms;
  }
  const offline = () => (end.instead = () => Response.error());

  it('is read once, and then searched folded and without the network, also by the next host', async () => {
    end.put(agentOf('soren', 'Søren Łuczak', ['Claims'], ['Danish']), agentOf('anna', 'Another Anna', [], ['Danish']), {
      kind: 'group',
      id: 'Claims',
      name: 'Claims',
    });
    await until({}, ['Anna Adams', 'Ben Baker', 'Billing', 'Søren Łuczak', 'Claims']);
    offline();
    open();
    roster.load([{ jid: 'anna@team.example', name: 'Anna Adams', groups: [] }]);
    expect(await names({ search: 'luczak' })).to.deep.equal(['Søren Łuczak']);
    expect(await names({ search: 'danish' })).to.deep.equal(['Søren Łuczak']);
    // Who is in both is as the roster has them.
    expect(await names({ search: 'anna' })).to.deep.equal(['Anna Adams']);
    expect(await names({ filter: 'groups' })).to.deep.equal(['Claims']);
    expect(await names({ membersOf: { kind: 'group', id: 'Claims' } })).to.deep.equal(['Søren Łuczak']);
    // The roster doesn't know who has a skill, so that its agents are listed too.
    expect(await names({ membersOf: { kind: 'skill', id: 'Danish' } })).to.deep.equal(['Anna Adams', 'Søren Łuczak']);
    expect(end.asked).to.have.length(1);
    const [group] = (await find({ filter: 'groups' })).rows;
    expect(group?.kind === 'group' && [group.total, group.ready]).to.deep.equal([1, undefined]);
  });

  it('shows the first rows from what is stored beside the targets, which are read at the first search', async () => {
    end.put(...Array.from({ length: 1_200 }, (_, index) => agentOf(`a${index}`, `Agent ${String(index).padStart(4, '0')}`)));
    await until({ search: '1199' }, ['Agent 1199']);
    open();
    let reads = 0;
    const getAll = database.getAll.bind(database);
    database.getAll = (store, range) => {
      reads += 1;
      return getAll(store, range);
    };
    // Some of the first ones are in the roster too, and stand there.
    const listed = Array.from({ length: 30 }, (_, index) => ({ jid: `a${index}@team.example`, name: `Agent ${index}`, groups: [] }));
    roster.load(listed);
    expect((await find({ filter: 'agents', first: 150, count: 50 })).rows).to.have.length(50);
    roster.load([]);
    const slice = await find();
    expect([slice.rows.length, slice.rows[0]?.name, slice.total, reads]).to.deep.equal([50, 'Agent 0000', 1_200, 0]);
    expect(await names({ first: 1_000, count: 1 })).to.deep.equal(['Agent 1000']);
    expect(reads).to.be.greaterThan(0);
  });

  it('takes what has changed: new names, new targets, and those that have gone', async () => {
    end.put(agentOf('cleo', 'Cleo Castro'), agentOf('dan', 'Dan Diaz'));
    await until({ filter: 'agents' }, ['Anna Adams', 'Ben Baker', 'Cleo Castro', 'Dan Diaz']);
    expect(await names({ search: 'd' })).to.deep.equal(['Dan Diaz']);
    end.put(agentOf('cleo', 'Zoe Castro'), { kind: 'agent', id: 'dan@team.example', isRemoved: true }, agentOf('eva', 'Eva Ek'));
    later(16 * 60_000);
    await until({ filter: 'agents' }, ['Anna Adams', 'Ben Baker', 'Eva Ek', 'Zoe Castro']);
    expect(await names({ search: 'd' })).to.deep.equal([]);
    expect(await names({ search: 'zoe' })).to.deep.equal(['Zoe Castro']);
    offline();
    open();
    expect(await names({ search: 'castro' })).to.deep.equal(['Zoe Castro']);
    expect((await find({ filter: 'agents' })).total).to.equal(2);
  });

  it('asks what has changed every 15 minutes at most, and only that', async () => {
    end.put(agentOf('cleo', 'Cleo Castro'));
    await until({ search: 'cleo' }, ['Cleo Castro']);
    later(14 * 60_000);
    await find();
    expect(end.asked).to.have.length(1);
    later(2 * 60_000);
    await find();
    await untilAsked(2);
    expect(end.asked.map(({ search }) => search)).to.deep.equal(['?limit=500', '?limit=500&cursor=a.1']);
  });

  it('goes on where a host was killed', async () => {
    end.put(...Array.from({ length: 1_100 }, (_, index) => agentOf(`a${index}`, `Agent ${index}`)));
    end.instead = (url) => (url.search.includes('a.1000') ? Response.error() : undefined);
    await until({ search: 'Agent 999' }, ['Agent 999']);
    open();
    end.asked.length = 0;
    end.instead = undefined;
    end.put(agentOf('a5', 'Renamed'));
    await until({ search: 'renamed' }, ['Renamed']);
    expect(end.asked.map(({ search }) => search)).to.deep.equal(['?limit=500&cursor=a.1000']);
    expect((await find({ search: 'a' })).total).to.equal(1_100);
    expect(await names({ search: 'Agent 5', count: 1 })).to.deep.equal(['Agent 50']);
  });

  it('drops and counts targets that aren’t valid, and takes the others', async () => {
    end.put(
      agentOf('cleo', 'Cleo Castro'),
      { kind: 'agent', id: 'not an address', name: 'A', groups: [], skills: [] },
      { kind: 'agent', id: 'CAPITAL@team.example', name: 'A', groups: [], skills: [] },
      agentOf('no-name', '\u202E'),
      agentOf('long', 'x'.repeat(201)),
      { kind: 'team', id: 'x', name: 'X' },
      { ...agentOf('dan', 'Dan'), groups: 'Billing' },
    );
    await until({ filter: 'agents' }, ['Anna Adams', 'Ben Baker', 'Cleo Castro']);
    expect(log.counts()).to.deep.equal([{ reason: 'directory-target-dropped', count: 6 }]);
  });

  it('keeps the roster’s targets, and its own, whatever the service answers', async () => {
    end.put(agentOf('cleo', 'Cleo Castro'));
    await until({ search: 'cleo' }, ['Cleo Castro']);
    const answers = [
      () => Response.json({ items: 'none' }),
      () => Response.json({ items: [], next: 'a.1', isLast: false }),
      () => new Response('<html>'),
      () => Response.json({}, { status: 401 }),
      () => Response.json(null),
    ];
    for (const answer of answers) {
      end.instead = answer;
      later(16 * 60_000);
      const asked = end.asked.length;
      await find();
      await untilAsked(asked + 1);
      await until({ filter: 'agents' }, ['Anna Adams', 'Ben Baker', 'Cleo Castro']);
    }
    end.instead = undefined;
    end.put(agentOf('dan', 'Dan Diaz'));
    later(16 * 60_000);
    await until({ search: 'dan' }, ['Dan Diaz']);
  });

  it('is read anew when the service doesn’t know any more what has changed, or is another one', async () => {
    end.put(agentOf('cleo', 'Cleo Castro'));
    await until({ search: 'cleo' }, ['Cleo Castro']);
    end.epoch = 'b';
    end.clear();
    end.put(agentOf('dan', 'Dan Diaz'));
    later(16 * 60_000);
    await until({ filter: 'agents' }, ['Anna Adams', 'Ben Baker', 'Dan Diaz']);
    place = 'https://directory.example/other';
    expect(await names({ filter: 'agents' })).to.deep.equal(['Anna Adams', 'Ben Baker']);
    await until({ filter: 'agents' }, ['Anna Adams', 'Ben Baker', 'Dan Diaz']);
    place = '';
    expect(await names({ filter: 'agents' })).to.deep.equal(['Anna Adams', 'Ben Baker']);
  });

  it('puts what fits best first, then favorites and recently used ones, then the own group, then who is Ready', async () => {
    end.put(
      agentOf('b1', 'Berg Adams'),
      agentOf('b2', 'Berg Baker', ['Claims']),
      agentOf('b3', 'Berg Castro'),
      agentOf('b4', 'Berg Diaz'),
      agentOf('b5', 'Rosenberg Eck'),
      agentOf('mia', 'Mia', ['Claims']),
    );
    await until({ search: 'berg', count: 1 }, ['Berg Baker']);
    presence.set('b4@team.example/x', { status: { availability: 'ready' }, isAvailable: true, capsKey: undefined, chosenAt: undefined });
    remembered.noteUse({ kind: 'agent', jid: 'b3@team.example' });
    expect(await names({ search: 'berg' })).to.deep.equal(['Berg Castro', 'Berg Baker', 'Berg Diaz', 'Berg Adams', 'Rosenberg Eck']);
  });

  it('keeps recently used ones and favorites at hand for the next host, whose sessions show their names', async () => {
    end.put(agentOf('cleo', 'Cleo Castro'), agentOf('dan', 'Dan Diaz'));
    await until({ search: 'd' }, ['Dan Diaz']);
    expect(roster.nameOf('dan@team.example')).to.equal('Dan Diaz');
    remembered.noteUse({ kind: 'agent', jid: 'dan@team.example' });
    remembered.setFavorite({ kind: 'agent', jid: 'dan@team.example' }, true);
    expect(await names({ filter: 'recent' })).to.deep.equal(['Dan Diaz']);
    expect(await names({ filter: 'favorites' })).to.deep.equal(['Dan Diaz']);
    offline();
    open();
    remembered.noteUse({ kind: 'agent', jid: 'dan@team.example' });
    expect(await names({ filter: 'recent' })).to.deep.equal(['Dan Diaz']);
    expect(roster.nameOf('dan@team.example')).to.equal('Dan Diaz');
  });

  it('names a peer of a session who isn’t in the roster, without a search', async () => {
    end.put(agentOf('cleo', 'Cleo Castro'));
    await until({ filter: 'agents' }, ['Anna Adams', 'Ben Baker', 'Cleo Castro']);
    open();
    expect(roster.nameOf('cleo@team.example')).to.equal('cleo');
    peers = ['cleo@team.example', 'nobody@team.example'];
    changes.announce('overview');
    await waitUntil(() => roster.nameOf('cleo@team.example') === 'Cleo Castro', 'the name is known');
  });

  it('shows those who look alike with their addresses', async () => {
    end.put(agentOf('anna2', 'anna adams'), agentOf('c1', 'Cleo Castro'), agentOf('c2', 'Cleo Castro'));
    await until({ search: 'anna' }, ['Anna Adams (anna@team.example)', 'anna adams (anna2@team.example)']);
    expect(await names({ search: 'cleo' })).to.deep.equal(['Cleo Castro (c1@team.example)', 'Cleo Castro (c2@team.example)']);
  });
});
