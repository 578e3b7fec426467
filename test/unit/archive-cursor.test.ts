import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { ArchiveCursor, type ArchiveReader } from '../../src/background/stream/archive-cursor.ts';
import type { ArchivePage, ArchiveRange, MessagingStream } from '../../src/background/stream/messaging-port.ts';
import type { Envelope } from '../../src/model/signal.ts';
import type { Journal } from '../../src/storage/journal.ts';

const PER_PAGE_MS = 20;

/** An archive behind a line: items that can't be read end the connection, or are refused. */
class FakeArchive {
  count = 0;
  unreadable = new Set<number>();
  /** How a page with an item that can't be read fails. */
  failure: unknown = new Error('The connection is closed');
  itemsPerSecond = Infinity;
  /** After how many items the connection is cut, if it is. */
  cutAfter = Infinity;
  nowMs = 0;
  /** How often it says nothing, before it answers. */
  isSilent = 0;
  readonly asked: string[] = [];

  readonly readArchive = (range: ArchiveRange, max: number): Promise<ArchivePage> => {
    this.asked.push(`${'before' in range ? `before ${range.before}` : 'after' in range ? `after ${range.after}` : 'since'} ${max}`);
    if ('after' in range && Number(range.after) > this.count)
      return Promise.reject(Object.assign(new Error(), { error: { condition: 'item-not-found' } }));
    if (this.isSilent > 0) {
      this.isSilent -= 1;
      return Promise.resolve({ envelopes: [], ids: [], first: undefined, last: undefined, isComplete: false });
    }
    const [first, last] =
      'before' in range
        ? [
            Math.max(1, (range.before === '' ? this.count + 1 : Number(range.before)) - max),
            (range.before === '' ? this.count + 1 : Number(range.before)) - 1,
          ]
        : [('after' in range ? Number(range.after) : 0) + 1, Math.min(this.count, ('after' in range ? Number(range.after) : 0) + max)];
    const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    this.nowMs += PER_PAGE_MS + (numbers.length * 1000) / this.itemsPerSecond;
    if (numbers.some((number) => this.unreadable.has(number))) return Promise.reject(this.failure);
    const come = numbers.slice(0, this.cutAfter);
    this.cutAfter -= come.length;
    if (come.length < numbers.length && (come.length === 0 || 'before' in range))
      return Promise.reject(new Error('The connection is closed'));
    return Promise.resolve({
      envelopes: come.map(envelopeOf),
      ids: come.map(String),
      first: come.length > 0 ? `${first}` : undefined,
      last: come.at(-1)?.toString(),
      isComplete: come.length === numbers.length && ('before' in range ? first === 1 : last === this.count),
      ...(come.length < numbers.length ? { isCut: true } : {}),
    });
  };
}

const envelopeOf = (number: number): Envelope => ({
  signal: { type: 'message', message: { id: `m${number}`, body: '' }, wantsReceipt: true },
  peer: 'ben@localhost',
  isOwn: false,
  at: number,
  archiveId: `${number}`,
});
const bodies = (first: number, last: number, without: readonly number[] = []) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .filter((number) => !without.includes(number))
    .map((number) => `${number}`);

