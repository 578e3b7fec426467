import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { migrate } from '../demo/crm/service/migrate.ts';
import { openPgDatabase } from '../demo/crm/service/pg-database.ts';
import { seed } from '../demo/crm/service/seed.ts';
import { makeContactService } from '../demo/crm/service/service.ts';
import { issueToken } from '../demo/crm/service/tokens.ts';
import { startPrivatePostgres } from '../test/fixtures/private-postgres.ts';
import { type Measure, measure, percentile } from './measure.ts';

const ROUNDS = 200;
const WARM_UP = 20;
const CONTACTS = 10_000;
const READER = { id: 'reader@crm.example', name: 'Reader', teams: ['Billing', 'Technical', 'Retention'] };
const AGENTS = READER.teams.flatMap((team) =>
  ['Ann', 'Ben', 'Cleo'].map((name) => ({ id: `${name}.${team}@crm.example`.toLowerCase(), name: `${name} ${team}`, teams: [team] })),
);

/**
 * Search texts as agents type them: common words (in a tenth of the rows), rare ones, beginnings, several words, a number, and words that no row has.
 */
const TYPED = [
  'refund',
  'r',
  'störung',
  'invoice twice',
  'splitter warranty',
  'tech',
  'ben office line',
  '10042',
  'zebrafish',
  'kund vertr',
];

/**
 * Measures a search of a contact's history against reading a contact by its id, by turns, both by HTTP from the same service. The histories are long:
 * every second search is of one of the hundred contacts that have the most interactions. Filling the database isn't measured.
 */
export async function measureContactSearch(): Promise<readonly Measure[]> {
  const { values } = parseArgs({ strict: false, options: { 'search-rows': { type: 'string', default: '1000000' } } });
  const rows = Number(values['search-rows']);
  const postgres = await startPrivatePostgres({ shared_buffers: '512MB', maintenance_work_mem: '256MB', max_wal_size: '4GB' });
  try {
    const database = await openPgDatabase(postgres.url, { statementTimeoutMs: 0 });
    await migrate(database);
    await seed(database, { agents: AGENTS, contacts: CONTACTS, interactions: rows });
    const secret = randomBytes(32);
    const service = await makeContactService({ database, secret, agents: [], origins: [], requestsPerMinute: 1_000_000 });
    const origin = await service.listen({ port: 0, host: '127.0.0.1' });
    const headers = { authorization: `Bearer ${await issueToken(secret, READER, 3_600)}` };
    const timed = async (path: string) => {
      const start = performance.now();
      const answer = await fetch(`${origin}${path}`, { headers });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`The contact service answers ${answer.status}.`);
      return performance.now() - start;
    };

    const byId: number[] = [];
    const searches: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const contact = `c${1001 + (round % 2 ? (round * 37) % 100 : (round * 7919) % CONTACTS)}`;
      const typed = encodeURIComponent(TYPED[round % TYPED.length] ?? '');
      const [idMs, searchMs] = [await timed(`/contacts/${contact}`), await timed(`/contacts/${contact}/interactions?q=${typed}`)];
      if (round < WARM_UP) continue;
      byId.push(idMs);
      searches.push(searchMs);
    }
    await service.close();
    await database.close();
    const [idMs, searchMs] = [percentile(byId, 0.95), percentile(searches, 0.95)];
    return [measure(`contact service: search over ${rows.toLocaleString('en')} rows, p95, to a contact by id`, searchMs / idMs, '×', 10)];
  } finally {
    await postgres.stop();
  }
}
