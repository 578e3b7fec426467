import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Registry } from 'stanza/jxt/index.js';
import protocol from 'stanza/protocol/index.js';
import { CONSULTATION } from '../../src/background/xmpp/consultation-element.ts';
import { DELAY_STAMPS } from '../../src/background/xmpp/delay-stamps.ts';
import { readFrame } from '../../src/background/xmpp/frame-reader.ts';
import { JINGLE_MESSAGE } from '../../src/background/xmpp/jingle-message.ts';
import { readForwarded, readMessage, type Reading } from '../../src/background/xmpp/signal-reader.ts';
import { actOnCall, hearCall, incomingCall, outgoingCall } from '../../src/model/call/call-machine.ts';
import { type FinishedConsultation, withBoundedTimes } from '../../src/model/contact/finished-consultation.ts';
import { openSession, sessionFromWire } from '../../src/model/session/session-beginning.ts';
import { act, hear } from '../../src/model/session/session-machine.ts';
import type { Signal } from '../../src/model/signal.ts';
import { parseTimestamp, withinTimes } from '../../src/model/timestamp.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const CUT = NOW - 60_000;
const ME = 'bob@localhost';
const iso = (at: number) => new Date(at).toISOString();

const registry = new Registry();
registry.define('default' in protocol ? (protocol.default as typeof protocol) : protocol);
registry.define([...JINGLE_MESSAGE, ...CONSULTATION, ...DELAY_STAMPS]);

const stanzaOf = (xml: string) => {
  const frame = readFrame(xml, registry, ['en']);
  assert.ok(!('problem' in frame));
  return frame.stanza as Parameters<typeof readMessage>[0];
};
const delay = (stamp: string, from?: string) =>
  `<delay xmlns="urn:xmpp:delay"${from === undefined ? '' : ` from="${from}"`} stamp="${stamp}"/>`;
const chat = (inside = '') =>
  `<message xmlns="jabber:client" from="alice@localhost/desk" to="${ME}" type="chat" id="m1"><body>Hello</body>${inside}</message>`;
const forwarded = (message: string, stamp = '') => `<forwarded xmlns="urn:xmpp:forward:0">${stamp}${message}</forwarded>`;
const carbon = (message: string, stamp = '', outer = '') =>
  `<message xmlns="jabber:client" from="${ME}" to="${ME}/desk" type="chat"><received xmlns="urn:xmpp:carbons:2">${forwarded(message, stamp)}</received>${outer}</message>`;
const result = (message: string, stamp: string) =>
  `<message xmlns="jabber:client" from="${ME}" to="${ME}/desk"><result xmlns="urn:xmpp:mam:2" id="a1" queryid="q">${forwarded(message, stamp)}</result></message>`;
const timeOf = (reading: Reading) => ('envelopes' in reading ? reading.envelopes[0]?.at : reading.dropped);
const live = (xml: string, awaySince?: number) => timeOf(readMessage(stanzaOf(xml), ME, NOW, awaySince));
const archived = (message: string, stamp: string) => timeOf(readForwarded(stanzaOf(result(message, stamp)).archive?.item, ME, NOW, 'a1'));

/** The delays that a peer may write: in nobody's name, the peer's own, the server's, and the agent's. */
const FORGED = [
  '1850-01-01T00:00:00Z',
  '2099-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  'infinity',
  'NaN',
  '-0',
  '0',
  '',
  '2026-11-28T11:00:00',
  iso(NOW - 3_600_000),
].flatMap((stamp) => [undefined, 'alice@localhost', 'localhost', ME].map((from) => delay(stamp, from)));

describe("a peer's stamp", () => {
  it('does not change the time of a live message, whatever it says and in whose name', () => {
    for (const stamp of FORGED) assert.equal(live(chat(stamp)), NOW, stamp);
    assert.equal(live(chat(FORGED.slice(0, 8).join(''))), NOW);
  });

  it('does not change the time of an archived message: only the archive’s own stamp counts', () => {
    for (const stamp of FORGED) assert.equal(archived(chat(stamp), delay(iso(CUT), ME)), CUT, stamp);
    for (const stamp of FORGED) assert.equal(archived(chat(stamp), delay(iso(CUT))), CUT, stamp);
  });

  it('does not change the time of a carbon', () => {
    for (const stamp of FORGED) assert.equal(live(carbon(chat(stamp))), NOW, stamp);
    for (const stamp of FORGED) assert.equal(live(carbon(chat(stamp), delay(iso(CUT), ME))), CUT, stamp);
  });

  it('counts, on a resumed stream, only for a time within the absence', () => {
    for (const stamp of FORGED) {
      const at = live(chat(stamp), CUT);
      assert.ok(typeof at === 'number' && at >= CUT && at <= NOW, stamp);
    }
    assert.equal(live(chat(delay('1850-01-01T00:00:00Z', ME)), CUT), NOW);
    assert.equal(live(chat(delay(iso(NOW - 3_600_000), ME)), CUT), CUT);
    assert.equal(live(chat(delay(iso(CUT + 1_000), 'alice@localhost')), CUT), NOW);
  });
});

