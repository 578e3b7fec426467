import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LINE_MS, MOST_ASKED, WAVE_MS, WAVE_SIZE } from '../../src/model/session/group-asking.ts';
import { actInGroup, hearInGroup } from '../../src/model/session/group-steps.ts';
import { type ImSession, NOBODY_YET, PENDING_MS } from '../../src/model/session/im-session.ts';
import { openSession, sessionFromWire } from '../../src/model/session/session-beginning.ts';
import { invitationSpan } from '../../src/model/session/session-ends.ts';
import type { LocalInput, MachineContext, Step } from '../../src/model/session/session-machine.ts';
import type { Envelope, Signal } from '../../src/model/signal.ts';

const ALICE = 'alice@localhost';
const GROUP = { kind: 'group', id: 'Billing', name: 'Billing' } as const;
const message = { id: 'm1', body: 'Is it a duplicate?' };
/** Where the first message of this desk stands. */
const order = { device: 'desk', number: 0 };
const contextOf = (me: string, now = 1_000): MachineContext => ({
  now,
  me,
  device: 'desk',
  invitationTimeoutMs: 60_000,
  notificationTimeoutMs: 30_000,
  areNotificationsHeld: false,
});

const opened = () => openSession({ id: 's', peer: NOBODY_YET, isPlain: false, group: GROUP }, contextOf(ALICE)).session;
const names = (count: number) => Array.from({ length: count }, (_, index) => `m${index}@localhost`);

function stepped(step: Step | undefined): Step {
  assert.ok(step, 'the step was refused');
  return step;
}
const ask = (count: number) => stepped(actInGroup(opened(), { type: 'ask', message, members: names(count) }, contextOf(ALICE)));
const from = (peer: string, signal: Signal, isOwn = false): Envelope => ({ signal, peer, isOwn, at: 2_000 });
const proceed: Signal = { type: 'proceed', sessionId: 's' };
const reject: Signal = { type: 'reject', sessionId: 's', reason: 'declined' };
const hear = (session: ImSession, peer: string, signal: Signal, now = 2_000) =>
  stepped(hearInGroup(session, from(peer, signal), contextOf(ALICE, now)));
const act = (session: ImSession, input: LocalInput, now: number) => stepped(actInGroup(session, input, contextOf(ALICE, now)));
/** What is sent, and to whom. */
const sent = ({ session, effects }: Step) =>
  effects.flatMap((effect) => (effect.type === 'send' ? [[effect.member?.jid ?? session.peer, effect.signal] as const] : []));
const sentTypes = (step: Step) => sent(step).map(([to, { type }]) => `${type} ${to}`);
const eventsOf = ({ effects }: Step) => effects.flatMap((effect) => (effect.type === 'append-event' ? [effect.event] : []));

