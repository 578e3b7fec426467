import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Database } from '../../demo/crm/service/database.ts';
import { migrate } from '../../demo/crm/service/migrate.ts';
import { DIRECTORY_MIGRATIONS } from '../../demo/directory/directory-migrations.ts';
import { importSnapshot } from '../../demo/directory/import/import-snapshot.ts';
import { changesOf, DIRECTORY_ORIGIN, type DirectoryUnderTest, serveDirectory, targetsOf } from './directory-under-test.ts';
import { problemOf } from './shapes.ts';

const agent = (logon: string, name: string, groups: readonly string[] = ['Billing'], skills: readonly string[] = []) => ({
  kind: 'agent',
  id: `${logon}@crm.example`,
  name,
  groups: [...groups],
  skills: [...skills],
});
const rowsOf = (values: readonly unknown[]) => ({ bad: [], targets: values.map((value, index) => ({ at: `row ${index + 1}`, value })) });
const NORA = agent('nora', 'Nora Lind', ['Billing'], ['Danish']);
const OMAR = agent('omar', 'Ömar Aziz', ['Technical']);
const PIA = agent('pia', 'Pia Sørensen', ['Billing', 'Technical']);

/** All tests of the directory's contract and of imports, over a database. The last one fails if an operation wasn't asked. */
export function directoryServiceTests(name: string, open: () => Promise<{ database: Database; stop(): Promise<void> }>): void {
  describe(`the directory service on ${name}`, () => {
    let opened: { readonly database: Database; readonly service: DirectoryUnderTest } | undefined;
    const stops: (() => Promise<void>)[] = [];
    before(async () => {
      const { database, stop } = await open();
      stops.push(stop, () => database.close());
      await migrate(database, DIRECTORY_MIGRATIONS);
      const service = await serveDirectory(database);
      stops.push(() => service.stop());
      opened = { database, service };
    });
    after(async () => {
      for (const stop of stops.reverse()) await stop();
    });
    const bench = () => {
      assert.ok(opened);
      return opened;
    };
    const put = (values: readonly unknown[], source = 'test') => importSnapshot(bench().database, source, rowsOf(values));
    const idsIn = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
    const countsOf = ({ added, changed, unchanged, removed }: Awaited<ReturnType<typeof put>>) => ({ added, changed, unchanged, removed });

    it('migrates once', async () => {
      assert.deepEqual(await migrate(bench().database, DIRECTORY_MIGRATIONS), []);
    });

    it('gives all targets, and then only what has changed, with those that have gone', async () => {
      const { get, readAll } = bench().service;
      const empty = await readAll();
      assert.deepEqual(empty.items, []);
      assert.deepEqual(countsOf(await put([NORA, OMAR])), { added: 5, changed: 0, unchanged: 0, removed: 0 });
      const all = await readAll(undefined, 2);
      assert.deepEqual(idsIn(all.items).sort(), ['Billing', 'Danish', 'Technical', 'nora@crm.example', 'omar@crm.example']);
      assert.deepEqual(
        all.items.find(({ id }) => id === NORA.id),
        NORA,
      );
      assert.deepEqual((await readAll(all.next)).items, []);

      assert.deepEqual(countsOf(await put([{ ...NORA, name: 'Nora Berg' }, PIA])), { added: 1, changed: 1, unchanged: 3, removed: 1 });
      const changes = await readAll(all.next, 1);
      assert.deepEqual(changes.items, [{ ...NORA, name: 'Nora Berg' }, PIA, { kind: 'agent', id: OMAR.id, isRemoved: true }]);
      // Who begins now isn't told of what went before.
      assert.ok(!(await readAll()).items.some(({ isRemoved }) => isRemoved));
      const tag = (await get(`/targets?cursor=${changes.next}`)).headers.get('etag') ?? '';
      assert.equal((await get(`/targets?cursor=${changes.next}`, { headers: { 'if-none-match': tag } })).status, 304);
    });

    it('gives a target that changes between two pages on a later one', async () => {
      const { get, readAll } = bench().service;
      await put([NORA, OMAR, PIA]);
      const first = changesOf(await get('/targets?limit=2'));
      const [seen] = first.items;
      await put([NORA, OMAR, PIA].map((one) => ({ ...one, name: `${one.name} II` })));
      const rest = await readAll(first.next);
      assert.ok(seen && rest.items.length >= 3);
      for (const { id } of [NORA, OMAR, PIA]) assert.match(rest.items.find((one) => one.id === id)?.name ?? '', / II$/);
    });

    it('changes nothing when the same comes again', async () => {
      await put([NORA, OMAR, PIA]);
      const { next } = await bench().service.readAll();
      assert.deepEqual(countsOf(await put([PIA, OMAR, NORA])), { added: 0, changed: 0, unchanged: 6, removed: 0 });
      assert.deepEqual((await bench().service.readAll(next)).items, []);
    });

    it('takes the rows that can be read, tells the others by their place, and removes nobody for them', async () => {
      await put([NORA, OMAR, PIA]);
      const report = await put([NORA, { ...OMAR, name: '' }, { kind: 'agent', id: 'no address', name: 'Nobody' }, NORA]);
      assert.deepEqual(
        report.bad.map(({ at }) => at),
        ['row 2', 'row 3', 'row 4'],
      );
      // Row 3 may have been Pia.
      assert.equal(report.removed, 0);
      assert.match(report.removalsWithheld ?? '', /1 row/);
      // Row 2 is Omar, whoever that is now.
      assert.equal((await put([NORA, { ...OMAR, name: '' }])).removed, 1);
      const { items } = await bench().service.readAll();
      assert.deepEqual(idsIn(items.filter(({ kind }) => kind === 'agent')).sort(), [NORA.id, OMAR.id]);
    });

    it('removes nothing for a snapshot without a row', async () => {
      await put([NORA, OMAR]);
      const report = await put([]);
      assert.deepEqual([report.removed, report.removalsWithheld], [0, 'no row could be taken']);
    });

    it('keeps the sources apart', async () => {
      await put([NORA, OMAR]);
      const other = await put([{ ...NORA, name: 'Somebody else' }, agent('quinn', 'Quinn Reyes', [])], 'another');
      assert.deepEqual([other.added, other.removed], [1, 0]);
      assert.deepEqual(other.bad, [{ at: 'row 1', reason: 'the agent nora@crm.example comes from the source "test"' }]);
      assert.equal((await put([agent('rita', 'Rita Roth', [])], 'another')).removed, 1);
      assert.ok((await bench().service.readAll()).items.some(({ id }) => id === OMAR.id));
      await put([agent('rita', 'Rita Roth', ['Billing'])], 'another');
    });

    it('reads one target, and finds them by words and by membership, page by page', async () => {
      const { get } = bench().service;
      await put([NORA, OMAR, PIA]);
      assert.deepEqual((await get('/targets/agent/nora%40crm.example')).body, NORA);
      assert.equal(problemOf(await get('/targets/agent/nobody%40crm.example')), 'not-found');
      assert.deepEqual(idsIn(targetsOf(await get('/targets/search?q=omar')).items), [OMAR.id]);
      assert.deepEqual(idsIn(targetsOf(await get('/targets/search?q=bill%20s%C3%B8r')).items), [PIA.id]);
      assert.deepEqual(idsIn(targetsOf(await get('/targets/search?q=bill&kind=group')).items), ['Billing']);
      assert.deepEqual(idsIn(targetsOf(await get('/targets/skill/Danish/members')).items), [NORA.id]);
      const whole = idsIn(targetsOf(await get('/targets/group/Billing/members')).items);
      assert.deepEqual(whole, [NORA.id, PIA.id, 'rita@crm.example']);
      const paged: string[] = [];
      for (let next: string | undefined = ''; next !== undefined;) {
        const page = targetsOf(await get(`/targets/group/Billing/members?limit=1${next && `&cursor=${next}`}`));
        paged.push(...idsIn(page.items));
        next = page.next;
      }
      assert.deepEqual(paged, whole);
      assert.equal(problemOf(await get('/targets/group/None/members')), 'not-found');
    });

    it('refuses who has no token, and what isn’t a question', async () => {
      const { get, origin } = bench().service;
      assert.equal(problemOf(await get('/targets', { token: null })), 'not-signed-in');
      assert.equal(problemOf(await get('/targets', { token: 'abc' })), 'not-signed-in');
      const wrong = ['?limit=0', '?limit=1001', '?cursor=x', '?cursor=a.b.c', '?unknown=1'].map((query) => `/targets${query}`);
      for (const path of [
        ...wrong,
        '/targets/search',
        '/targets/search?q=a&kind=team',
        '/targets/search?q=a&cursor=e30.AAAA',
        '/targets/agent/nora',
      ])
        assert.equal(problemOf(await get(path)), 'invalid-input', path);
      const preflight = await fetch(`${origin}/targets`, {
        method: 'OPTIONS',
        headers: { origin: DIRECTORY_ORIGIN, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
      });
      assert.equal(preflight.headers.get('access-control-allow-origin'), DIRECTORY_ORIGIN);
    });

    it('has a reader begin anew whose cursor is of another database, or older than what it remembers', async () => {
      const { get, readAll } = bench().service;
      await put([NORA, OMAR]);
      const { next } = await readAll();
      await put([NORA]);
      await bench().database.query("update target set removed_at = now() - interval '91 days' where removed_at is not null");
      await put([NORA]);
      assert.equal(problemOf(await get(`/targets?cursor=${next}`)), 'cursor-too-old');
      assert.equal(problemOf(await get('/targets?cursor=another.5.5')), 'cursor-too-old');
      // The first page of who begins anew ends before what is forgotten.
      const anew = await readAll(undefined, 1);
      assert.deepEqual((await readAll(anew.next)).items, []);
      await put([NORA, PIA]);
      assert.ok((await readAll(anew.next)).items.some(({ id }) => id === PIA.id));
    });

    it('limits the requests of an agent, says how it is, and counts without naming anybody', async () => {
      const { get } = bench().service;
      assert.deepEqual((await get('/health', { token: null })).body, { isReady: true });
      await get('/targets/search?q=zebrafish');
      const metrics = String((await get('/metrics', { token: null })).body);
      assert.match(metrics, /backchannel_directory_requests_total\{route="\/targets\/search",status="200"\} \d/);
      assert.doesNotMatch(metrics, /zebrafish|nora/);

      const busy = await serveDirectory(bench().database, { requestsPerMinute: 2, isReady: () => true });
      stops.push(() => busy.stop());
      await busy.get('/targets');
      await busy.get('/targets');
      assert.equal((await busy.get('/targets')).status, 429);
      const starting = await serveDirectory(bench().database, { isReady: () => false });
      stops.push(() => starting.stop());
      assert.equal((await starting.get('/health', { token: null })).status, 503);
      const answer = await starting.get('/targets');
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '1']);
    });

    it('takes no longer for what has gone than for what comes, however much both are', async () => {
      const { database } = bench();
      const took = { writing: 0, others: 0 };
      const timed =
        <A extends readonly [string, ...unknown[]], R>(ask: (...given: A) => Promise<R>) =>
        async (...given: A): Promise<R> => {
          const startedAt = performance.now();
          const answer = await ask(...given);
          took[given[0].includes('insert into target') ? 'writing' : 'others'] += performance.now() - startedAt;
          return answer;
        };
      const watched: Database = {
        ...database,
        transaction: (work) => database.transaction((inside) => work({ query: timed(inside.query), run: timed(inside.run) })),
      };
      const many = Array.from({ length: 4_000 }, (_, index) => agent(`many${index}`, `Many ${index}`, [`Team ${index}`]));
      const first = await importSnapshot(watched, 'many', rowsOf(many));
      assert.equal(first.added, 8_000);
      // Half of the agents go, and with them the teams that nobody is left in; those that are left are in the teams of others.
      const left = many.slice(0, 2_000).map((one, index) => ({ ...one, groups: [`Team ${index % 1_000}`] }));
      assert.deepEqual(countsOf(await importSnapshot(watched, 'many', rowsOf(left))), {
        added: 0,
        changed: 1_000,
        unchanged: 2_000,
        removed: 5_000,
      });
      // Were each compared with each, it would be more than ten times as long.
      assert.ok(took.others < 2 * took.writing, `${Math.round(took.others)} ms beside ${Math.round(took.writing)} ms of writing`);
    });

    it('has been asked for every operation of the contract', () => {
      const { operations, seen } = bench().service.contract;
      const asked = new Set([...seen].map((one) => one.split(' ').slice(0, 2).join(' ')));
      assert.deepEqual(
        operations.filter((operation) => !asked.has(operation)),
        [],
      );
    });
  });
}