describe("the server's stamp", () => {
  it('tells, on a stream that was resumed, when a message came during the absence', () => {
    // Prosody's mod_smacks names the agent's address, ejabberd the server's.
    for (const from of [ME, 'localhost']) assert.equal(live(chat(delay(iso(CUT + 5_000), from)), CUT), CUT + 5_000);
    assert.equal(
      live(chat(`${delay('2020-01-01T00:00:00Z', 'alice@localhost')}${delay(iso(CUT + 5_000), 'localhost')}`), CUT),
      CUT + 5_000,
    );
    assert.equal(live(carbon(chat(), '', delay(iso(CUT + 5_000), ME)), CUT), CUT + 5_000);
  });

  it('is never later than now', () => {
    assert.equal(archived(chat(), delay('2099-01-01T00:00:00Z', ME)), NOW);
    assert.equal(live(carbon(chat(), delay('2099-01-01T00:00:00Z', ME))), NOW);
  });
});

describe('a stamp', () => {
  it('is parsed only if it is as XEP-0082 defines', () => {
    assert.equal(parseTimestamp('2026-11-28T12:00:00Z'), NOW);
    assert.equal(parseTimestamp('2026-11-28T13:00:00.0004567+01:00'), NOW);
    assert.equal(parseTimestamp('2016-12-31T23:59:60Z'), Date.UTC(2016, 11, 31, 23, 59, 59));
    for (const none of [
      '',
      'infinity',
      '-infinity',
      'NaN',
      '0',
      '-0',
      '1',
      '1e10',
      '2026',
      '2026-11-28',
      '2026-11-28 12:00:00Z',
      '2026-11-28T12:00:00',
      '2026-13-28T12:00:00Z',
      '2026-11-28T25:00:00Z',
      '2026-11-28T12:00:61Z',
      '+275760-09-13T00:00:00Z',
      '-000001-01-01T00:00:00Z',
      '1850-01-01T00:00:00Z',
      '1999-12-31T23:59:59Z',
      '0000-01-01T00:00:00Z',
      ' 2026-11-28T12:00:00Z',
      '20261128T12:00:00',
      '2026-11-28T12:00:00+99:99',
    ])
      assert.equal(parseTimestamp(none), undefined, none);
  });

  it('is kept within bounds, without changing the order', () => {
    assert.deepEqual(
      [-Infinity, 5, 15, 25, Infinity, NaN].map((at) => withinTimes(at, 10, 20)),
      [20, 10, 15, 20, 20, 20],
    );
  });
});

