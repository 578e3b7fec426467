import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { searchWords as wordsOfService } from '../../demo/crm/service/search-words.ts';
import { agentsOf, compareByStart, ContactHistory, detailsTextOf, rowTextOf } from '../../src/model/contact/contact-history.ts';
import { type HistoryConditions, isContactId, type PastInteraction } from '../../src/model/contact/contact.ts';
import { searchTextOf, searchWords, wordMatcherOf } from '../../src/model/text/search-words.ts';

const collator = new Intl.Collator('de', { numeric: true });
const NEWEST_FIRST = { sort: 'start', order: 'desc' } as const;
let count = 0;
const row = (given: Partial<PastInteraction>): PastInteraction => {
  count += 1;
  return {
    id: `i${count}`,
    medium: 'voice',
    subject: '',
    startedAt: count * 1_000,
    endedAt: count * 1_000 + 500,
    lengthMs: 500,
    agent: { id: 'ann@crm.example', name: 'Ann' },
    status: 'done',
    outcome: '',
    ...given,
  };
};
const conditions = (given: Partial<HistoryConditions> = {}): HistoryConditions => ({ search: '', media: [], statuses: [], ...given });
const historyOf = (...rows: readonly PastInteraction[]) => {
  const sorted = [...rows].sort(compareByStart);
  return new ContactHistory(sorted, sorted.map(rowTextOf), collator);
};
const NONE: ReadonlySet<string> = new Set();

test('splits texts into words as the contact service does', () => {
  for (const text of [
    'Störung: INV-2093, a.b@c.example',
    'Łódź naïve CAFÉ',
    '東京タワー 2F',
    'สวัสดี',
    'שָׁלוֹם राम',
    'ﬁne ½ Ⅷ',
    '',
    '—',
    'x'.repeat(100),
    '👍🏽 ok',
    'İstanbul ΌΣΟΣ straße',
    'شری‌لانکا ශ්‍රී ලංකා 👩‍💻',
  ])
    assert.deepEqual(searchWords(text), wordsOfService(text), text);
});

test('splits the longest text that sets no words apart at once', () => {
  const startedAt = performance.now();
  const notes = `${'字'.repeat(20_000)} ${'x'.repeat(20_000)}\u200Cx`;
  for (const split of [searchWords, wordsOfService]) assert.deepEqual(split(notes).slice(0, 2), ['字', 'x'.repeat(60)]);
  assert.ok(
    performance.now() - startedAt < 5_000,
    'it took half a minute, because the end of a word was looked for at each of its characters',
  );
});

test('finds a word with joiners by itself, without them and with spaces in their place', () => {
  for (const name of ['شری‌لانکا', 'ශ්‍රී']) {
    for (const typed of [name, name.replace(/[\u200C\u200D]/g, ''), name.replace(/[\u200C\u200D]/g, ' ')])
      assert.ok(wordMatcherOf(typed)(searchTextOf(name)), typed);
  }
});

