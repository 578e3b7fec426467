import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectByCall, sessionFromCall } from '../../src/model/call/call-steps.ts';
import type { EndReason, ImSession } from '../../src/model/session/im-session.ts';
import { openSession, sessionFromWire } from '../../src/model/session/session-beginning.ts';
import { invitationSpan, notificationSpan } from '../../src/model/session/session-ends.ts';
import { act, hear, type LocalInput, type MachineContext, type Step } from '../../src/model/session/session-machine.ts';
import type { Envelope, MessageContent, Signal } from '../../src/model/signal.ts';

const ME = 'alice@localhost';
const PEER = 'bob@localhost';
const context: MachineContext = {
  now: 1_000,
  me: ME,
  device: 'desk',
  invitationTimeoutMs: 60_000,
  notificationTimeoutMs: 30_000,
  areNotificationsHeld: false,
};
/** The context in which answers are heard, which is later than that in which the session was opened. */
const heardLater: MachineContext = { ...context, now: 2_000 };

const from = (signal: Signal, isOwn = false): Envelope => ({ signal, peer: PEER, isOwn, at: 2_000 });
const message = (id: string, body = 'text'): Signal => ({ type: 'message', sessionId: 's', message: { id, body }, wantsReceipt: true });

function stepped(step: Step | undefined): ImSession {
  assert.ok(step, 'the step was refused');
  return step.session;
}
const does = (
  session: ImSession,
  ...inputs: Exclude<
    LocalInput['type'],
    'send' | 'send-again' | 'update-parent' | 'leave-out' | 'call-unanswered' | 'ask' | 'wait-in-line' | 'go-on-in-line'
  >[]
) => inputs.reduce((current, type) => stepped(act(current, { type }, context)), session);
const hears = (session: ImSession, ...signals: Signal[]) =>
  signals.reduce((current, signal) => stepped(hear(current, from(signal), heardLater)), session);
const sent = (step: Step | undefined) => (step?.effects ?? []).flatMap((effect) => (effect.type === 'send' ? [effect.signal] : []));
const events = (step: Step | undefined) =>
  (step?.effects ?? []).flatMap((effect) => (effect.type === 'append-event' ? [effect.event] : []));

const inviting = () => openSession({ id: 's', peer: PEER, isPlain: false }, context).session;
const notConnected = () => openSession({ id: 's', peer: PEER, isPlain: true }, context).session;
/** The agent writes first, and hasn't yet. */
const notInvited = () => openSession({ id: 's', peer: PEER, isPlain: false, isWrittenFirst: true }, context).session;
const invited = (signal: Signal = { type: 'propose', sessionId: 's' }) => stepped(sessionFromWire('s', from(signal), context));
const connectedOut = () => hears(inviting(), { type: 'proceed', sessionId: 's' });
const connectedIn = () => does(invited(), 'accept');
const endedSession = () => does(connectedOut(), 'end');

function isEnded(session: ImSession, reason: EndReason) {
  assert.equal(session.state.status === 'ended' && session.state.reason, reason);
}

describe('A call with the peer that is accepted', () => {
  test('answers an invitation that was under way, of which the agent’s other devices know', () => {
    const step = connectByCall(invited(), context);
    assert.equal(stepped(step).state.status, 'connected');
    assert.deepEqual(sent(step), [{ type: 'proceed', sessionId: 's' }]);
  });

  test('connects the session that was missed here, where another device has taken the call, and no other that is over', () => {
    const missed = stepped(sessionFromCall({ id: 's', peer: PEER }, 'missed', 1_000));
    assert.equal(stepped(connectByCall(missed, context)).state.status, 'connected');
    assert.equal(connectByCall(endedSession(), context), undefined);
  });

  test('answers nothing where nobody was invited', () => assert.deepEqual(sent(connectByCall(inviting(), context)), []));
});

