import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fuzzBlockOf, runsOf, type Subject } from '../fuzz/fuzzer.ts';
import { readXml, XmlError } from '../../src/background/xmpp/xml-reader.ts';
import { markedWithin } from '../fuzz/held.ts';
import { GUEST_MARK, STRANGER_MARK, UNREADABLE_MARK } from '../fuzz/marks.ts';
import { shownOfNobody } from '../fuzz/shown.ts';
import { readTree, writeTree } from '../fuzz/stanza-tree.ts';
import type { Step } from '../fuzz/step.ts';
import { unreadable } from '../fuzz/unreadable.ts';
import { wireVectors } from '../fuzz/vectors.ts';

const VECTORS = wireVectors();
const RUNS = 300;

const framesIn = (steps: readonly Step[]) => steps.flatMap((step) => (step.do === 'frame' ? [step.frame] : []));

/** A subject with a fault: it reports the first frame that `isPoison` picks. */
function faulty(isPoison: (frame: string, before: readonly string[]) => boolean): Subject {
  return (runs) => {
    const before: string[] = [];
    for (const [run, steps] of runs.entries()) {
      for (const frame of framesIn(steps)) {
        if (isPoison(frame, before)) return Promise.resolve({ fault: 'It took it badly', run });
        before.push(frame);
      }
    }
    return Promise.resolve({});
  };
}

/** Imitates a fault in StanzaJS's parser: an attribute that every object inherits counts as a double. */
function hasInheritedAttribute(frame: string): boolean {
  return [...frame.matchAll(/ ([\w:-]+)="/g)].some(([, name = '']) => name in {});
}

test('a host without a fault is not found guilty', async () => {
  const { failure } = await fuzzBlockOf(() => Promise.resolve({}), VECTORS, 1, 0, RUNS);
  assert.equal(failure, undefined);
});

test('a planted fault is found, and the stanza that shows it is made as small as can be', async () => {
  const { failure } = await fuzzBlockOf(faulty(hasInheritedAttribute), VECTORS, 1, 0, RUNS);
  assert.ok(failure, 'not found');
  assert.equal(failure.fault, 'It took it badly');
  assert.equal(failure.runs.length, 1);
  const [steps = []] = failure.runs;
  assert.equal(steps.length, 1, JSON.stringify(steps));
  assert.ok(hasInheritedAttribute(framesIn(steps)[0] ?? ''));
  const first = runsOf(VECTORS, 1, 0, RUNS)[failure.at] ?? [];
  assert.ok(JSON.stringify(steps).length <= JSON.stringify(first).length);
});

test('a fault that needs an earlier stanza is found, and only the stanzas that it needs are kept', async () => {
  // The fault needs an invitation, and at any later time the end of one.
  const isEndAfterBegin = (frame: string, before: readonly string[]) =>
    frame.includes('<finish') && before.some((one) => one.includes('<propose'));
  const alone = faulty(isEndAfterBegin);
  const { failure } = await fuzzBlockOf(alone, VECTORS, 3, 0, RUNS);
  assert.ok(failure, 'not found');
  assert.ok(failure.runs.length <= 2, `${failure.runs.length} runs are left`);
  assert.notEqual((await alone(failure.runs)).fault, undefined);
});

test('a seed always sends the same stanzas, and another seed sends others', () => {
  assert.deepEqual(runsOf(VECTORS, 5, 2, 40), runsOf(VECTORS, 5, 2, 40));
  assert.notDeepEqual(runsOf(VECTORS, 5, 2, 40), runsOf(VECTORS, 6, 2, 40));
  assert.notDeepEqual(runsOf(VECTORS, 5, 2, 40), runsOf(VECTORS, 5, 3, 40));
});

test('each kind of stanza comes within one block', () => {
  const steps = runsOf(VECTORS, 1, 0, 1_000).flat();
  assert.deepEqual([...new Set(steps.map((step) => step.do))].sort(), [
    'agent',
    'archive',
    'cut',
    'frame',
    'over',
    'renew',
    'while-reading',
  ]);
  const frames = framesIn(steps).join('\n');
  const wanted = [
    'constructor="',
    '__proto__',
    '<propose',
    '<accept',
    '<ringing',
    '<retract',
    'urn:xmpp:carbons:2',
    'urn:xmpp:mam:2',
    'jabber:iq:roster',
    'urn:xmpp:jingle:1',
    '<!--',
    '<![CDATA[',
    '<!DOCTYPE',
    'hash="',
    'urn:xmpp:sm:3',
    STRANGER_MARK,
    GUEST_MARK,
    UNREADABLE_MARK,
  ];
  for (const text of wanted) assert.ok(frames.includes(text), `nothing with ${text}`);
  assert.ok(
    framesIn(steps).some((frame) => frame.length > 50_000),
    'nothing long',
  );
});

test('a stranger’s text is found wherever a slice shows it, a guest’s wherever it isn’t that of a contact who calls', () => {
  assert.equal(shownOfNobody('overview', { sessions: [{ peerName: 'Ben' }], calls: [{ contact: { name: GUEST_MARK } }] }), undefined);
  assert.match(shownOfNobody('overview', { sessions: [{ peerName: `x ${GUEST_MARK}` }], calls: [] }) ?? '', /a guest/);
  assert.match(shownOfNobody('overview', { calls: [{ contact: { name: STRANGER_MARK.toUpperCase() } }] }) ?? '', /a stranger/);
  assert.match(shownOfNobody('overview', { sessions: [{ lastMessage: UNREADABLE_MARK }] }) ?? '', /can't be read/);
  assert.match(shownOfNobody('targets', { rows: [{ calls: GUEST_MARK }] }) ?? '', /a guest/);
});

test('what counts as unreadable really is refused by our own parser', () => {
  const bounds = { length: 4 * 1024 * 1024, depth: 48, attributes: 64, children: 1_000 };
  for (const frame of fc.sample(unreadable, { seed: 1, numRuns: 2_000 }))
    assert.throws(() => readXml(frame, bounds), XmlError, frame.slice(0, 300));
});

test('a mark is found wherever it is held, also in the key of a map, unless it is allowed there', () => {
  const host = {
    floods: new Map([[STRANGER_MARK, 1]]),
    directory: { byPeer: new Map([[`${STRANGER_MARK}@evil.example`, new Set(['x'])]]) },
    list: [{ deep: new Set([{ text: `a ${UNREADABLE_MARK}` }]) }],
  };
  const mayBe = (path: string) => path.startsWith('.floods');
  assert.equal(markedWithin(host, [STRANGER_MARK], mayBe)?.path, '.directory.byPeer.key 0');
  assert.equal(markedWithin(host, [UNREADABLE_MARK], mayBe)?.path, '.list.0.deep.0.text');
  assert.equal(markedWithin(host, ['nothing of it']), undefined);
});

for (const xml of VECTORS.slice(0, 3))
  test(`a vector that is parsed and written again stays the same: ${xml.slice(0, 60)}`, () => assert.equal(writeTree(readTree(xml)), xml));
