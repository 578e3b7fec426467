import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ParentInteraction } from '../../src/model/interaction/consultation.ts';
import type { ImSession, ImSessionState, TranscriptEntry } from '../../src/model/session/im-session.ts';
import type { SessionHappening } from '../../src/model/session/session-happening.ts';
import { consultationEvent, saidIn } from '../../src/model/desk/interaction-event.ts';
import { sampleEvent, sampleMessage } from '../components/samples.ts';

const PARENT: ParentInteraction = {
  interactionId: 'hash',
  media: 'email',
  contactName: 'Maria',
  isClosed: false,
  version: 1,
  caseData: { fields: [], omitted: 0 },
  leftOut: [],
  owner: { origin: 'https://crm.example', id: 'mail-1' },
};
const session = (state: ImSessionState, changes: Partial<ImSession> = {}): ImSession => ({
  id: 's',
  peer: 'bob@localhost',
  direction: 'outgoing',
  isPlain: false,
  isInvitedFromHere: true,
  state,
  createdAt: 0,
  isDisplayed: true,
  unread: 0,
  lastPosition: 0,
  isDone: false,
  parent: PARENT,
  ...changes,
});
const connected = session({ status: 'connected', since: 2_000 });
const was = 'connected';
const facts = { interactionId: 'mail-1', origin: 'https://crm.example', sessionId: 's', peer: 'bob@localhost', at: 9_000 };
const EVERY: readonly SessionHappening[] = [
  { name: 'session-begun', was, at: 9_000 },
  { name: 'session-accepted', was, at: 9_000 },
  { name: 'session-ended', was, at: 9_000, reason: 'ended-by-peer' },
  { name: 'session-done', was, at: 9_000 },
];

describe('what a page is told of a consultation about its interaction', () => {
  it('is its start, acceptance, end and Mark Done', () => {
    assert.deepEqual(
      EVERY.map((happening) => consultationEvent(happening, connected)),
      [
        { ...facts, name: 'consultation-started' },
        { ...facts, name: 'consultation-accepted' },
        { ...facts, name: 'consultation-ended', reason: 'ended-by-peer' },
        { ...facts, name: 'consultation-done' },
      ],
    );
  });

  it('is nothing of one that was cancelled before its first message', () => {
    for (const name of ['session-ended', 'session-done'] as const)
      assert.equal(consultationEvent({ name, was: 'not-connected', at: 1, reason: 'cancelled' }, connected), undefined);
  });

  it('is nothing of consultations that others began, and of other sessions', () => {
    const { parent: _parent, ...plain } = connected;
    for (const happening of EVERY) {
      assert.equal(consultationEvent(happening, { ...connected, isInvitedFromHere: false }), undefined);
      assert.equal(consultationEvent(happening, plain), undefined);
    }
  });

  it('names the interaction by the page’s own id, and no origin if there is only one page', () => {
    const { owner: _owner, ...parent } = PARENT;
    const { origin: _origin, ...others } = facts;
    assert.deepEqual(consultationEvent({ name: 'session-accepted', was, at: 9_000 }, { ...connected, parent }), {
      ...others,
      interactionId: 'hash',
      name: 'consultation-accepted',
    });
  });
});

describe('the transcript that is told', () => {
  it('contains the messages, and nothing else', () => {
    const entries: TranscriptEntry[] = [
      sampleEvent(0),
      sampleMessage(1, { isOwn: true, body: 'Is it?' }),
      sampleMessage(2, { body: 'It is.' }),
    ];
    const said = saidIn(entries, false);
    assert.deepEqual(
      [said.transcript.map(({ author, text }) => [author, text]), said.isTranscriptCut],
      [
        [
          ['aturner@support.example', 'Is it?'],
          ['bmartin@support.example', 'It is.'],
        ],
        false,
      ],
    );
    assert.deepEqual(Object.keys(said.transcript[0] ?? {}), ['at', 'author', 'text']);
  });

  it('loses its beginning if it is too long, and says so', () => {
    const entries = Array.from({ length: 40 }, (_, position) => sampleMessage(position, { body: `${position} ${'x'.repeat(32_000)}` }));
    const { transcript, isTranscriptCut } = saidIn(entries, false);
    assert.deepEqual([transcript.length, transcript.at(-1)?.text.slice(0, 2), isTranscriptCut], [31, '39', true]);
    assert.equal(saidIn([sampleMessage(1)], true).isTranscriptCut, true);
  });
});