describe('Sending an IM', () => {
  test('sends the invitation and waits until the time-out', () => {
    const step = openSession({ id: 's', peer: PEER, isPlain: false }, context);
    assert.deepEqual(step.session.state, { status: 'inviting', expiresAt: 61_000, ringing: false });
    assert.deepEqual(sent(step), [{ type: 'propose', sessionId: 's' }]);
    assert.deepEqual(events(step), ['invited']);
  });

  test('says that the target is being notified', () => {
    assert.deepEqual(hears(inviting(), { type: 'ringing', sessionId: 's' }).state, {
      status: 'inviting',
      expiresAt: 61_000,
      ringing: true,
    });
  });

  test('is connected when the target accepts', () => {
    const step = hear(inviting(), from({ type: 'proceed', sessionId: 's' }), heardLater);
    assert.deepEqual(stepped(step).state, { status: 'connected', since: 2_000 });
    assert.deepEqual(events(step), ['accepted']);
  });

  test('is told of a rejection', () => isEnded(hears(inviting(), { type: 'reject', sessionId: 's', reason: 'declined' }), 'rejected'));

  test('is about what was written first, by whomever', () => {
    const first = hears(connectedOut(), message('m1', 'Is it a duplicate?'));
    assert.equal(first.subject, 'Is it a duplicate?');
    assert.equal(hears(first, message('m2', 'Hello?')).subject, 'Is it a duplicate?');
    const step = act(connectedOut(), { type: 'send', message: { id: 'm', body: 'x'.repeat(1_000) } }, context);
    assert.equal(stepped(step).subject, 'x'.repeat(300));
  });

  test('is told what the target has said to rejecting it', () => {
    const step = hear(inviting(), from({ type: 'reject', sessionId: 's', reason: 'declined', text: 'In 2 minutes' }), heardLater);
    const said = step?.effects.flatMap((effect) => (effect.type === 'append-event' ? [[effect.event, effect.text]] : []));
    assert.deepEqual(said, [['rejected', 'In 2 minutes']]);
    assert.deepEqual(
      step?.happenings.map((happening) => happening.name === 'session-ended' && happening.text),
      ['In 2 minutes'],
    );
  });

  test('waits for the first message where the agent writes first, and carries it', () => {
    const opened = openSession({ id: 's', peer: PEER, isPlain: false, isWrittenFirst: true }, context);
    assert.deepEqual([opened.session.state.status, opened.effects], ['not-connected', []]);
    const message = { id: 'm', body: 'Is 20931 a duplicate?' };
    const step = act(opened.session, { type: 'send', message }, context);
    assert.equal(stepped(step).state.status, 'inviting');
    assert.deepEqual(sent(step), [{ type: 'propose', sessionId: 's', message: { ...message, order: { device: 'desk', number: 0 } } }]);
  });

  test('is over when the other of two crossing invitations stands', () => {
    const over = hears(inviting(), { type: 'reject', sessionId: 's', reason: 'tie-break' });
    isEnded(over, 'cancelled');
    assert.equal(over.isDone, true);
  });

  test('that gives way to a crossing one is taken back, because the peer may have taken back theirs', () => {
    assert.deepEqual(sent(act(inviting(), { type: 'give-way' }, context)), [{ type: 'retract', sessionId: 's', reason: 'cancelled' }]);
  });

  test('times out, and tells the target', () => {
    assert.deepEqual(invitationSpan(inviting()), { since: 1_000, until: 61_000 });
    const step = act(inviting(), { type: 'expire-invitation' }, { ...context, now: 61_000 });
    isEnded(stepped(step), 'no-answer');
    assert.deepEqual(sent(step), [{ type: 'retract', sessionId: 's', reason: 'no-answer' }]);
  });

  test('times out half a minute later on devices that haven’t invited, because the one that has may be gone', () => {
    const elsewhere = stepped(sessionFromWire('s', from({ type: 'propose', sessionId: 's' }, true), context));
    assert.equal(elsewhere.state.status, 'inviting');
    assert.deepEqual(invitationSpan(elsewhere), { since: 1_000, until: 91_000 });
    const step = act(elsewhere, { type: 'expire-invitation' }, { ...context, now: 91_000 });
    isEnded(stepped(step), 'no-answer');
    assert.deepEqual(sent(step), [{ type: 'retract', sessionId: 's', reason: 'no-answer' }]);
  });

  test('can be cancelled', () => {
    const step = act(inviting(), { type: 'cancel' }, context);
    isEnded(stepped(step), 'cancelled');
    assert.deepEqual(sent(step), [{ type: 'retract', sessionId: 's', reason: 'cancelled' }]);
  });

  test('ends when the target can not be reached, or messages to them are not allowed', () => {
    isEnded(hears(inviting(), { type: 'failed', id: 'propose-s', isForbidden: false }), 'unreachable');
    isEnded(hears(inviting(), { type: 'failed', id: 'propose-s', isForbidden: true }), 'not-allowed');
  });

  test('is taken back when the target can not be reached, because their archive may have it', () => {
    const failed = (isForbidden: boolean) => hear(inviting(), from({ type: 'failed', id: 'propose-s', isForbidden }), heardLater);
    assert.deepEqual(sent(failed(false)), [{ type: 'retract', sessionId: 's', reason: 'cancelled' }]);
    assert.deepEqual(sent(failed(true)), []);
  });

  test('goes on ringing when a copy of it that came later can not be delivered', () => {
    const ringing = hears(inviting(), { type: 'ringing', sessionId: 's' });
    const bounced = hear(ringing, from({ type: 'failed', id: 'propose-s', isForbidden: false }), heardLater);
    assert.equal((bounced?.session ?? ringing).state.status, 'inviting');
    isEnded(hears(ringing, { type: 'failed', id: 'propose-s', isForbidden: true }), 'not-allowed');
  });

  test('takes a message for an acceptance', () => assert.equal(hears(inviting(), message('m')).state.status, 'connected'));

  test('tells a target who accepts too late that it is over', () => {
    const step = hear(does(inviting(), 'cancel'), from({ type: 'proceed', sessionId: 's' }), heardLater);
    isEnded(stepped(step), 'cancelled');
    assert.deepEqual(sent(step), [{ type: 'finish', sessionId: 's' }]);
  });

  test('can not send before it is connected', () => {
    assert.equal(act(inviting(), { type: 'send', message: { id: 'm', body: 'x' } }, context), undefined);
  });
});

