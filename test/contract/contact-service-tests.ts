import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Database } from '../../demo/crm/service/database.ts';
import { migrate } from '../../demo/crm/service/migrate.ts';
import { accessTests } from './access-tests.ts';
import { appendTests } from './append-tests.ts';
import { historyTests } from './history-tests.ts';
import { issuerTests } from './issuer-tests.ts';
import { lookUpTests } from './look-up-tests.ts';
import { type Bench, fillDatabase, serve } from './service-under-test.ts';

/** All tests of the contract, over a database. The last one fails if an operation wasn't tested. */
export function contactServiceTests(name: string, open: () => Promise<{ database: Database; stop(): Promise<void> }>): void {
  describe(`the contact service on ${name}`, () => {
    let bench: Bench | undefined;
    const stops: (() => Promise<void>)[] = [];
    before(async () => {
      const { database, stop } = await open();
      stops.push(stop, () => database.close());
      await fillDatabase(database);
      const service = await serve(database);
      stops.push(() => service.stop());
      bench = { database, service };
    });
    after(async () => {
      for (const stop of stops.reverse()) await stop();
    });
    const get = () => {
      assert.ok(bench);
      return bench;
    };

    it('migrates once', async () => {
      assert.deepEqual(await migrate(get().database), []);
    });
    lookUpTests(get);
    historyTests(get);
    appendTests(get);
    accessTests(get);
    issuerTests(get);

    it('counts its requests, naming nobody, and says whether it is ready', async () => {
      const { call } = get().service;
      assert.deepEqual((await call('GET', '/health')).body, { isReady: true });
      await call('GET', '/contacts?name=zebrafish');
      const metrics = String((await call('GET', '/metrics')).body);
      assert.match(metrics, /backchannel_contacts_requests_total\{route="\/contacts",status="200"\} \d/);
      assert.doesNotMatch(metrics, /zebrafish|nora/);
      for (const file of ['alerts.yml', 'dashboard.json']) {
        const named = (await readFile(`deploy/prometheus/${file}`, 'utf8')).match(/\bbackchannel_contacts_\w+/g);
        assert.ok(named);
        for (const name of named) assert.ok(metrics.includes(`\n${name}{`), name);
      }
      const starting = await serve(get().database, { isReady: () => false });
      stops.push(() => starting.stop());
      assert.equal((await starting.call('GET', '/health')).status, 503);
    });

    it('has been asked for every operation of the contract', () => {
      const { operations, seen } = get().service.contract;
      const asked = new Set([...seen].map((one) => one.split(' ').slice(0, 2).join(' ')));
      assert.deepEqual(
        operations.filter((operation) => !asked.has(operation)),
        [],
      );
    });
  });
}