describe('Asking a group', () => {
  test('asks the first members, with the message and the group', () => {
    const step = ask(5);
    assert.deepEqual(
      sent(step),
      names(WAVE_SIZE).map((name) => [name, { type: 'propose', sessionId: 's', message: { ...message, order }, group: GROUP }]),
    );
    assert.equal(step.session.state.status, 'inviting');
    assert.deepEqual(step.happenings, [{ name: 'session-begun', was: 'not-connected', at: 1_000 }]);
  });

  test('asks the next ones when the time of a wave is over, and no more than twenty in all', () => {
    let step = ask(MOST_ASKED + 5);
    let asked = sent(step).length;
    for (let now = 1_000 + WAVE_MS; asked < MOST_ASKED; now += WAVE_MS) {
      assert.equal(invitationSpan(step.session)?.until, now);
      step = act(step.session, { type: 'expire-invitation' }, now);
      asked += sent(step).length;
    }
    assert.equal(asked, MOST_ASKED);
    assert.equal(
      step.session.members?.some(({ is }) => is === 'next'),
      false,
    );
  });

  test('asks the next ones at once when everybody who was asked has turned it down', () => {
    let step = ask(4);
    for (const name of names(3)) step = hear(step.session, name, reject);
    assert.deepEqual(sentTypes(step), ['propose m3@localhost']);
    step = hear(step.session, 'm3@localhost', { ...reject, text: 'On a call' });
    assert.deepEqual(eventsOf(step), ['rejected']);
  });

  test('takes it back from who can’t be reached, because their archive may have it', () => {
    const failed: Signal = { type: 'failed', id: 'propose-s', isForbidden: false };
    const first = hear(ask(2).session, 'm0@localhost', failed);
    assert.deepEqual(sentTypes(first), ['retract m0@localhost']);
    const last = hear(first.session, 'm1@localhost', failed);
    assert.deepEqual(sentTypes(last), ['retract m1@localhost']);
    assert.deepEqual(last.session.state, { status: 'ended', reason: 'unreachable', at: 2_000 });
  });

  test('takes it back from everybody when the agent cancels, or when nobody has answered in time', () => {
    assert.deepEqual(sentTypes(act(ask(2).session, { type: 'cancel' }, 2_000)), ['retract m0@localhost', 'retract m1@localhost']);
    const over = act(ask(2).session, { type: 'expire-invitation' }, 61_000);
    assert.deepEqual(eventsOf(over), ['no-answer']);
    assert.deepEqual(sentTypes(over), ['retract m0@localhost', 'retract m1@localhost']);
  });

  test('takes the first who accepts, confirms that, and tells the others who it was', () => {
    const step = hear(ask(3).session, 'm1@localhost', proceed);
    assert.deepEqual(sent(step), [
      ['m1@localhost', proceed],
      ['m0@localhost', { type: 'retract', sessionId: 's', reason: 'answered-by-colleague', by: 'm1@localhost' }],
      ['m2@localhost', { type: 'retract', sessionId: 's', reason: 'answered-by-colleague', by: 'm1@localhost' }],
    ]);
    assert.equal(step.session.peer, 'm1@localhost');
    assert.deepEqual(step.happenings, [{ name: 'session-accepted', was: 'inviting', at: 2_000 }]);
    const late = hear(step.session, 'm2@localhost', proceed);
    assert.deepEqual(sentTypes(late), ['retract m2@localhost']);
    assert.equal(late.session, step.session);
    assert.deepEqual(sentTypes(hear(step.session, 'm1@localhost', proceed)), ['proceed m1@localhost']);
  });

  test('doesn’t let anybody else answer: neither a stranger nor a member who wasn’t asked', () => {
    const { session } = ask(5);
    for (const peer of ['eve@localhost', 'm4@localhost'])
      assert.equal(hearInGroup(session, from(peer, proceed), contextOf(ALICE)), undefined);
  });

  test('lets one who was told that it is over neither end the session nor write into it', () => {
    const { session } = hear(ask(3).session, 'm1@localhost', proceed);
    for (const signal of [reject, { type: 'finish', sessionId: 's' }, { type: 'gone', sessionId: 's' }] as const)
      assert.equal(hearInGroup(session, from('m0@localhost', signal), contextOf(ALICE)), undefined);
    const written = hear(session, 'm0@localhost', {
      type: 'message',
      sessionId: 's',
      message: { id: 'x', body: 'Me!' },
      wantsReceipt: true,
    });
    assert.deepEqual(
      written.effects.map(({ type }) => type),
      ['send'],
    );
    assert.deepEqual(sentTypes(written), ['retract m0@localhost']);
  });

  test('tells who accepts after it was taken back that it is over', () => {
    const { session } = act(ask(2).session, { type: 'cancel' }, 2_000);
    assert.deepEqual(sent(hear(session, 'm0@localhost', proceed)), [
      ['m0@localhost', { type: 'retract', sessionId: 's', reason: 'cancelled' }],
    ]);
  });
});