describe('Receiving an IM', () => {
  test('shows a notification, is pending, and tells the inviter that it rings', () => {
    const step = sessionFromWire('s', from({ type: 'propose', sessionId: 's' }), context);
    assert.deepEqual(stepped(step).state, { status: 'invited', notification: 'shown', notificationExpiresAt: 31_000 });
    assert.equal(step?.session.isDisplayed, false);
    assert.deepEqual(sent(step), [{ type: 'ringing', sessionId: 's' }]);
  });

  test('shows the message that the invitation carries', () => {
    const session = invited({ type: 'propose', sessionId: 's', message: { id: 'm', body: 'help' } });
    assert.equal(session.initialMessage, 'help');
    assert.equal(session.unread, 1);
  });

  test('Do Not Disturb holds the notification back, not the invitation', () => {
    const step = sessionFromWire('s', from({ type: 'propose', sessionId: 's' }), { ...context, areNotificationsHeld: true });
    assert.deepEqual(stepped(step).state, { status: 'invited', notification: 'dismissed', notificationExpiresAt: 31_000 });
  });

  test('accepts', () => {
    const step = act(invited(), { type: 'accept' }, context);
    assert.deepEqual(stepped(step).state, { status: 'connected', since: 1_000 });
    assert.equal(step?.session.isDisplayed, true);
    assert.deepEqual(sent(step), [{ type: 'proceed', sessionId: 's' }]);
  });

  test('rejects: the session is gone here, and the inviter is told', () => {
    const step = act(invited(), { type: 'reject' }, context);
    assert.equal(stepped(step).isDone, true);
    assert.deepEqual(sent(step), [{ type: 'reject', sessionId: 's', reason: 'declined' }]);
    assert.deepEqual(events(step), ['rejected']);
  });

  test('a notification that times out or is dismissed leaves the invitation pending', () => {
    for (const session of [
      stepped(act(invited(), { type: 'expire-notification' }, { ...context, now: 31_000 })),
      does(invited(), 'dismiss-notification'),
    ]) {
      assert.equal(session.state.status === 'invited' && session.state.notification, 'dismissed');
      assert.equal(session.isDisplayed, false);
      assert.equal(does(session, 'accept').state.status, 'connected');
    }
    assert.deepEqual(notificationSpan(invited()), { since: 1_000, until: 31_000 });
    assert.equal(notificationSpan(does(invited(), 'dismiss-notification')), undefined);
  });

  test('displaying a pending invitation makes it no longer pending', () => {
    const session = does(invited(), 'display');
    assert.equal(session.isDisplayed, true);
    assert.equal(session.state.status, 'invited');
  });

  test('is missed when the inviter takes it back, gives up or ends', () => {
    isEnded(hears(invited(), { type: 'retract', sessionId: 's', reason: 'cancelled' }), 'missed');
    isEnded(hears(invited(), { type: 'retract', sessionId: 's', reason: 'no-answer' }), 'missed');
    isEnded(hears(invited(), { type: 'finish', sessionId: 's' }), 'missed');
  });

  test('does what another device of the same agent does', () => {
    const accepted = stepped(hear(invited(), from({ type: 'proceed', sessionId: 's' }, true), heardLater));
    assert.equal(accepted.state.status, 'connected');
    assert.equal(accepted.isDisplayed, true);
    assert.equal(stepped(hear(invited(), from({ type: 'reject', sessionId: 's', reason: 'declined' }, true), heardLater)).isDone, true);
  });

  test('an inviter can not accept or reject its own invitation', () => {
    assert.equal(hear(invited(), from({ type: 'proceed', sessionId: 's' }), heardLater), undefined);
    assert.equal(hear(invited(), from({ type: 'reject', sessionId: 's', reason: 'declined' }), heardLater), undefined);
  });

  test('only the agent’s own account can retract an invitation that the agent has sent', () => {
    assert.equal(hear(inviting(), from({ type: 'retract', sessionId: 's', reason: 'cancelled' }), heardLater), undefined);
    isEnded(stepped(hear(inviting(), from({ type: 'retract', sessionId: 's', reason: 'cancelled' }, true), heardLater)), 'cancelled');
  });
});