describe('reading the archive', () => {
  let archive: FakeArchive;
  let cursor: ArchiveCursor;
  let begin: (from: typeof stored) => ArchiveCursor;
  let taken: string[];
  /** What is stored of the cursor. */
  let stored: ConstructorParameters<typeof ArchiveCursor>[0];
  let noted: string[];
  let reader: ArchiveReader;
  let connections: number;

  afterEach(() => mock.restoreAll());

  beforeEach(() => {
    archive = new FakeArchive();
    mock.method(performance, 'now', () => archive.nowMs);
    const done = () => Promise.resolve();
    const journal: Pick<Journal, 'writeLatest' | 'flush' | 'flushIfRoom'> = {
      writeLatest: (_name, write) => {
        const facts = { put: (value: unknown) => (stored = value as typeof stored) };
        void write({ objectStore: () => facts } as unknown as Parameters<typeof write>[0]);
      },
      flush: done,
      flushIfRoom: done,
    };
    noted = [];
    stored = undefined;
    begin = (from) => new ArchiveCursor(from, journal as Journal, () => 0, { noting: (code) => () => void noted.push(code) });
    cursor = begin(undefined);
    taken = [];
    connections = 0;
    reader = {
      take: (envelopes) => Promise.resolve(void taken.push(...envelopes.map(({ archiveId = '' }) => archiveId))),
      showNewest: (envelopes) => void taken.push(`newest ${envelopes.at(-1)?.archiveId}`),
      noteGap: () => void taken.push('gap'),
    };
  });

  const catchUp = () => {
    connections += 1;
    return cursor.catchUp(archive as Pick<MessagingStream, 'readArchive'> as MessagingStream, reader);
  };
  /** Catches up, with as many connections as that takes. */
  const catchUpAtLast = async () => {
    const tried = () =>
      catchUp().then(
        () => true,
        () => false,
      );
    while (!(await tried())) assert.ok(connections < 30);
    taken = taken.filter((one) => !one.startsWith('newest'));
  };

  test('brings what stands before something that came live, and didn’t come before the connection was lost', async () => {
    archive.count = 3;
    await catchUp();
    archive.count = 7;
    cursor.advance([envelopeOf(5), envelopeOf(7)]);
    assert.deepEqual(
      (await cursor.readEnd(archive as unknown as MessagingStream)).map(({ archiveId }) => archiveId),
      [],
    );
    taken = [];
    await catchUp();
    assert.deepEqual(taken, ['4', '6']);
    taken = [];
    await catchUp();
    assert.deepEqual(taken, []);
  });

  test('brings nothing twice of what came live before the host was started anew', async () => {
    archive.count = 3;
    await catchUp();
    archive.count = 7;
    cursor.advance([envelopeOf(5), envelopeOf(7)]);
    cursor = begin(stored);
    taken = [];
    await catchUp();
    assert.deepEqual(taken, ['4', '6']);
    assert.deepEqual(stored, { last: '7', taken: [] });
  });

  test('moves on half a minute after what came live', async () => {
    archive.count = 3;
    await catchUp();
    archive.count = 7;
    cursor.advance([envelopeOf(5)]);
    archive.nowMs += 30_000;
    cursor.advance([envelopeOf(7)]);
    archive.asked.length = 0;
    await catchUp();
    assert.match(archive.asked[0] ?? '', /^after 5 /);
  });

  test('shows the newest of many after the first page, and takes all in their order', async () => {
    archive.count = 1_000;
    await catchUp();
    assert.deepEqual(taken, [...bodies(1, 20), 'newest 1000', ...bodies(21, 1_000)]);
    assert.ok(archive.asked.length < 12, archive.asked.join());
  });

  describe('reading the archive’s end before all others', () => {
    const readEnd = () => cursor.readEnd(archive as Pick<MessagingStream, 'readArchive'> as MessagingStream);

    test('brings what was missed last, and isn’t done once more by reading everything', async () => {
      archive.count = 1_000;
      cursor = begin({ last: '10', taken: [] });
      assert.deepEqual(
        (await readEnd()).map(({ archiveId }) => archiveId),
        bodies(981, 1_000),
      );
      await catchUp();
      assert.deepEqual(taken, bodies(11, 1_000));
      assert.equal(archive.asked.filter((one) => one.startsWith('before')).length, 1);
    });

    test('brings nothing that was read already', async () => {
      archive.count = 12;
      cursor = begin({ last: '9', taken: [] });
      cursor.advance([envelopeOf(10)]);
      assert.deepEqual(
        (await readEnd()).map(({ archiveId }) => archiveId),
        bodies(11, 12),
      );
    });

    test('is left out by a browser that has never read the archive', async () => {
      archive.count = 12;
      assert.deepEqual(await readEnd(), []);
      assert.deepEqual(archive.asked, []);
    });

    test('is not tried again after it has cost the connection, before everything was read', async () => {
      archive.count = 100;
      archive.unreadable.add(95);
      cursor = begin({ last: '1', taken: [] });
      assert.deepEqual(await readEnd(), []);
      assert.deepEqual(await readEnd(), []);
      assert.equal(archive.asked.length, 1);
      assert.deepEqual(noted, ['newest-not-read']);
      await catchUpAtLast();
      archive.count = 200;
      assert.equal((await readEnd()).at(-1)?.archiveId, '200');
    });
  });

  test('doesn’t take an archive that says nothing for one that has no more: the next connection reads on', async () => {
    archive.count = 10;
    cursor = begin({ last: '4', taken: [] });
    archive.isSilent = 2;
    await assert.rejects(catchUp());
    await assert.rejects(catchUp());
    await catchUp();
    assert.deepEqual(taken, bodies(5, 10));
  });

  test('takes an archive that always says nothing for one that has no more, so that the agent gets connected', async () => {
    archive.isSilent = Infinity;
    await catchUpAtLast();
    assert.deepEqual(taken, []);
  });

  test('asks only once for little', async () => {
    archive.count = 10;
    await catchUp();
    assert.equal(archive.asked.length, 1);
  });

  test('asks for pages that a slow line brings in about two seconds', async () => {
    Object.assign(archive, { count: 150, itemsPerSecond: 3 });
    await catchUp();
    assert.deepEqual(
      archive.asked
        .filter((one) => !one.startsWith('before'))
        .slice(2, 6)
        .map((one) => Number(one.split(' ')[2]) <= 6),
      [true, true, true, true],
    );
  });

  test('counts what has come of a page that was cut off', async () => {
    Object.assign(archive, { count: 100, cutAfter: 13 });
    await assert.rejects(catchUp());
    archive.cutAfter = 7;
    await assert.rejects(catchUp());
    archive.cutAfter = Infinity;
    await catchUpAtLast();
    assert.deepEqual(taken, bodies(1, 100));
  });

  for (const [what, failure] of [
    ['ends the connection', new Error('The connection is closed')],
    ['the server refuses to send', { error: { condition: 'internal-server-error' } }],
  ] as const) {
    for (const place of [1, 50, 99]) {
      test(`passes over item ${place} of 100, which ${what}, and over nothing else`, async () => {
        archive.failure = failure;
        archive.count = 100;
        archive.unreadable.add(place);
        await catchUpAtLast();
        assert.deepEqual(taken, [...bodies(1, place - 1), 'gap', ...bodies(place + 1, 100)]);
        assert.ok(connections < 20, `${connections} connections`);
        archive.count = 110;
        taken = [];
        await catchUpAtLast();
        assert.deepEqual(taken, bodies(101, 110));
      });
    }
  }

  test('leaves the archive alone while its last item can’t be read, and reads what comes after', async () => {
    archive.count = 10;
    archive.unreadable.add(10);
    await catchUpAtLast();
    assert.deepEqual(taken, [...bodies(1, 9), 'gap']);
    archive.count = 12;
    cursor.advance([envelopeOf(12)]);
    archive.nowMs += 600_000;
    taken = [];
    await catchUpAtLast();
    assert.deepEqual(taken, ['gap', ...bodies(11, 12)]);
  });

  test('passes over nothing where the network was cut at a single item again and again', async () => {
    archive.count = 30;
    for (let time = 0; time < 5; time += 1) {
      archive.cutAfter = 0;
      await assert.rejects(catchUp());
    }
    archive.cutAfter = Infinity;
    await catchUpAtLast();
    assert.deepEqual(taken, bodies(1, 30));
  });

  test('begins as in a new browser where the archive doesn’t know the last item any more', async () => {
    archive.count = 5;
    cursor = begin({ last: '100', taken: [] });
    await catchUp();
    assert.deepEqual(archive.asked, ['after 100 20', 'since 20']);
    assert.deepEqual(taken, bodies(1, 5));
  });
});