test('refuses an id that would lead to another address', () => {
  assert.deepEqual(['c1001', 'a.b', '...', '.', '..', '', 'a/b', 'a b', 'x'.repeat(129)].map(isContactId), [
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

describe("a contact's history", () => {
  const refund = row({ subject: 'Refund for invoice 10042', outcome: 'Erstattet' });
  const outage = row({
    subject: 'Störung am Anschluss',
    medium: 'chat',
    status: 'transferred',
    agent: { id: 'Zoe@crm.example', name: 'Zoë' },
    lengthMs: 9_000,
  });
  const mail = row({ subject: 'zahlung 9', medium: 'email', agent: { id: 'ben@crm.example', name: 'Ärne' }, lengthMs: 10 });
  const history = historyOf(mail, refund, outage);
  const find = (given: Partial<HistoryConditions>, by: Parameters<ContactHistory['find']>[1] = NEWEST_FIRST) =>
    history.find(conditions(given), by, NONE);

  test('is found by beginnings of words of subject, agent and outcome, whatever case and accents', () => {
    assert.deepEqual(find({ search: 'stor' }), [outage]);
    assert.deepEqual(find({ search: 'INV refu' }), [refund]);
    assert.deepEqual(find({ search: 'erst 100' }), [refund]);
    assert.deepEqual(find({ search: 'zoe' }), [outage]);
    assert.deepEqual(find({ search: 'und' }), []);
    assert.deepEqual(find({ search: ' - ' }), [mail, outage, refund]);
  });

  test('is filtered by several conditions together', () => {
    assert.deepEqual(find({ media: ['chat', 'email'] }), [mail, outage]);
    assert.deepEqual(find({ media: ['chat', 'email'], statuses: ['transferred'] }), [outage]);
    assert.deepEqual(find({ agent: 'zoe@crm.example' }), [outage]);
    assert.deepEqual(find({ from: outage.startedAt }), [mail, outage]);
    assert.deepEqual(find({ to: outage.startedAt }), [refund]);
  });

  test('is sorted as its readers sort; equal rows have the newest first', () => {
    assert.deepEqual(find({}, { sort: 'start', order: 'asc' }), [refund, outage, mail]);
    assert.deepEqual(find({}, { sort: 'subject', order: 'asc' }), [refund, outage, mail]);
    assert.deepEqual(
      find({}, { sort: 'agent', order: 'asc' }).map(({ agent }) => agent.name),
      ['Ann', 'Ärne', 'Zoë'],
    );
    assert.deepEqual(find({}, { sort: 'length', order: 'desc' }), [outage, refund, mail]);
    const [first, second] = [row({ subject: 'same' }), row({ subject: 'Same' })];
    for (const order of ['asc', 'desc'] as const)
      assert.deepEqual(historyOf(first, second).find(conditions(), { sort: 'medium', order }, NONE), [second, first]);
    const numbered = historyOf(row({ subject: 'Fall 10' }), row({ subject: 'Fall 9' }));
    assert.deepEqual(
      numbered.find(conditions(), { sort: 'subject', order: 'asc' }, NONE).map(({ subject }) => subject),
      ['Fall 9', 'Fall 10'],
    );
  });

  test('is searched also by what was opened, and by what the service has found', () => {
    const opened = historyOf(refund, outage);
    opened.addText(
      outage.id,
      detailsTextOf({
        ...outage,
        notes: 'Splitter',
        caseData: [{ key: 'Router', type: 'text', value: 'Fritz' }],
        transcript: [{ at: 1, author: 'Maria', text: 'Grüße' }],
      }),
    );
    for (const search of ['split', 'fritz', 'gruss störung'])
      assert.deepEqual(opened.find(conditions({ search }), NEWEST_FIRST, NONE), search.startsWith('gruss') ? [] : [outage]);
    assert.deepEqual(opened.find(conditions({ search: 'grüß' }), NEWEST_FIRST, NONE), [outage]);
    assert.deepEqual(opened.find(conditions({ search: 'elsewhere' }), NEWEST_FIRST, new Set([refund.id])), [refund]);
    assert.deepEqual(opened.find(conditions({ search: 'elsewhere', media: ['chat'] }), NEWEST_FIRST, new Set([refund.id])), []);
    assert.deepEqual(opened.with([mail], 100).history.find(conditions({ search: 'fritz' }), NEWEST_FIRST, NONE), [outage]);
  });

  test('takes further rows, and drops the oldest when there are too many', () => {
    const [newer, older] = [row({}), row({ startedAt: 1 })];
    const { history: next, firstChanged } = history.with([newer, refund], 100);
    assert.deepEqual([next.rows, firstChanged], [[refund, outage, mail, newer], 3]);
    assert.deepEqual(next.find(conditions({ search: 'stor' }), NEWEST_FIRST, NONE), [outage]);
    assert.equal(history.with([older], 100).firstChanged, 0);
    assert.deepEqual(history.with([newer], 2).history.rows, [mail, newer]);
  });

  test('finds the agents who handled it, by name', () => {
    assert.deepEqual(
      agentsOf(history.rows, collator).map(({ name }) => name),
      ['Ann', 'Ärne', 'Zoë'],
    );
  });
});