describe('On another device', () => {
  test('what the agent writes counts what came before as read here too', () => {
    const unread = hears(connectedOut(), message('m1'), message('m2'));
    assert.equal(unread.unread, 2);
    assert.equal(stepped(hear(unread, from(message('answer'), true), heardLater)).unread, 0);
  });

  test('what the agent has read takes its notification away here too', () => {
    const asked = stepped(sessionFromWire('s', from({ type: 'message', message: { id: 'm', body: 'hi' }, wantsReceipt: false }), context));
    const read = stepped(hear(asked, from({ type: 'displayed', messageId: 'm' }, true), heardLater));
    assert.deepEqual(read.state.status === 'invited' && [read.state.notification, read.isDisplayed, read.unread], ['dismissed', true, 0]);
  });
});

describe('Where the server has lost something', () => {
  test('what was turned down here goes on where another device has accepted it', () => {
    const accepted = hears(does(invited(), 'reject'), message('m1'));
    const step = hear(accepted, from({ type: 'proceed', sessionId: 's' }, true), heardLater);
    assert.deepEqual([stepped(step).state.status, stepped(step).isDone, sent(step)], ['connected', false, []]);
    assert.equal(hear(accepted, from({ type: 'proceed', sessionId: 's' }), heardLater), undefined);
    assert.equal(hear(does(connectedIn(), 'end'), from({ type: 'proceed', sessionId: 's' }, true), heardLater), undefined);
    isEnded(hears(stepped(step), { type: 'finish', sessionId: 's' }), 'ended-by-peer');
  });

  const asksAgain = from({ type: 'propose', sessionId: 's' });

  test('an inviter who asks again is answered again', () => {
    const answers = (session: ImSession) => sent(hear(session, asksAgain, heardLater));
    assert.deepEqual(answers(connectedIn()), [{ type: 'proceed', sessionId: 's' }]);
    assert.deepEqual(answers(does(invited(), 'reject')), [{ type: 'reject', sessionId: 's', reason: 'declined' }]);
    assert.deepEqual(answers(does(connectedIn(), 'end')), [{ type: 'finish', sessionId: 's' }]);
  });

  test('nobody else is: an invitation that waits, the agent’s own one, and one seen on another device', () => {
    for (const session of [invited(), inviting(), connectedOut()]) assert.equal(hear(session, asksAgain, heardLater), undefined);
    assert.equal(hear(connectedIn(), from(asksAgain.signal, true), heardLater), undefined);
  });

  test('what the caller has written beside a call is shown, and answered, where it comes after the call', () => {
    const written = from({ type: 'propose', sessionId: 's', message: { id: 'first', body: 'Is it a duplicate?' } });
    const texts = (step: Step | undefined) =>
      (step?.effects ?? []).flatMap((effect) => (effect.type === 'append-message' ? [effect.message.body] : []));
    const accepted = stepped(sessionFromCall({ id: 's', peer: PEER }, 'accepted', 1_000));
    const step = hear(accepted, written, heardLater);
    assert.deepEqual(
      [stepped(step).state.status, texts(step), sent(step)],
      ['connected', ['Is it a duplicate?'], [{ type: 'proceed', sessionId: 's' }]],
    );
    assert.deepEqual(texts(hear(stepped(step), written, heardLater)), []);
    const missed = { ...stepped(sessionFromCall({ id: 's', peer: PEER }, 'missed', 1_000)), lastPosition: 1 };
    const asked = hear(missed, written, heardLater);
    assert.deepEqual(
      [stepped(asked).state.status, stepped(asked).lastPosition, texts(asked), sent(asked)],
      ['invited', 1, ['Is it a duplicate?'], [{ type: 'ringing', sessionId: 's' }]],
    );
  });

  test('what the agent has written beside a call on another device is shown, where it comes after the call', () => {
    const written = from({ type: 'propose', sessionId: 's', message: { id: 'first', body: 'Is it a duplicate?' } }, true);
    const elsewhere = stepped(sessionFromCall({ id: 's', peer: PEER, isOfOwnCall: true }, 'accepted', 1_000));
    const step = hear(elsewhere, written, heardLater);
    const texts = step?.effects.flatMap((effect) =>
      effect.type === 'append-message' ? [[effect.message.body, effect.message.isOwn]] : [],
    );
    assert.deepEqual([stepped(step).state.status, texts, sent(step)], ['connected', [['Is it a duplicate?', true]], []]);
    assert.equal(hear(stepped(step), written, heardLater), undefined);
  });

  test('what an invitation carries has arrived with it, also where the session was connected before', () => {
    const received: Signal = { type: 'received', messageId: 'propose-s' };
    const written = stepped(act(notInvited(), { type: 'send', message: { id: 'first', body: 'Is it a duplicate?' } }, context));
    for (const session of [written, stepped(connectByCall(written, context)), hears(written, message('m'))]) {
      assert.deepEqual(hear(session, from(received), heardLater)?.effects, [
        { type: 'deliver', messageId: 'first', delivery: 'delivered', isUpTo: false },
      ]);
    }
    assert.equal(hear(written, from(received, true), heardLater), undefined);
  });

  test('an end that comes before the answer ends the invitation, whoever has sent it', () => {
    const finish: Signal = { type: 'finish', sessionId: 's' };
    isEnded(hears(inviting(), finish), 'ended-by-peer');
    isEnded(stepped(hear(inviting(), from(finish, true), heardLater)), 'ended-here');
    isEnded(stepped(hear(invited(), from(finish, true), heardLater)), 'ended-here');
    assert.equal(hear(inviting(), from({ type: 'gone', sessionId: 's' }), heardLater), undefined);
  });

  test('what the agent writes on another device shows that the invitation was accepted, except for the message that it carries', () => {
    const proposed = from({ type: 'propose', sessionId: 's', message: { id: 'first', body: 'Is it a duplicate?' } }, true);
    const elsewhere = stepped(sessionFromWire('s', proposed, context));
    assert.equal(elsewhere.state.status, 'inviting');
    assert.equal(stepped(hear(elsewhere, from(message('first'), true), heardLater)).state.status, 'inviting');
    const step = hear(elsewhere, from(message('second'), true), heardLater);
    assert.equal(stepped(step).state.status, 'connected');
    assert.deepEqual(events(step), ['accepted']);
  });
});

