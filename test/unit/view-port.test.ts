import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Changes } from '../../src/background/events/changes.ts';
import { ViewPort } from '../../src/background/host/view-port.ts';
import { QUERIES, type Query, type Slices } from '../../src/channel/contract.ts';
import { knowQueries } from '../../src/channel/known-queries.ts';
import { type JingleAnswer, type MediaEvents, type MediaFunctions, mediaFunctionsBy } from '../../src/channel/media-host.ts';
import type { ChannelPort } from '../../src/channel/rpc.ts';
import { emptyAnswer } from '../../src/channel/known-queries.ts';
import { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';

/** Two ends of a channel. Each message arrives one turn later. Closing one end closes the other. */
function channelPair(): [ChannelPort, ChannelPort] {
  const handlers: ((message: unknown) => void)[][] = [[], []];
  const closings: (() => void)[] = [];
  const end = (own: number): ChannelPort => ({
    post: (message) => queueMicrotask(() => handlers[1 - own]?.forEach((handler) => handler(structuredClone(message)))),
    onMessage: (handler) => void handlers[own]?.push(handler),
    onClose: (handler) => void closings.push(handler),
    close: () => closings.splice(0).forEach((handler) => handler()),
  });
  return [end(0), end(1)];
}

const TOPIC = 'contact session s1';

/** What these tests don't call. */
const UNUSED: Omit<ConstructorParameters<typeof ViewPort>[1], 'changes' | 'answer'> = {
  command: async () => ({}),
  loadQueries: async () => knowQueries(QUERIES),
  standIn: () => ({ isReading: false }),
  onContacts: () => undefined,
  onTokens: () => undefined,
  onMedia: () => undefined,
  onMediaEvent: async () => undefined,
  onTelephony: () => undefined,
  onGreeting: () => 'same',
  onClose: () => undefined,
};

test('an answer that took longer than a newer one is dropped', async () => {
  const [hostEnd, viewEnd] = channelPair();
  const changes = new Changes();
  let giveOld: (slice: Slices['contact']) => void = () => undefined;
  const answers: (Slices['contact'] | Promise<Slices['contact']>)[] = [
    new Promise((resolve) => (giveOld = resolve)),
    { isReading: false, problem: 'closed' },
    { isReading: false, problem: 'no-contact' },
  ];
  new ViewPort(hostEnd, { ...UNUSED, changes, answer: () => answers.shift() ?? { isReading: false } });
  const workspace = new RemoteWorkspace(() => viewEnd);
  const told: unknown[] = [];
  const heard = (problem: string) =>
    new Promise<void>((resolve) => {
      const stop = setInterval(() => told.includes(problem) && (clearInterval(stop), resolve()), 1);
    });
  workspace.subscribe({ kind: 'contact', of: 'session', id: 's1' }, (slice) => told.push(slice.problem));
  await new Promise((resolve) => setTimeout(resolve));
  changes.announce(TOPIC);
  await heard('closed');
  giveOld({ isReading: false, problem: 'nonsense' });
  changes.announce(TOPIC);
  await heard('no-contact');
  assert.deepEqual(told, ['closed', 'no-contact']);
  workspace.close();
});

test('what a command changes is told after it has been handed on, and before it is done', async () => {
  const [hostEnd, viewEnd] = channelPair();
  const changes = new Changes();
  const order: string[] = [];
  new ViewPort(hostEnd, {
    ...UNUSED,
    changes,
    answer: () => {
      order.push('answered');
      return { isReading: false };
    },
    command: async () => {
      changes.announce(TOPIC);
      for (let turn = 0; turn < 5; turn += 1) await undefined;
      order.push('handed on');
      await new Promise((resolve) => setTimeout(resolve, 5));
      return {};
    },
  });
  const workspace = new RemoteWorkspace(() => viewEnd);
  await new Promise<void>((resolve) => workspace.subscribe({ kind: 'contact', of: 'session', id: 's1' }, () => resolve()));
  // The frame of the first answer is over.
  await new Promise((resolve) => setTimeout(resolve, 20));
  order.length = 0;
  await workspace.commands.lock({});
  assert.deepEqual(order, ['handed on', 'answered']);
  workspace.close();
});

test('what was said is told before what else changes with it, in a message of its own, so that views have rendered it by then', async () => {
  const [hostEnd, viewEnd] = channelPair();
  const changes = new Changes();
  new ViewPort(hostEnd, {
    ...UNUSED,
    changes,
    answer: ({ kind }) => (kind === 'transcript' ? { entries: [], hasEarlier: false } : { isReading: false }),
  });
  const told: string[] = [];
  const onMessage: ChannelPort['onMessage'] = (handler) =>
    viewEnd.onMessage((message) => {
      told.push('message');
      handler(message);
    });
  const workspace = new RemoteWorkspace(() => ({ ...viewEnd, onMessage }));
  const whenTold = new Promise<void>((resolve) => {
    const tell = (kind: string) => void (told.push(kind) === 4 && resolve());
    workspace.subscribe({ kind: 'contact', of: 'session', id: 's1' }, () => tell('contact'));
    workspace.subscribe({ kind: 'transcript', sessionId: 's1', last: 60 }, () => tell('transcript'));
  });
  await whenTold;
  assert.deepEqual(told, ['message', 'message', 'transcript', 'contact']);
  workspace.close();
});

describe('a request of a call to its peer', () => {
  const AWAY: JingleAnswer = { error: { condition: 'remote-server-timeout' } };

  /** What a view's media host gets as an answer when its session host handles the request by `onMediaEvent`. */
  async function answerOf(onMediaEvent: (hostEnd: ChannelPort) => Promise<unknown>): Promise<JingleAnswer> {
    const [hostEnd, viewEnd] = channelPair();
    new ViewPort(hostEnd, {
      ...UNUSED,
      changes: new Changes(),
      answer: () => ({ isReading: false }),
      onMediaEvent: () => onMediaEvent(hostEnd),
    });
    let events: MediaEvents | undefined;
    const media = mediaFunctionsBy(async (name) => (name === 'calls' ? [] : undefined));
    const workspace = new RemoteWorkspace(() => viewEnd, {
      media: (given): MediaFunctions => {
        events = given;
        return media;
      },
    });
    const answer = await events?.sendJingle('call', 'ben@localhost/desk', { action: 'session-info', sid: 'call' });
    workspace.close();
    assert.ok(answer);
    return answer;
  }

  test('gets the session host’s answer', async () => {
    assert.deepEqual(await answerOf(async () => ({})), {});
  });

  test('is to be sent again if the session host was closed, or does not know the call yet', async () => {
    const closed = answerOf((hostEnd) => {
      hostEnd.close();
      return new Promise(() => undefined);
    });
    assert.deepEqual(await closed, AWAY);
    assert.deepEqual(await answerOf(async () => undefined), AWAY);
  });

  test('is not sent again if the session host’s own code throws', async () => {
    const failing = answerOf(() => Promise.reject(new Error('a fault of ours')));
    assert.deepEqual(await failing, { error: { condition: 'internal-server-error' } });
  });
});

test('the commands can be awaited: they are not mistaken for a promise that never resolves', async () => {
  const [, viewEnd] = channelPair();
  const { commands } = new RemoteWorkspace(() => viewEnd);
  assert.equal(await Promise.resolve(commands), commands);
  assert.equal(typeof commands.lock, 'function');
});

test('an overview that says nothing new is not told again', async () => {
  const [hostEnd, viewEnd] = channelPair();
  const changes = new Changes();
  let areNotificationsHeld = false;
  const answer = ({ kind }: Query) => (kind === 'overview' ? { ...emptyAnswer('overview'), areNotificationsHeld } : { isReading: false });
  new ViewPort(hostEnd, { ...UNUSED, changes, answer });
  const workspace = new RemoteWorkspace(() => viewEnd);
  const told: boolean[] = [];
  let tell = (): void => undefined;
  workspace.subscribe({ kind: 'overview' }, (slice) => told.push(slice.areNotificationsHeld));
  workspace.subscribe({ kind: 'contact', of: 'session', id: 's1' }, () => tell());
  // What changes together is told together, so that the overview would have come when the contact has.
  const change = () =>
    new Promise<void>((resolve) => {
      tell = () => queueMicrotask(resolve);
      changes.announce('overview');
      changes.announce(TOPIC);
    });
  await new Promise<void>((resolve) => (tell = () => queueMicrotask(resolve)));
  await change();
  assert.deepEqual(told, [false]);
  areNotificationsHeld = true;
  await change();
  assert.deepEqual(told, [false, true]);
  workspace.close();
});

test('a search is answered at once, though the view was told of a change in the same frame, and of the next change no sooner for it', async () => {
  const [hostEnd, viewEnd] = channelPair();
  const changes = new Changes();
  const answered: string[] = [];
  new ViewPort(hostEnd, {
    ...UNUSED,
    changes,
    answer: (query) => {
      answered.push('search' in query ? query.search : query.kind);
      return emptyAnswer(query.kind);
    },
  });
  const workspace = new RemoteWorkspace(() => viewEnd);
  const type = (search: string) =>
    new Promise<void>((resolve) =>
      workspace.subscribe({ kind: 'targets', search, filter: 'all', first: 0, count: 20 }, () => queueMicrotask(resolve)),
    );
  await new Promise<void>((resolve) => workspace.subscribe({ kind: 'contact', of: 'session', id: 's1' }, () => queueMicrotask(resolve)));
  changes.announce(TOPIC);
  await type('a');
  await type('an');
  assert.deepEqual(answered, ['contact', 'a', 'an']);
  workspace.close();
});
