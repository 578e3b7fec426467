import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Workspace } from '../../src/channel/workspace.ts';
import type { DockPort } from '../../src/extension/dock/dock-port.ts';
import { PageEvents } from '../../src/extension/dock/page-events.ts';
import type { KeptInteractionEvent } from '../../src/model/desk/interaction-event.ts';

const ORIGIN = 'https://crm.example';
const eventOf = (eventId: string, origin = ORIGIN): KeptInteractionEvent => ({
  eventId,
  origin,
  interactionId: 'mail',
  at: 0,
  name: 'interaction-closed',
});

/** A dock of the origin, which records the events that it is told. `become` changes the events that wait. */
function setUp() {
  let change: (events: readonly KeptInteractionEvent[]) => void = () => assert.fail('the events are not followed');
  const workspace: Pick<Workspace, 'subscribe'> = {
    subscribe: (_query, onSlice) => ((change = onSlice as typeof change), () => undefined),
  };
  const told: unknown[] = [];
  const dock: Pick<DockPort, 'origin' | 'post'> = {
    origin: ORIGIN,
    post: (message) => told.push(message.type === 'event' && Reflect.get(message.detail, 'eventId')),
  };
  const events = new PageEvents(workspace as Workspace, [dock as DockPort]);
  // All work is done in microtasks, so that it is over at the next macrotask.
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { events, dock: dock as DockPort, told, settled, become: (...kept: readonly KeptInteractionEvent[]) => change(kept) };
}

describe('what pages are told of their interactions', () => {
  it('is told once, in order, to the origin that it is for, and again when a page asks', async () => {
    const { events, dock, told, settled, become } = setUp();
    become(eventOf('1'), eventOf('other', 'https://other.example'), eventOf('2'));
    become(eventOf('1'), eventOf('2'), eventOf('3'));
    await settled();
    assert.deepEqual(told, ['1', '2', '3']);
    events.tellAnew(dock);
    await settled();
    assert.deepEqual(told, ['1', '2', '3', '1', '2', '3']);
  });

  it('does not pile up for a page that asks again and again', async () => {
    const { events, dock, told, settled, become } = setUp();
    become(eventOf('1'), eventOf('2'));
    for (let times = 0; times < 1_000; times += 1) events.tellAnew(dock);
    await settled();
    assert.deepEqual(told, ['1', '2']);
  });

  it('is not told if it was taken, or the agent has signed out, before its turn came', async () => {
    const { told, settled, become } = setUp();
    become(eventOf('1'), eventOf('2'));
    become();
    await settled();
    assert.deepEqual(told, []);
  });
});
