import assert from 'node:assert/strict';
import { it } from 'node:test';
import { historyOf, interactionOf, problemOf } from './shapes.ts';
import type { Bench } from './service-under-test.ts';

const HISTORY = '/contacts/c1001/interactions';

/** Tests that read and search a contact's history. */
export function historyTests(bench: () => Bench): void {
  const wholeHistory = async (query: string) => {
    const { call } = bench().service;
    const items: ReturnType<typeof historyOf>['items'] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const page = historyOf(await call('GET', `${HISTORY}?${query}${next && `&cursor=${next}`}`));
      items.push(...page.items);
      next = page.next;
    }
    return items;
  };

  it('gives the newest first, and the details of each', async () => {
    const items = await wholeHistory('limit=100');
    assert.ok(items.length > 200, 'the longest history of the seed');
    assert.deepEqual(
      items.map(({ startedAt }) => startedAt),
      items
        .map(({ startedAt }) => startedAt)
        .sort()
        .reverse(),
    );
    const [first] = items;
    const answer = await bench().service.call('GET', `${HISTORY}/${first?.id}`);
    assert.equal(interactionOf(answer).subject, first?.subject);
    const again = await bench().service.call('GET', `${HISTORY}/${first?.id}`, {
      headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
    });
    assert.equal(again.status, 304);
    assert.equal((await bench().service.call('GET', `${HISTORY}/none`)).status, 404);
  });

  it('sorts by each column, both ways, and pages through each row once', async () => {
    const all = (await wholeHistory('limit=100')).map(({ id }) => id).sort();
    for (const sort of ['start', 'length', 'subject', 'agent', 'medium', 'outcome']) {
      const [up, down] = [await wholeHistory(`sort=${sort}&order=asc&limit=37`), await wholeHistory(`sort=${sort}&order=desc&limit=50`)];
      assert.deepEqual(
        up.map(({ id }) => id),
        down.map(({ id }) => id).reverse(),
        sort,
      );
      assert.deepEqual(up.map(({ id }) => id).sort(), all, sort);
    }
    const lengths = (await wholeHistory('sort=length&order=asc&limit=100')).map(({ lengthMs }) => lengthMs);
    assert.deepEqual(
      lengths,
      [...lengths].sort((a, b) => a - b),
    );
  });

  it('filters by medium, status, agent and dates', async () => {
    const all = await wholeHistory('limit=100');
    const expectSame = async (query: string, isIn: (item: (typeof all)[number]) => boolean) => {
      const expected = all.filter(isIn).map(({ id }) => id);
      assert.ok(expected.length > 0 && expected.length < all.length, query);
      assert.deepEqual(
        (await wholeHistory(`${query}&limit=100`)).map(({ id }) => id),
        expected,
        query,
      );
    };
    const middle = all[Math.floor(all.length / 2)]?.startedAt ?? '';
    await expectSame('medium=chat,email', ({ medium }) => medium === 'chat' || medium === 'email');
    await expectSame('status=abandoned', ({ status }) => status === 'abandoned');
    await expectSame('agent=pia%40crm.example', ({ agent }) => agent.id === 'pia@crm.example');
    await expectSame(`from=${middle}`, ({ startedAt }) => startedAt >= middle);
    await expectSame(`to=${middle}`, ({ startedAt }) => startedAt < middle);
    await expectSame(
      `status=done&medium=voice&from=${middle}`,
      (item) => item.status === 'done' && item.medium === 'voice' && item.startedAt >= middle,
    );
  });

  it('searches subject, agent, notes, case data and transcript by the beginnings of words', async () => {
    const all = await wholeHistory('limit=100');
    const idsOf = async (q: string) => (await wholeHistory(`limit=100&q=${encodeURIComponent(q)}`)).map(({ id }) => id);
    assert.deepEqual(
      await idsOf('pia SØR'),
      all.filter(({ agent }) => agent.id === 'pia@crm.example').map(({ id }) => id),
    );
    for (const { id } of all.slice(0, 5)) {
      const { caseData, transcript, notes } = interactionOf(await bench().service.call('GET', `${HISTORY}/${id}`));
      const number = caseData[0]?.value ?? '';
      assert.deepEqual(await idsOf(number), [id]);
      for (const text of [notes, ...transcript.map((said) => said.text)])
        assert.ok((await idsOf(`${number} ${text}`.slice(0, 190))).includes(id), text);
    }
    assert.deepEqual(await idsOf('no-such-word'), []);
    assert.deepEqual(await idsOf(`' & !:* \\ ) (`), []);
    assert.deepEqual(
      await idsOf('   '),
      all.map(({ id }) => id),
    );
  });

  it('refuses an invalid query, and a cursor of another query', async () => {
    const { call } = bench().service;
    for (const query of [
      `q=${'x'.repeat(201)}`,
      'medium=fax',
      'medium=',
      'status=open',
      'agent=nora',
      'from=yesterday',
      'from=2026-02-30T00:00:00Z',
      'to=9999-12-31T23:59:59Z',
      'sort=notes',
      'order=up',
      'offset=5',
    ])
      assert.equal(problemOf(await call('GET', `${HISTORY}?${query}`)), 'invalid-input', query);

    const { next } = historyOf(await call('GET', `${HISTORY}?limit=5`));
    assert.ok(next);
    assert.equal((await call('GET', `${HISTORY}?limit=9&cursor=${next}`)).status, 200);
    for (const path of [
      `${HISTORY}?sort=length&cursor=${next}`,
      `/contacts/c1003/interactions?cursor=${next}`,
      `${HISTORY}?cursor=${next.slice(0, -2)}`,
      `${HISTORY}?cursor=x${next}`,
    ])
      assert.equal(problemOf(await call('GET', path)), 'invalid-input', path);
  });
}