describe('Another device of who asks', () => {
  const propose: Signal = { type: 'propose', sessionId: 's', message, group: GROUP };
  const begun = () => stepped(sessionFromWire('s', from('m0@localhost', propose, true), contextOf(ALICE))).session;
  const hearsOwn = (session: ImSession, peer: string, signal: Signal) =>
    stepped(hearInGroup(session, from(peer, signal, true), contextOf(ALICE, 2_000)));
  const asking = () => hearsOwn(begun(), 'm1@localhost', propose).session;

  test('knows who is asked, and takes nobody by itself', () => {
    assert.deepEqual(
      asking().members?.map(({ jid, is }) => [jid, is]),
      [
        ['m0@localhost', 'asked'],
        ['m1@localhost', 'asked'],
      ],
    );
    assert.equal(hearInGroup(asking(), from('m0@localhost', proceed), contextOf(ALICE)), undefined);
  });

  test('is connected with whom the device that asks has taken', () => {
    const step = hearsOwn(asking(), 'm1@localhost', proceed);
    assert.equal(step.session.peer, 'm1@localhost');
    assert.equal(step.session.state.status, 'connected');
    assert.deepEqual(sent(step), []);
  });

  test('ends with it when it is taken back, and takes it back itself where that device is gone', () => {
    const cancelled = hearsOwn(asking(), 'm0@localhost', { type: 'retract', sessionId: 's', reason: 'cancelled' });
    assert.deepEqual(cancelled.session.state, { status: 'ended', reason: 'cancelled', at: 2_000 });
    assert.equal(invitationSpan(asking())?.until, 91_000);
    assert.deepEqual(sentTypes(act(asking(), { type: 'expire-invitation' }, 91_000)), ['retract m0@localhost', 'retract m1@localhost']);
  });
});

describe('A member of a group', () => {
  const invited = () =>
    stepped(sessionFromWire('s', from(ALICE, { type: 'propose', sessionId: 's', message, group: GROUP }), contextOf('m0@localhost')))
      .session;
  const memberHears = (session: ImSession, signal: Signal, isOwn = false) =>
    stepped(hearInGroup(session, from(ALICE, signal, isOwn), contextOf('m0@localhost', 2_000)));
  const accepted = () => stepped(actInGroup(invited(), { type: 'accept' }, contextOf('m0@localhost', 1_500)));
  const answered: Signal = { type: 'retract', sessionId: 's', reason: 'answered-by-colleague', by: 'm1@localhost' };

  test('who accepts isn’t connected before the inviter says who was the first', () => {
    const step = accepted();
    assert.deepEqual(step.session.state, { status: 'connecting', since: 1_500 });
    assert.deepEqual(step.happenings, []);
    const confirmed = memberHears(step.session, proceed);
    assert.deepEqual(confirmed.session.state, { status: 'connected', since: 2_000 });
    assert.deepEqual(confirmed.happenings, [{ name: 'session-accepted', was: 'connecting', at: 2_000 }]);
  });

  test('isn’t connected by a confirmation of what they haven’t accepted', () =>
    assert.equal(hearInGroup(invited(), from(ALICE, proceed), contextOf('m0@localhost')), undefined));

  test('who was slower keeps the session on screen, and is told who answered', () => {
    const { session } = memberHears(accepted().session, answered);
    assert.equal(session.isDone, false);
    assert.equal(session.answeredBy, 'm1@localhost');
    assert.deepEqual(session.state, { status: 'ended', reason: 'answered-by-colleague', at: 2_000 });
  });

  test('who hasn’t looked at it has nothing more to do with it once somebody has answered', () => {
    const step = memberHears(invited(), answered);
    assert.equal(step.session.isDone, true);
    assert.deepEqual(
      step.happenings.map(({ name }) => name),
      ['session-ended', 'session-done'],
    );
  });

  test('what a member has turned down here goes on where another device has accepted it', () => {
    const turnedDown = stepped(actInGroup(invited(), { type: 'reject' }, contextOf('m0@localhost', 1_500))).session;
    const accepts = memberHears(turnedDown, proceed, true).session;
    assert.deepEqual([accepts.state.status, accepts.isDone], ['connecting', false]);
    assert.equal(memberHears(accepts, proceed).session.state.status, 'connected');
  });

  test('who writes to the inviter on another device was the first', () => {
    const onOther = memberHears(invited(), proceed, true).session;
    assert.equal(onOther.state.status, 'connecting');
    const written: Signal = { type: 'message', sessionId: 's', message: { id: 'x', body: 'Yes' }, wantsReceipt: true };
    assert.equal(memberHears(onOther, written, true).session.state.status, 'connected');
  });
});

/** Everybody of an office: who asks, and the members, with what is on its way between each two of them. */
class Office {
  readonly sessions = new Map<string, ImSession>();
  readonly #lines = new Map<string, { readonly from: string; readonly to: string; readonly signal: Signal }[]>();
  readonly happened = new Map<string, string[]>();

