import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boundCaseData, type CaseField } from '../../src/model/interaction/case-data.ts';
import { parentOf, type SharedInteraction } from '../../src/model/interaction/consultation.ts';
import type { ImSession } from '../../src/model/session/im-session.ts';
import type { Interaction } from '../../src/model/interaction/interaction.ts';
import { openSession, sessionFromWire } from '../../src/model/session/session-beginning.ts';
import { act, hear, type LocalInput, type MachineContext, type Step } from '../../src/model/session/session-machine.ts';
import type { Envelope, Signal } from '../../src/model/signal.ts';
import { cutBeforeNumber } from '../../src/model/text/card-numbers.ts';

const bound = (given: Parameters<typeof boundCaseData>[0]) => boundCaseData(given, cutBeforeNumber);

const context: MachineContext = {
  now: 1_000,
  me: 'alice@localhost',
  device: 'desk',
  invitationTimeoutMs: 60_000,
  notificationTimeoutMs: 30_000,
  areNotificationsHeld: false,
};
/** The context in which answers are heard, which is later than that in which the session was opened. */
const heardLater: MachineContext = { ...context, now: 2_000 };
const MESSAGE = { id: 'm', body: 'Is it a duplicate?' };
const orderOf = (number: number) => ({ device: 'desk', number });

const field = (key: string, value: string): CaseField => ({ key, type: 'text', value });
const interaction = (...fields: CaseField[]): Interaction => ({
  id: 'crm-1',
  media: 'email',
  contact: { name: 'Maria Lindqvist' },
  status: 'active',
  startedAt: 0,
  caseData: bound(fields),
});
const CASE = interaction(field('Topic', 'Invoice'), field('Card', '4111 1111 1111 1111'));

const from = (signal: Signal, isOwn = false): Envelope => ({ signal, peer: 'bob@localhost', isOwn, at: 2_000 });
function stepped(step: Step | undefined): ImSession {
  assert.ok(step, 'the step was refused');
  return step.session;
}
const sent = (step: Step | undefined) => (step?.effects ?? []).flatMap((effect) => (effect.type === 'send' ? [effect.signal] : []));
const events = (step: Step | undefined) =>
  (step?.effects ?? []).flatMap((effect) => (effect.type === 'append-event' ? [effect.event] : []));
const deliveries = (step: Step | undefined) =>
  (step?.effects ?? []).flatMap((effect) => (effect.type === 'deliver' ? [[effect.messageId, effect.delivery]] : []));
const does = (session: ImSession, input: LocalInput) => act(session, input, context);

const begun = (isPlain = false) => openSession({ id: 's', peer: 'bob@localhost', isPlain, parent: parentOf(CASE) }, context);
const asked = () => stepped(does(begun().session, { type: 'send', message: MESSAGE }));
const accepted = () => stepped(hear(asked(), from({ type: 'proceed', sessionId: 's' }), heardLater));
function sharedBy(step: Step | undefined): SharedInteraction | undefined {
  const [signal] = sent(step);
  return signal?.type === 'propose' || signal?.type === 'share' ? signal.parent : undefined;
}
const values = (shared: { readonly caseData: SharedInteraction['caseData'] } | undefined) =>
  shared?.caseData.fields.map(({ key, value }) => `${key}: ${value}`);
/** The session as the target's host has it. */
const target = () => {
  const [signal] = sent(does(begun().session, { type: 'send', message: MESSAGE }));
  assert.ok(signal);
  return stepped(sessionFromWire('s', from(signal), context));
};