describe('Talking', () => {
  test('receives what can’t be shown: nobody is told that it was received or read', () => {
    const unshown: Signal = { type: 'message', sessionId: 's', message: { id: 'm1', body: '', unshown: 'OMEMO' }, wantsReceipt: false };
    const step = hear(hears(inviting(), { type: 'proceed', sessionId: 's' }), from(unshown), heardLater);
    assert.equal(step?.session.unread, 1);
    assert.equal(step?.session.lastReceivedId, undefined);
    assert.equal(step?.session.subject, undefined);
    assert.deepEqual(sent(step), []);
  });

  test('sends: the message waits in the transcript, and requests a receipt', () => {
    const ordered = { id: 'm', body: 'hello', order: { device: 'desk', number: 1 } };
    const step = act(connectedOut(), { type: 'send', message: { id: 'm', body: 'hello' } }, context);
    assert.deepEqual(step?.effects, [
      { type: 'append-message', message: { ...ordered, from: ME, isOwn: true, at: 1_000, delivery: 'waiting' } },
      { type: 'send', signal: { type: 'message', sessionId: 's', message: ordered, wantsReceipt: true } },
    ]);
  });

  test('sends: each message says that it was written after the one before, and the invitation’s that it is the first', () => {
    const numbersOf = (step: Step | undefined) =>
      sent(step).flatMap((signal) => ('message' in signal ? [signal.message?.order?.number ?? NaN] : []));
    // Whoever carries a step out gives each entry that it appends a position.
    const stored = (step: Step | undefined): ImSession => {
      const { session, effects } = step ?? assert.fail('not possible');
      return { ...session, lastPosition: session.lastPosition + effects.filter(({ type }) => type.startsWith('append-')).length };
    };
    const [first, second, third] = ['first', 'second', 'third'].map((id) => ({ id, body: id })) as [
      MessageContent,
      MessageContent,
      MessageContent,
    ];
    const asked = act(notInvited(), { type: 'send', message: first }, context);
    const accepted = stored(hear(stored(asked), from({ type: 'proceed', sessionId: 's' }), heardLater));
    const next = act(accepted, { type: 'send', message: second }, context);
    const again = act(stored(next), { type: 'send-again', messageId: 'second', parts: [second, third] }, context);
    const last = act(stored(again), { type: 'send', message: first }, context);
    const numbers = [asked, next, again, last].flatMap(numbersOf);
    assert.equal(numbers[0], 0);
    assert.deepEqual(
      numbers,
      [...new Set(numbers)].toSorted((a, b) => a - b),
    );
    assert.equal(numbers.length, 5);
  });

  test('receives: the message is unread until it is displayed, receipted, then marked as displayed', () => {
    const step = hear(connectedIn(), from(message('m')), heardLater);
    assert.equal(stepped(step).unread, 1);
    assert.deepEqual(sent(step), [{ type: 'received', messageId: 'm' }]);
    const displayed = act(stepped(step), { type: 'display' }, context);
    assert.equal(stepped(displayed).unread, 0);
    assert.deepEqual(sent(displayed), [{ type: 'displayed', messageId: 'm' }]);
    assert.equal(act(stepped(displayed), { type: 'display' }, context), undefined);
  });

  test('a message that another device sent is shown as sent', () => {
    const step = hear(connectedOut(), from(message('m'), true), heardLater);
    assert.equal(stepped(step).unread, 0);
    assert.deepEqual(step?.effects, [
      { type: 'append-message', message: { id: 'm', body: 'text', from: ME, isOwn: true, at: 2_000, delivery: 'sent' } },
    ]);
  });

  test('a message that another device displayed is no longer unread', () => {
    const session = hears(connectedIn(), message('m'));
    assert.equal(stepped(hear(session, from({ type: 'displayed', messageId: 'm' }, true), heardLater)).unread, 0);
    assert.equal(hear(session, from({ type: 'displayed', messageId: 'older' }, true), heardLater), undefined);
  });

  test('receipts and markers raise the delivery', () => {
    const deliveries = (signal: Signal) => hear(connectedOut(), from(signal), heardLater)?.effects;
    assert.deepEqual(deliveries({ type: 'received', messageId: 'm' }), [
      { type: 'deliver', messageId: 'm', delivery: 'delivered', isUpTo: false },
    ]);
    assert.deepEqual(deliveries({ type: 'displayed', messageId: 'm' }), [
      { type: 'deliver', messageId: 'm', delivery: 'read', isUpTo: true },
    ]);
    assert.deepEqual(deliveries({ type: 'failed', id: 'm', isForbidden: false }), [
      { type: 'deliver', messageId: 'm', delivery: 'failed', isUpTo: false },
    ]);
  });
});