  constructor(readonly members: readonly string[]) {
    this.#apply(ALICE, actInGroup(opened(), { type: 'ask', message, members }, contextOf(ALICE)));
  }

  get waiting(): number {
    return [...this.#lines.values()].filter(({ length }) => length > 0).length;
  }

  act(who: string, input: LocalInput, now: number): void {
    const session = this.sessions.get(who);
    if (session) this.#apply(who, actInGroup(session, input, contextOf(who, now)));
  }

  /** Brings the oldest of what is on its way on one of the lines. @param isTwice It comes again later, as after a lost connection */
  deliver(line: number, isTwice: boolean, now: number): void {
    const lines = [...this.#lines.values()].filter(({ length }) => length > 0);
    const queue = lines[line % Math.max(1, lines.length)];
    const item = queue?.shift();
    if (!queue || !item) return;
    if (isTwice) queue.push(item);
    const envelope: Envelope = { signal: item.signal, peer: item.from, isOwn: false, at: now };
    const session = this.sessions.get(item.to);
    const step = session
      ? hearInGroup(session, envelope, contextOf(item.to, now))
      : item.signal.type === 'propose'
        ? sessionFromWire('s', envelope, contextOf(item.to, now))
        : undefined;
    this.#apply(item.to, step);
  }

  #apply(who: string, step: Step | undefined): void {
    if (!step) return;
    this.sessions.set(who, step.session);
    this.happened.set(who, [...(this.happened.get(who) ?? []), ...step.happenings.map(({ name }) => name)]);
    for (const [to, signal] of sent(step)) {
      const line = `${who} ${to}`;
      this.#lines.set(line, [...(this.#lines.get(line) ?? []), { from: who, to, signal }]);
    }
  }
}

const move = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), which: fc.nat(20), isTwice: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('accept' as const, 'reject' as const, 'end' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('wave' as const, 'cancel' as const), which: fc.nat(20) }) },
);

test('Whatever arrives in whatever order: one is taken at most, and in the end nobody waits or talks to nobody', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.array(move, { maxLength: 60 }), (count, moves) => {
      const office = new Office(names(count));
      let now = 2_000;
      for (const one of moves) {
        now += 1_000;
        const member = office.members[one.which % count] ?? '';
        if (one.do === 'deliver') office.deliver(one.which, one.isTwice, now);
        else if (one.do === 'wave') office.act(ALICE, { type: 'expire-invitation' }, (now += WAVE_MS));
        else if (one.do === 'cancel') office.act(ALICE, { type: 'cancel' }, now);
        else office.act(member, { type: one.do }, now);
        const connected = office.members.filter((name) => office.sessions.get(name)?.state.status === 'connected');
        assert.ok(connected.length <= 1, `connected: ${connected.join()}`);
      }
      for (let rounds = 0; office.waiting > 0; rounds += 1) {
        assert.ok(rounds < 1_000, 'what is said never ends');
        office.deliver(rounds, false, (now += 1));
      }
      const asker = office.sessions.get(ALICE);
      for (const name of office.members) {
        const status = office.sessions.get(name)?.state.status;
        assert.notEqual(status, 'connecting', `${name} waits for ever`);
        assert.equal(status === 'connected', asker?.state.status === 'connected' && asker.peer === name, `${name} and the asker disagree`);
        if (asker?.state.status === 'ended' || asker?.state.status === 'connected')
          assert.notEqual(status, 'invited', `${name} is still asked`);
      }
      assert.ok((office.happened.get(ALICE) ?? []).filter((name) => name === 'session-accepted').length <= 1);
    }),
    { numRuns: 3_000 },
  );
});

