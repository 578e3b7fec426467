import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ParentInteraction } from '../../src/model/interaction/consultation.ts';
import type { ImSession, ImSessionState, TranscriptEntry } from '../../src/model/session/im-session.ts';
import { consultationEvents, saidIn } from '../../src/model/desk/interaction-event.ts';
import { sampleEvent, sampleMessage } from '../components/samples.ts';

const NOW = 9_000;
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
const notConnected = session({ status: 'not-connected' });
const inviting = session({ status: 'inviting', expiresAt: 60_000, ringing: false });
const connected = session({ status: 'connected', since: 2_000 });
const ended = session({ status: 'ended', reason: 'ended-by-peer', at: 3_000 });
const done = session({ status: 'ended', reason: 'ended-by-peer', at: 3_000 }, { isDone: true });
const facts = { interactionId: 'mail-1', origin: 'https://crm.example', sessionId: 's', peer: 'bob@localhost' };
const namesOf = (before: ImSession | undefined, after: ImSession) => consultationEvents(before, after, NOW).map(({ name }) => name);

describe('what a page is told of a consultation about its interaction', () => {
  it('is its start, acceptance, end and Mark Done, each once', () => {
    assert.deepEqual(namesOf(undefined, notConnected), []);
    assert.deepEqual(consultationEvents(notConnected, inviting, NOW), [{ ...facts, name: 'consultation-started', at: NOW }]);
    assert.deepEqual(consultationEvents(inviting, connected, NOW), [{ ...facts, name: 'consultation-accepted', at: 2_000 }]);
    assert.deepEqual(namesOf(connected, connected), []);
    assert.deepEqual(consultationEvents(connected, ended, NOW), [
      { ...facts, name: 'consultation-ended', at: 3_000, reason: 'ended-by-peer' },
    ]);
    assert.deepEqual(consultationEvents(ended, done, NOW), [{ ...facts, name: 'consultation-done', at: NOW }]);
    assert.deepEqual(namesOf(done, done), []);
  });

  it('is nothing about a consultation that was cancelled before its first message', () => {
    assert.deepEqual(namesOf(notConnected, session({ status: 'ended', reason: 'cancelled', at: 1 }, { isDone: true })), []);
  });

  it('is start and acceptance at once if the peer is a plain client', () => {
    assert.deepEqual(namesOf(notConnected, connected), ['consultation-started', 'consultation-accepted']);
  });

  it('is nothing about consultations that others began, or about other sessions', () => {
    assert.deepEqual(namesOf({ ...inviting, isInvitedFromHere: false }, { ...connected, isInvitedFromHere: false }), []);
    const { parent: _parent, ...plain } = connected;
    assert.deepEqual(namesOf(inviting, plain), []);
  });

  it('names the interaction by the page’s own id, and no origin if there is only one page', () => {
    const { owner: _owner, ...parent } = PARENT;
    assert.deepEqual(consultationEvents({ ...inviting, parent }, { ...connected, parent }, NOW), [
      { interactionId: 'hash', sessionId: 's', peer: 'bob@localhost', name: 'consultation-accepted', at: 2_000 },
    ]);
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