describe('Ending', () => {
  test('either side ends it', () => {
    const step = act(connectedOut(), { type: 'end' }, context);
    isEnded(stepped(step), 'ended-here');
    assert.deepEqual(sent(step), [{ type: 'finish', sessionId: 's' }]);
    isEnded(hears(connectedIn(), { type: 'finish', sessionId: 's' }), 'ended-by-peer');
    isEnded(stepped(hear(connectedIn(), from({ type: 'finish', sessionId: 's' }, true), heardLater)), 'ended-here');
  });

  test('keeps the time when it was connected, if it ever was', () => {
    assert.deepEqual(endedSession().state, { status: 'ended', reason: 'ended-here', at: 2_000, since: 2_000 });
    assert.deepEqual(does(inviting(), 'cancel').state, { status: 'ended', reason: 'cancelled', at: 1_000 });
  });

  test('ends when the peer is gone for good, and says so, in case they aren’t', () => {
    const step = act(connectedOut(), { type: 'peer-left' }, context);
    isEnded(stepped(step), 'peer-left');
    assert.deepEqual(sent(step), [{ type: 'finish', sessionId: 's' }]);
  });

  test('an inviter who gives up ends a session in which nothing was heard of them, and no other', () => {
    const givesUp: Signal = { type: 'retract', sessionId: 's', reason: 'no-answer' };
    isEnded(hears(connectedIn(), givesUp), 'ended-by-peer');
    const withQuestion: Signal = { type: 'propose', sessionId: 's', message: { id: 'first', body: 'Is it a duplicate?' } };
    isEnded(hears(does(invited(withQuestion), 'accept'), givesUp), 'ended-by-peer');
    assert.equal(hear(hears(connectedIn(), message('m')), from(givesUp), heardLater), undefined);
    assert.equal(hear(connectedOut(), from(givesUp), heardLater), undefined);
    assert.equal(hear(connectedIn(), from(givesUp, true), heardLater), undefined);
  });

  test('a peer who writes after the end is told of it again', () => {
    assert.deepEqual(sent(hear(endedSession(), from(message('m')), heardLater)), [
      { type: 'received', messageId: 'm' },
      { type: 'finish', sessionId: 's' },
    ]);
  });

  test('Mark Done closes a session that has ended, and no other', () => {
    assert.equal(does(endedSession(), 'mark-done').isDone, true);
    assert.equal(does(notConnected(), 'mark-done').isDone, true);
    for (const session of [inviting(), invited(), connectedOut()]) assert.equal(act(session, { type: 'mark-done' }, context), undefined);
  });

  test('a message that comes late is stored and shown', () => {
    const session = hears(does(endedSession(), 'mark-done'), message('late'));
    assert.deepEqual([session.isDone, session.unread, session.state.status], [false, 1, 'ended']);
  });

  test('an ended session is not ended again, accepted or written to', () => {
    for (const type of ['end', 'accept', 'reject', 'cancel', 'peer-left'] as const)
      assert.equal(act(endedSession(), { type }, context), undefined);
    assert.equal(act(endedSession(), { type: 'send', message: { id: 'm', body: 'x' } }, context), undefined);
    assert.equal(hear(endedSession(), from({ type: 'finish', sessionId: 's' }), heardLater), undefined);
  });
});