describe('Starting an IM Consultation from an Active Interaction', () => {
  test('opens a session that has the status Not Connected, and sends nothing', () => {
    assert.deepEqual([begun().session.state, begun().effects], [{ status: 'not-connected' }, []]);
  });

  test('is initiated by entering a message and Send: the invitation contains the message, and the colleague sees what it is about', () => {
    const step = does(begun().session, { type: 'send', message: MESSAGE });
    assert.deepEqual(stepped(step).state, { status: 'inviting', expiresAt: 61_000, ringing: false });
    const [propose, ...others] = sent(step);
    assert.deepEqual(
      [propose?.type, propose?.type === 'propose' && propose.message, others],
      ['propose', { ...MESSAGE, order: orderOf(0) }, []],
    );
    assert.deepEqual([sharedBy(step)?.contactName, sharedBy(step)?.media], ['Maria Lindqvist', 'email']);
    assert.deepEqual(events(step), ['invited']);
  });

  test('is cancelled by Mark Done before the first message: nothing is sent', () => {
    const step = does(begun().session, { type: 'mark-done' });
    assert.deepEqual([stepped(step).isDone, step?.effects], [true, []]);
  });

  test('tells the message as delivered when it has arrived, and as failed when it can not', () => {
    assert.deepEqual(deliveries(hear(asked(), from({ type: 'ringing', sessionId: 's' }), heardLater)), [['m', 'delivered']]);
    assert.deepEqual(deliveries(hear(asked(), from({ type: 'proceed', sessionId: 's' }), heardLater)), [['m', 'delivered']]);
    assert.deepEqual(deliveries(hear(asked(), from({ type: 'failed', id: 'propose-s', isForbidden: false }), heardLater)), [
      ['m', 'failed'],
    ]);
  });

  test('gives the target all case data when it accepts', () => {
    const session = stepped(does(target(), { type: 'accept' }));
    assert.equal(session.initialMessage, MESSAGE.body);
    assert.deepEqual(values(session.parent), ['Topic: Invoice', 'Card: •••• •••• •••• 1111']);
  });

  test('with a plain client is a plain chat: the client gets the message, and nothing of the case', () => {
    const step = does(begun(true).session, { type: 'send', message: MESSAGE });
    assert.deepEqual(sent(step), [{ type: 'message', sessionId: 's', message: { ...MESSAGE, order: orderOf(1) }, wantsReceipt: true }]);
    assert.deepEqual(sent(does(stepped(step), { type: 'update-parent', interaction: interaction() })), []);
  });
});

