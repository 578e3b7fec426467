import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageOrder, TranscriptEntry } from '../../src/model/session/im-session.ts';
import { insert, isPlaceKnown } from '../../src/model/session/message-order.ts';

const [ANNA, BEN] = ['anna@localhost', 'ben@localhost'];

interface Written {
  readonly id: string;
  readonly from: string;
  readonly order?: MessageOrder;
}
const of = (from: string, device: string, number: number): Written => ({ id: `${device} ${number}`, from, order: { device, number } });
const ofAnother = (id: string, from = ANNA): Written => ({ id, from });

const entryOf = (written: Written, position: number): TranscriptEntry => ({
  kind: 'message',
  sessionId: 's',
  isOwn: written.from === ANNA,
  body: written.id,
  at: 0,
  position,
  ...written,
});

/** The ids of a transcript into which these came, one after the other. */
function transcriptOf(...came: readonly Written[]): readonly string[] {
  const entries: TranscriptEntry[] = [];
  const stored = new Map<string, TranscriptEntry>();
  for (const [index, written] of came.entries())
    for (const changed of insert(entryOf(written, index + 1), entries)) stored.set(changed.id, changed);
  for (const [index, { position }] of entries.entries())
    assert.ok(position > (entries[index - 1]?.position ?? 0), 'every entry has a position of its own, in order');
  const afterRestart = [...stored.values()].toSorted((a, b) => a.position - b.position);
  assert.deepEqual(afterRestart, entries, 'every change is stored');
  return entries.map(({ id }) => id);
}

function ordersOf<T>(things: readonly T[]): T[][] {
  return things.length === 0
    ? [[]]
    : things.flatMap((one) => ordersOf(things.filter((other) => other !== one)).map((rest) => [one, ...rest]));
}

test('in whatever order messages come, those of each browser of each author stand as they were written, after a restart too', () => {
  const desk = [1, 2, 5, 6].map((number) => of(ANNA, 'desk', number));
  const phone = [1, 2].map((number) => of(ANNA, 'phone', number));
  // Nobody but their sender can name a sender's browser.
  const bens = [1, 5].map((number) => of(BEN, 'desk', number)).map((written) => ({ ...written, id: `of ben ${written.id}` }));
  for (const came of ordersOf([...desk, ...phone, ...bens])) {
    const ids = transcriptOf(...came);
    for (const written of [desk, phone, bens]) {
      const seen = written.map(({ id }) => ids.indexOf(id));
      if (seen.some((place, index) => place <= (seen[index - 1] ?? -1)))
        assert.fail(`${came.map(({ id }) => id).join()} became ${ids.join()}`);
    }
  }
});

test('what comes in order stays in the order in which it comes, whoever has written it', () => {
  const came = [of(ANNA, 'desk', 3), ofAnother('a'), of(ANNA, 'phone', 1), of(BEN, 'desk', 1), of(ANNA, 'desk', 9), of(ANNA, 'phone', 2)];
  assert.deepEqual(
    transcriptOf(...came),
    came.map(({ id }) => id),
  );
});

test('a late message stands right before the first one that was written later', () => {
  const [one, two, three] = [1, 2, 3].map((number) => of(ANNA, 'desk', number)) as [Written, Written, Written];
  assert.deepEqual(transcriptOf(one, ofAnother('ben’s', BEN), three, two), [one.id, 'ben’s', two.id, three.id]);
});

test('messages of clients that say no order stand in the order in which they come', () => {
  assert.deepEqual(transcriptOf(ofAnother('b'), of(ANNA, 'desk', 2), ofAnother('a'), of(ANNA, 'desk', 1)), ['b', 'desk 1', 'desk 2', 'a']);
});

test('hundreds of late messages have positions between the same two', () => {
  const late = Array.from({ length: 300 }, (_, index) => of(ANNA, 'desk', index + 1));
  const [first, last] = [of(ANNA, 'desk', 0), of(ANNA, 'desk', 1_000)];
  const ids = [first, ...late, last].map(({ id }) => id);
  assert.deepEqual(transcriptOf(first, last, ...late), ids);
  assert.deepEqual(transcriptOf(first, last, ...late.toReversed()), ids);
});

test('where the end of a transcript is enough to know a message’s place, it is the same as in the whole', () => {
  const written = [1, 2, 3, 4].flatMap((number) => [of(ANNA, 'desk', number), of(ANNA, 'phone', number)]);
  for (const late of written) {
    const whole: TranscriptEntry[] = [];
    for (const [index, one] of written.filter((other) => other !== late).entries()) insert(entryOf(one, index + 1), whole);
    const expected = [...whole];
    insert(entryOf(late, 100), expected);
    for (let inMemory = 0; inMemory <= whole.length; inMemory += 1) {
      const end = whole.slice(whole.length - inMemory);
      if (!isPlaceKnown(late, end)) continue;
      insert(entryOf(late, 100), end);
      assert.deepEqual(end, expected.slice(expected.length - end.length), `${late.id} among the last ${inMemory}`);
    }
  }
});

test('the place of a message is not known by an end that has none of those before it', () => {
  const end = [of(ANNA, 'desk', 5), of(ANNA, 'phone', 1), of(BEN, 'desk', 1)].map(entryOf);
  assert.equal(isPlaceKnown(of(ANNA, 'desk', 4), end), false);
  assert.equal(isPlaceKnown(of(ANNA, 'desk', 6), end), true);
  assert.equal(isPlaceKnown(of(ANNA, 'third', 1), end), false);
});