describe('A peer with another XMPP client', () => {
  test('is not invited: the first message connects', () => {
    assert.deepEqual(openSession({ id: 's', peer: PEER, isPlain: true }, context).effects, []);
    const step = act(notConnected(), { type: 'send', message: { id: 'm', body: 'hi' } }, context);
    assert.equal(stepped(step).state.status, 'connected');
    assert.equal(sent(step)[0]?.type, 'message');
  });

  test('asks with a plain message, which becomes the invitation’s message', () => {
    const step = sessionFromWire('chat-m', from({ type: 'message', message: { id: 'm', body: 'hi' }, wantsReceipt: false }), context);
    assert.equal(stepped(step).state.status, 'invited');
    assert.equal(step?.session.unread, 1);
    assert.equal(step?.session.initialMessage, 'hi');
    assert.deepEqual(sent(act(stepped(step), { type: 'accept' }, context)), []);
    assert.deepEqual(sent(act(stepped(step), { type: 'reject' }, context)), []);
  });

  test('is answered on another device of this agent, which settles the invitation here', () => {
    for (const asked of [
      invited(),
      stepped(sessionFromWire('s', from({ type: 'message', message: { id: 'm', body: 'hi' }, wantsReceipt: false }), context)),
    ]) {
      const step = hear(asked, from(message('answer'), true), heardLater);
      assert.equal(stepped(step).state.status, 'connected');
      assert.deepEqual([step?.session.unread, step?.session.isDisplayed], [0, true]);
      assert.deepEqual(events(step), ['accepted-here']);
      assert.deepEqual(sent(step), []);
    }
  });

  test('is told "gone" at the end, and may send it', () => {
    const connected = stepped(act(notConnected(), { type: 'send', message: { id: 'm', body: 'hi' } }, context));
    assert.deepEqual(sent(act(connected, { type: 'end' }, context)), [{ type: 'gone', sessionId: 's' }]);
    isEnded(hears(connected, { type: 'gone' }), 'ended-by-peer');
  });
});