describe('Waiting in line for a group', () => {
  const waiting = () => act(opened(), { type: 'wait-in-line', message }, 1_000);
  const next = (session: ImSession, ...members: string[]) => act(session, { type: 'go-on-in-line', members }, 5_000);

  test('sends nothing before somebody is ready, and asks them then', () => {
    const step = waiting();
    assert.deepEqual(sent(step), []);
    assert.deepEqual(eventsOf(step), ['waiting-in-line']);
    assert.deepEqual(step.session.state, { status: 'inviting', expiresAt: 1_000 + LINE_MS, ringing: false, inLine: {} });
    const asked = next(step.session, 'm0@localhost');
    assert.deepEqual(sent(asked), [['m0@localhost', { type: 'propose', sessionId: 's', message: { ...message, order }, group: GROUP }]]);
    assert.deepEqual(asked.session.state, { status: 'inviting', expiresAt: 65_000, ringing: false });
    assert.equal(hear(asked.session, 'm0@localhost', proceed).session.state.status, 'connected');
  });

  test('shows the place, and goes on after somebody has turned it down or hasn’t answered, who isn’t asked again', () => {
    const placed = act(waiting().session, { type: 'go-on-in-line', members: [], place: 2 }, 2_000);
    assert.deepEqual(placed.session.state.status === 'inviting' && placed.session.state.inLine, { place: 2 });
    assert.equal(actInGroup(placed.session, { type: 'go-on-in-line', members: [], place: 2 }, contextOf(ALICE)), undefined);
    const rejected = hear(next(placed.session, 'm0@localhost').session, 'm0@localhost', reject);
    assert.deepEqual(rejected.session.state.status === 'inviting' && rejected.session.state.inLine, {});
    assert.equal(actInGroup(rejected.session, { type: 'go-on-in-line', members: ['m0@localhost'] }, contextOf(ALICE)), undefined);
    const silent = act(next(rejected.session, 'm1@localhost').session, { type: 'expire-invitation' }, 70_000);
    assert.deepEqual(sentTypes(silent), ['retract m1@localhost']);
    assert.ok(silent.session.state.status === 'inviting' && silent.session.state.inLine);
    assert.equal(hear(silent.session, 'm1@localhost', proceed).session.peer, 'm1@localhost', 'late, and still welcome');
  });

  test('ends when the agent leaves it, and at last by itself', () => {
    const left = act(waiting().session, { type: 'cancel' }, 2_000);
    assert.deepEqual([sent(left), eventsOf(left)], [[], ['cancelled']]);
    const over = act(waiting().session, { type: 'expire-invitation' }, 1_000 + LINE_MS);
    assert.deepEqual(eventsOf(over), ['no-answer']);
  });

  test('is told the agent’s other devices only by whom is asked: what looked ended there begins again', () => {
    const seen = stepped(
      sessionFromWire('s', from('m0@localhost', { type: 'propose', sessionId: 's', message, group: GROUP }, true), contextOf(ALICE)),
    );
    const over = stepped(hearInGroup(seen.session, from('m0@localhost', reject), contextOf(ALICE)));
    assert.equal(over.session.state.status, 'ended');
    const again = stepped(
      hearInGroup(over.session, from('m1@localhost', { type: 'propose', sessionId: 's', group: GROUP }, true), contextOf(ALICE)),
    );
    assert.equal(again.session.state.status, 'inviting');
    assert.equal(stepped(hearInGroup(again.session, from('m1@localhost', proceed, true), contextOf(ALICE))).session.peer, 'm1@localhost');
  });
});

describe('What is left for a group as pending', () => {
  test('goes to all at once, and stays for hours', () => {
    const left = act(opened(), { type: 'ask', message, members: names(7), as: 'pending' }, 1_000);
    assert.equal(sent(left).length, 7);
    assert.deepEqual(sent(left)[0]?.[1], {
      type: 'propose',
      sessionId: 's',
      message: { ...message, order },
      group: GROUP,
      askedAs: 'pending',
    });
    assert.equal(invitationSpan(left.session)?.until, 1_000 + PENDING_MS);
    const taken = hear(left.session, 'm3@localhost', proceed);
    assert.equal(taken.session.peer, 'm3@localhost');
    assert.equal(sent(taken).filter(([, { type }]) => type === 'retract').length, 6);
  });

  test('comes without a notification', () => {
    const propose: Signal = { type: 'propose', sessionId: 's', message, group: GROUP, askedAs: 'pending' };
    const { state } = stepped(sessionFromWire('s', from(ALICE, propose), contextOf('m0@localhost'))).session;
    assert.equal(state.status === 'invited' && state.notification, 'dismissed');
  });
});
