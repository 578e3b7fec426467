import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Changes } from '../../src/background/events/changes.ts';
import { ViewPort } from '../../src/background/host/view-port.ts';
import type { Slices } from '../../src/channel/contract.ts';
import type { ChannelPort } from '../../src/channel/rpc.ts';
import { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';

/** Two ends of a channel, each message a turn later. */
function channelPair(): [ChannelPort, ChannelPort] {
  const handlers: ((message: unknown) => void)[][] = [[], []];
  const end = (own: number): ChannelPort => ({
    post: (message) => queueMicrotask(() => handlers[1 - own]?.forEach((handler) => handler(structuredClone(message)))),
    onMessage: (handler) => void handlers[own]?.push(handler),
    onClose: () => undefined,
    close: () => undefined,
  });
  return [end(0), end(1)];
}

const TOPIC = 'contact session s1';

test('an answer that took longer than a newer one is not told', async () => {
  const [hostEnd, viewEnd] = channelPair();
  const changes = new Changes();
  let giveOld: (slice: Slices['contact']) => void = () => undefined;
  const answers: (Slices['contact'] | Promise<Slices['contact']>)[] = [
    new Promise((resolve) => (giveOld = resolve)),
    { isReading: false, problem: 'closed' },
    { isReading: false, problem: 'no-contact' },
  ];
  new ViewPort(hostEnd, {
    changes,
    command: async () => ({}),
    answer: () => answers.shift() ?? { isReading: false },
    standIn: () => ({ isReading: false }),
    onContacts: () => undefined,
    onMedia: () => undefined,
    onMediaEvent: async () => undefined,
    onTelephony: () => undefined,
    onClose: () => undefined,
  });
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