test('a session that was opened for a call that wasn’t answered is over, unless it went on before or the agent began it', () => {
  const opened = openSession({ id: 's', peer: PEER, isPlain: false, isForCall: true }, context).session;
  assert.equal(opened.state.status, 'not-connected');
  isEnded(stepped(act(opened, { type: 'call-unanswered', reason: 'rejected' }, context)), 'rejected');
  const written = stepped(act(opened, { type: 'send', message: { id: 'm', body: 'hi' } }, context));
  assert.equal(act(written, { type: 'call-unanswered', reason: 'rejected' }, context), undefined);
  assert.equal(act(notConnected(), { type: 'call-unanswered', reason: 'rejected' }, context), undefined);
});

test('every input may come twice: the second time changes nothing', () => {
  const twice: [ImSession, Signal][] = [
    [connectedOut(), { type: 'proceed', sessionId: 's' }],
    [connectedOut(), { type: 'ringing', sessionId: 's' }],
    [invited(), { type: 'propose', sessionId: 's' }],
    [hears(inviting(), { type: 'reject', sessionId: 's', reason: 'declined' }), { type: 'reject', sessionId: 's', reason: 'declined' }],
    [hears(invited(), { type: 'retract', sessionId: 's', reason: 'cancelled' }), { type: 'retract', sessionId: 's', reason: 'cancelled' }],
  ];
  for (const [session, signal] of twice) assert.equal(hear(session, from(signal), heardLater), undefined, signal.type);
});
