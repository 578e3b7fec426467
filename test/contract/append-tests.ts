import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { historyOf, interactionOf, problemOf } from './shapes.ts';
import type { Bench } from './service-under-test.ts';

const HISTORY = '/contacts/c1005/interactions';
const MARKUP = '<img src=x onerror="alert(1)"> & </script> \u202e "quoted" 😀';

const finished = (changes: object = {}) => ({
  medium: 'im',
  subject: 'Asked for help',
  startedAt: '2026-03-01T10:00:00+01:00',
  endedAt: '2026-03-01T09:12:30.250Z',
  status: 'done',
  outcome: 'Resolved',
  ...changes,
});

/** Tests that append finished interactions. */
export function appendTests(bench: () => Bench): void {
  const append = (body: unknown, id: string = randomUUID()) => bench().service.call('PUT', `${HISTORY}/${id}`, { body });

  it('stores an interaction once, however often it is appended', async () => {
    const id = randomUUID();
    const body = finished({
      notes: 'See INV-2093.',
      caseData: [{ key: 'order', type: 'link', value: 'javascript:alert(1)' }],
      transcript: [{ at: '2026-03-01T09:00:01Z', author: 'Nora Lind', text: 'Is it a zebrafish?' }],
    });
    const [first, ...others] = await Promise.all([append(body, id), append(body, id), append(body, id)]);
    assert.deepEqual([first, ...others].map(({ status }) => status).sort(), [200, 200, 201]);
    assert.deepEqual(
      others.map((other) => other.body),
      [first.body, first.body],
    );
    const { agent, lengthMs } = interactionOf(first);
    assert.deepEqual([agent.id, lengthMs], ['nora@crm.example', 750_250]);
    const conflict = await append(finished({ notes: 'Another.' }), id);
    assert.equal(problemOf(conflict), 'conflict');
    for (const q of ['zebrafish', 'inv 2093', 'nora asked']) {
      const { items } = historyOf(await bench().service.call('GET', `${HISTORY}?q=${encodeURIComponent(q)}`));
      assert.equal(items.filter((item) => item.id === id).length, 1, q);
    }
  });

  it('keeps markup as the text it is', async () => {
    const id = randomUUID();
    await append(
      finished({
        subject: MARKUP,
        notes: MARKUP,
        outcome: MARKUP,
        caseData: [{ key: MARKUP, label: MARKUP, type: 'text', value: MARKUP }],
        transcript: [{ at: '2026-03-01T09:00:00Z', author: MARKUP, text: MARKUP }],
      }),
      id,
    );
    const { subject, notes, caseData, transcript } = interactionOf(await bench().service.call('GET', `${HISTORY}/${id}`));
    assert.deepEqual(
      [subject, notes, caseData[0]?.key, caseData[0]?.value, transcript[0]?.author, transcript[0]?.text],
      Array<string>(6).fill(MARKUP),
    );
  });

  it('accepts texts up to the contract’s length, and not a character more', async () => {
    const field = (value: string) => ({ key: 'k', type: 'text', value });
    const said = (text: string) => ({ at: '2026-03-01T09:00:00Z', author: 'A', text });
    const bounds: [string, object, object][] = [
      ['subject', { subject: 'ä'.repeat(500) }, { subject: 'x'.repeat(501) }],
      ['outcome', { outcome: 'x'.repeat(200) }, { outcome: 'x'.repeat(201) }],
      ['notes', { notes: '字'.repeat(20_000) }, { notes: 'x'.repeat(20_001) }],
      ['value', { caseData: [field('x '.repeat(5_000))] }, { caseData: [field('x'.repeat(10_001))] }],
      ['fields', { caseData: Array.from({ length: 200 }, () => field('x')) }, { caseData: Array.from({ length: 201 }, () => field('x')) }],
      ['text', { transcript: [said('x'.repeat(10_000))] }, { transcript: [said('x'.repeat(10_001))] }],
      [
        'entries',
        { transcript: Array.from({ length: 5_000 }, (_, index) => said(`w${index}`)) },
        { transcript: Array.from({ length: 5_001 }, () => said('x')) },
      ],
    ];
    for (const [name, most, more] of bounds) {
      const { contract } = bench().service;
      assert.deepEqual(
        [contract.takesBody('put', `${HISTORY}/x`, finished(most)), contract.takesBody('put', `${HISTORY}/x`, finished(more))],
        [true, false],
        name,
      );
      assert.equal((await append(finished(most))).status, 201, name);
      assert.equal(problemOf(await append(finished(more))), 'invalid-input', name);
    }
  });

  it('refuses values of a megabyte, 10,000 fields and invalid interactions, and repeats no value', async () => {
    const megabyte = await append(finished({ notes: 'x'.repeat(1_000_000) }));
    assert.equal(problemOf(megabyte), 'invalid-input');
    assert.equal(problemOf(await append(finished({ notes: 'x'.repeat(1_100_000) }))), 'too-large');
    const fields = Array.from({ length: 10_000 }, (_, index) => ({ key: `k${index}`, type: 'text', value: 'secret-value' }));
    assert.ok(!JSON.stringify((await append(finished({ caseData: fields }))).body).includes('secret-value'));
    const wrong = [
      {},
      [],
      null,
      'text',
      '{"medium":',
      finished({ medium: 'fax' }),
      finished({ endedAt: '2026-02-28T00:00:00Z' }),
      finished({ startedAt: 'soon' }),
      finished({ subject: 'a\u0000b' }),
      finished({ subject: '\ud800' }),
      finished({ agent: { id: 'omar@crm.example' } }),
      finished({ caseData: [{ key: '', type: 'text', value: '' }] }),
    ];
    for (const body of wrong) assert.equal(problemOf(await append(body)), 'invalid-input', JSON.stringify(body));
    const plain = await bench().service.call('PUT', `${HISTORY}/x`, { body: 'text', headers: { 'content-type': 'text/csv' } });
    assert.equal(problemOf(plain), 'wrong-type');
  });

  it('gives every interaction once, page by page, while others append', async () => {
    const { call } = bench().service;
    const before = (await historyIds()).sort();
    const read: string[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const page = historyOf(await call('GET', `${HISTORY}?limit=5${next && `&cursor=${next}`}`));
      read.push(...page.items.map(({ id }) => id));
      // One interaction is newer, and one older, than those that were read.
      await append(finished({ startedAt: '2026-11-01T00:00:00Z', endedAt: '2026-11-01T00:00:00Z' }));
      await append(finished({ startedAt: '2001-01-01T00:00:00Z', endedAt: '2001-01-01T00:00:00Z' }));
      next = read.length > before.length + 20 ? undefined : page.next;
    }
    assert.equal(new Set(read).size, read.length, 'none twice');
    assert.deepEqual(
      before.filter((id) => !read.includes(id)),
      [],
    );
  });

  const historyIds = async () => {
    const ids: string[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const page = historyOf(await bench().service.call('GET', `${HISTORY}?limit=100${next && `&cursor=${next}`}`));
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    return ids;
  };
}