describe('Case data of a consultation', () => {
  test('comes again to a device on which the consultation was turned down, when another device has accepted it', () => {
    const turnedDown = stepped(act(target(), { type: 'reject' }, heardLater));
    assert.deepEqual(values(turnedDown.parent), []);
    const goesOn = hear(turnedDown, from({ type: 'proceed', sessionId: 's' }, true), heardLater);
    const [acceptance] = sent(goesOn);
    assert.ok(acceptance);
    const [share, ...others] = sent(hear(accepted(), from(acceptance), heardLater));
    assert.deepEqual([share?.type, others], ['share', []]);
    assert.deepEqual(values(stepped(hear(stepped(goesOn), from(share!), heardLater)).parent), values(target().parent));
    assert.ok((values(target().parent) ?? []).length > 0);
  });

  test('leaves out the fields that the initiator excludes, until they are included', () => {
    const without = stepped(does(begun().session, { type: 'leave-out', key: 'Card', isLeftOut: true }));
    const step = does(without, { type: 'send', message: MESSAGE });
    assert.deepEqual(values(sharedBy(step)), ['Topic: Invoice']);
    const later = does(stepped(step), {
      type: 'update-parent',
      interaction: interaction(field('Topic', 'Refund'), field('Card', '4111111111111111')),
    });
    assert.deepEqual(values(sharedBy(later)), ['Topic: Refund']);
    assert.equal(does(accepted(), { type: 'leave-out', key: 'Topic', isLeftOut: true }), undefined);
    const again = stepped(does(without, { type: 'leave-out', key: 'Card', isLeftOut: false }));
    assert.equal(values(sharedBy(does(again, { type: 'send', message: MESSAGE })))?.length, 2);
  });

  test('is not told to anybody while it is excluded, and is up to date when it is shared after all', () => {
    const without = stepped(does(begun().session, { type: 'leave-out', key: 'Topic', isLeftOut: true }));
    const change: LocalInput = {
      type: 'update-parent',
      interaction: interaction(field('Topic', 'Refund'), field('Card', '4111 1111 1111 1111')),
    };
    const again = stepped(does(stepped(does(without, change)), { type: 'leave-out', key: 'Topic', isLeftOut: false }));
    assert.equal(values(sharedBy(does(again, { type: 'send', message: MESSAGE })))?.[0], 'Topic: Refund');
    const asking = stepped(does(without, { type: 'send', message: MESSAGE }));
    assert.deepEqual(sent(does(asking, change)), []);
  });

  test('is that of the time when the message is sent, not when the consultation was opened', () => {
    const step = does(begun().session, { type: 'update-parent', interaction: interaction(field('Topic', 'Refund')) });
    assert.deepEqual(sent(step), []);
    assert.deepEqual(values(sharedBy(does(stepped(step), { type: 'send', message: MESSAGE }))), ['Topic: Refund']);
  });

  test('arrives when it changes, marked as changed, in whatever order and however often it is received', () => {
    const change = (...fields: CaseField[]): LocalInput => ({ type: 'update-parent', interaction: interaction(...fields) });
    const first = does(accepted(), change(field('Topic', 'Refund')));
    const second = does(stepped(first), change(field('Topic', 'Refund'), field('Plan', 'Basic')));
    const [newer, older] = [sent(second)[0], sent(first)[0]];
    assert.ok(newer && older);
    const session = stepped(hear(stepped(does(target(), { type: 'accept' })), from(newer), heardLater));
    assert.deepEqual(session.parent?.caseData.fields, [
      { ...field('Topic', 'Refund'), changedAt: 2_000 },
      { ...field('Plan', 'Basic'), changedAt: 2_000 },
    ]);
    for (const late of [newer, older]) assert.equal(hear(session, from(late), heardLater), undefined);
  });

  test('is not sent again if the target would see no difference', () =>
    assert.equal(does(accepted(), { type: 'update-parent', interaction: CASE }), undefined));

  test('is accepted from the initiator only', () => {
    const [signal] = sent(does(accepted(), { type: 'update-parent', interaction: interaction() }));
    assert.ok(signal);
    assert.equal(hear(accepted(), from(signal), heardLater), undefined);
    assert.equal(hear(target(), from(signal, true), heardLater), undefined);
    assert.equal(does(target(), { type: 'update-parent', interaction: interaction() }), undefined);
  });

  test('is deleted with the session, on both sides', () => {
    for (const session of [accepted(), stepped(does(target(), { type: 'accept' }))]) {
      const over = stepped(does(session, { type: 'end' }));
      assert.deepEqual([over.parent?.caseData.fields, over.parent?.contactName], [[], 'Maria Lindqvist']);
    }
    assert.deepEqual(stepped(does(begun().session, { type: 'mark-done' })).parent?.caseData.fields, []);
    assert.deepEqual(stepped(does(target(), { type: 'reject' })).parent?.caseData.fields, []);
  });
});

describe('An interaction that is closed in mid-consultation', () => {
  test('lets the IM go on, and tells both sides once', () => {
    const step = does(accepted(), { type: 'update-parent', interaction: undefined });
    assert.deepEqual(
      [stepped(step).state.status, events(step), values(stepped(step).parent)?.length],
      ['connected', ['interaction-closed'], 2],
    );
    assert.equal(does(stepped(step), { type: 'update-parent', interaction: undefined }), undefined);
    const [signal] = sent(step);
    assert.ok(signal);
    const heard = hear(stepped(does(target(), { type: 'accept' })), from(signal), heardLater);
    assert.deepEqual(
      [events(heard), stepped(heard).parent?.isClosed, stepped(heard).state.status],
      [['interaction-closed'], true, 'connected'],
    );
  });
});