describe('the times of a session and of a call', () => {
  const context = {
    now: NOW,
    me: ME,
    device: 'desk',
    invitationTimeoutMs: 60_000,
    notificationTimeoutMs: 30_000,
    areNotificationsHeld: false,
  } as const;
  const told = (signal: Signal, at: number, isOwn = false) => ({ signal, peer: 'alice@localhost', isOwn, at }) as const;
  const TIMES = [Date.UTC(1850, 0), -0, 0, CUT, NOW, NOW + 10 ** 12, 8.64e15, Infinity, NaN];
  const parent = {
    interactionId: 'i',
    media: 'voice',
    contactName: 'Maria',
    contactId: undefined,
    isClosed: true,
    version: 2,
    caseData: { fields: [], omitted: 0 },
  } as const;

  it('stay within the session, whatever comes', () => {
    for (const at of TIMES) {
      const begun = openSession({ id: 's', peer: 'alice@localhost', isPlain: false }, { ...context, now: CUT }).session;
      const connected = hear(begun, told({ type: 'proceed', sessionId: 's' }, at), context)?.session;
      assert.ok(connected);
      const asked = sessionFromWire(
        't',
        told({ type: 'propose', sessionId: 't', parent: { ...parent, isClosed: false, version: 1 } }, at),
        context,
      )?.session;
      assert.ok(asked && asked.createdAt <= NOW && asked.createdAt >= 0);
      const steps = [
        hear(begun, told({ type: 'proceed', sessionId: 's' }, at), context),
        hear(connected, told({ type: 'finish', sessionId: 's' }, at), context),
        hear(connected, told({ type: 'message', sessionId: 's', message: { id: 'm', body: 'x' }, wantsReceipt: false }, at), context),
        hear(asked, told({ type: 'retract', sessionId: 't', reason: 'cancelled' }, at), context),
        hear(asked, told({ type: 'share', sessionId: 't', parent }, at), context),
      ];
      for (const step of steps) {
        assert.ok(step);
        const { session } = step;
        const shown = step.effects.flatMap((effect) =>
          effect.type === 'append-event' ? [effect.at] : effect.type === 'append-message' ? [effect.message.at] : [],
        );
        if (session.state.status === 'ended')
          shown.push(session.state.at, ...(session.state.since === undefined ? [] : [session.state.since]));
        for (const time of shown) assert.ok(time >= session.createdAt && time <= NOW, `${at}: ${time}`);
        if (session.state.status === 'ended' && session.state.since !== undefined) assert.ok(session.state.since <= session.state.at);
      }
    }
  });

  it('end no session before it began, even if the clock is turned back', () => {
    const begun = openSession({ id: 's', peer: 'alice@localhost', isPlain: false }, context).session;
    const connected = hear(begun, told({ type: 'proceed', sessionId: 's' }, NOW), context)?.session;
    assert.ok(connected);
    const ended = act(connected, { type: 'end' }, { ...context, now: CUT })?.session.state;
    assert.ok(ended?.status === 'ended' && ended.since !== undefined && ended.since <= ended.at);
  });

  it('end no call before it began', () => {
    const calls = [
      incomingCall({ id: 'c', peer: 'alice@localhost', party: { kind: 'colleague', sessionId: 's' } }, CUT, 60_000),
      outgoingCall({ id: 'c', peer: 'alice@localhost', party: { kind: 'colleague', sessionId: 's' } }, CUT, 60_000),
    ];
    for (const call of calls) {
      for (const signal of [
        { type: 'finish', sessionId: 'c' },
        { type: 'retract', sessionId: 'c', reason: 'cancelled' },
        { type: 'reject', sessionId: 'c', reason: 'declined' },
      ] satisfies Signal[]) {
        const state = hearCall(call, told(signal, Date.UTC(1850, 0)))?.call.state;
        if (state?.status === 'ended') assert.ok(state.at >= CUT);
      }
    }
    const [, outgoing] = calls;
    const talking = actOnCall(
      hearCall(outgoing ?? assert.fail(), { ...told({ type: 'proceed', sessionId: 'c' }, NOW), device: 'alice@localhost/desk' })?.call ??
        assert.fail(),
      { type: 'media-connected' },
      NOW,
    )?.call;
    const state = hearCall(talking ?? assert.fail(), told({ type: 'finish', sessionId: 'c' }, Date.UTC(1850, 0)))?.call.state;
    assert.ok(state?.status === 'ended' && state.at >= NOW);
  });

  it('are valid for a contact service when they are appended to a history', () => {
    const finished: FinishedConsultation = {
      medium: 'im',
      subject: '',
      startedAt: 0,
      endedAt: 0,
      status: 'done',
      outcome: '',
      caseData: [],
      transcript: [],
    };
    for (const startedAt of TIMES) {
      for (const endedAt of TIMES) {
        const bounded = withBoundedTimes(
          { ...finished, startedAt, endedAt, transcript: TIMES.map((at) => ({ at, author: 'a', text: 'x' })) },
          NOW,
        );
        assert.ok(bounded.startedAt <= bounded.endedAt && bounded.endedAt <= NOW);
        assert.ok(bounded.endedAt - bounded.startedAt <= 31 * 24 * 60 * 60 * 1000);
        for (const at of [bounded.startedAt, bounded.endedAt, ...bounded.transcript.map((entry) => entry.at)])
          assert.match(iso(at), /^(19[7-9]|20)\d/);
        assert.deepEqual(withBoundedTimes(bounded, NOW + 1_000).startedAt, bounded.startedAt);
      }
    }
  });
});
