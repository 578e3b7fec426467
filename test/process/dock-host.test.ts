import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { Runtime } from 'webextension-polyfill';
import type { Workspace } from '../../src/channel/workspace.ts';
import type { NumberedHappening, RecentHappenings, ToldSessionHappening } from '../../src/model/desk/happening.ts';
import type { ImSessionView, Overview } from '../../src/model/workspace.ts';

const ORIGIN = 'https://crm.example';
const PEER = 'bmartin@support.example';

// Stands for the extension APIs that a dock uses when it starts.
const browser = {
  runtime: { id: 'test', sendMessage: async () => false },
  storage: { local: { get: async () => ({}), set: async () => undefined } },
};
Object.assign(globalThis, { browser, chrome: browser, window: globalThis });
const { DockHost } = await import('../../src/extension/dock/dock-host.ts');
const { DockPort } = await import('../../src/extension/dock/dock-port.ts');
const { isOriginAllowed } = await import('../../src/extension/policy/origin-patterns.ts');

const SESSION = {
  of: 'session',
  sessionId: 's1',
  peer: PEER,
  direction: 'outgoing',
  peerLogon: 'bmartin',
  peerName: 'Bill Martin',
} as const;
const session = { id: 's1', peer: PEER, direction: 'outgoing', unread: 0 } as unknown as ImSessionView;
const overviewWith = (state: ImSessionView['state']): Overview =>
  ({
    me: { jid: 'aturner@support.example' },
    connection: { status: 'connected' },
    sessions: [{ ...session, state }],
    calls: [],
    interactions: [],
    settings: { theme: 'auto' },
  }) as unknown as Overview;

function setUp(first: Overview) {
  let followHappenings = (_recent: RecentHappenings): void => undefined;
  const happenings: NumberedHappening[] = [];
  const recent = () => ({ life: 'test', happenings: [...happenings] });
  const workspace = {
    // Every invitation gives the one session of this test.
    commands: { invite: async () => ({ sessionId: 's1' }) },
    subscribe: ((query: { kind: string }, onSlice: (slice: Overview | RecentHappenings) => void) => {
      if (query.kind === 'happenings') followHappenings = onSlice;
      const slice = { overview: first, happenings: recent() }[query.kind];
      // Never within the subscription itself, as in the workspace.
      if (slice) queueMicrotask(() => onSlice(slice));
      return () => undefined;
    }) as unknown as Workspace['subscribe'],
  };
  let allow = () => {};
  const origins = new Promise<{ isAllowed: () => boolean }>((resolve) => (allow = () => resolve({ isAllowed: () => true })));
  const host = new DockHost(
    workspace as unknown as Workspace,
    () => origins as never,
    () => ({ close: () => undefined }),
    () => Promise.resolve(),
  );
  const told: { readonly name: string; readonly detail: object }[] = [];
  let hear: (message: object) => void = () => {};
  /** The numbers of the page's requests that have been answered. */
  const answered: number[] = [];
  const port = {
    name: 'dock',
    sender: { tab: { id: 1 }, frameId: 0, url: `${ORIGIN}/desk`, origin: ORIGIN },
    postMessage: (message: { type: string; name: string; detail: object; request: number }) => {
      if (message.type === 'event') told.push(message);
      if (message.type === 'answered') answered.push(message.request);
    },
    onMessage: { addListener: (listener: typeof hear) => (hear = listener) },
    onDisconnect: { addListener: () => undefined },
  } as unknown as Runtime.Port;
  const tell = (happening: ToldSessionHappening) => {
    happenings.push({ ...happening, number: happenings.length + 1 });
    followHappenings(recent());
  };
  return {
    host,
    connected: host.connect(DockPort.of(port) ?? assert.fail('no port of a dock')),
    allow,
    tell,
    told,
    answered,
    place: (place: object) => hear({ type: 'place', place }),
    request: (message: object) => hear({ type: 'request', ...message }),
  };
}

describe('the dock of a tab', () => {
  it('is known to be collapsed as soon as its page has told', async () => {
    const { host, connected, allow, place } = setUp(overviewWith({ status: 'connected', since: 5 }));
    allow();
    await connected;
    assert.equal(host.isCollapsed(1), false);
    place({ width: 360, isCollapsed: true });
    assert.equal(host.isCollapsed(1), true);
    assert.equal(host.isCollapsed(2), false);
    place({ width: 360, isCollapsed: false });
    assert.equal(host.isCollapsed(1), false);
  });
});

describe('a page that asks for invitations', () => {
  it('may send ten at once, and then one in two seconds', async () => {
    mock.timers.enable({ apis: ['Date'], now: 1_000 });
    try {
      const { connected, allow, told, answered, request } = setUp(overviewWith({ status: 'connected', since: 5 }));
      allow();
      await connected;
      const ask = async (number: number) => {
        request({ request: number, name: 'open-im', json: JSON.stringify({ requestId: String(number), target: PEER }) });
        while (!answered.includes(number)) await new Promise((resolve) => setImmediate(resolve));
      };
      for (let number = 1; number <= 15; number += 1) await ask(number);
      mock.timers.tick(1_999);
      await ask(16);
      mock.timers.tick(1);
      await ask(17);
      await ask(18);
      const [yes, no] = [{ sessionId: 's1' }, { refused: 'too-many-requests' }];
      assert.deepEqual(
        told.filter(({ name }) => name === 'result').map(({ detail }) => detail),
        [...Array<object>(10).fill(yes), ...Array<object>(6).fill(no), yes, no].map((outcome, index) => ({
          requestId: String(index + 1),
          ...outcome,
        })),
      );
    } finally {
      mock.timers.reset();
    }
  });
});

describe('what a page is told of sessions', () => {
  it('includes what happens between its asking for the dock and the dock being there, after "ready", once', async () => {
    const { connected, allow, tell, told } = setUp(overviewWith({ status: 'inviting', expiresAt: 9, ringing: true }));
    await new Promise((resolve) => setImmediate(resolve));
    tell({ ...SESSION, name: 'session-accepted', was: 'inviting', at: 5 });
    assert.deepEqual(told, []);
    allow();
    await connected;
    tell({ ...SESSION, name: 'session-ended', was: 'connected', at: 7, reason: 'ended-by-peer' });
    tell({ ...SESSION, name: 'session-done', was: 'ended', at: 8 });
    tell({ ...SESSION, name: 'session-begun', was: 'not-connected', at: 9 });
    const facts = { sessionId: 's1', peer: PEER, direction: 'outgoing' };
    assert.deepEqual(
      told.map(({ name, detail }) => ({ name, detail })),
      [
        { name: 'ready', detail: { version: 1, isSignedIn: true } },
        { name: 'session-accepted', detail: { ...facts, at: 5 } },
        { name: 'session-ended', detail: { ...facts, at: 7, reason: 'ended-by-peer' } },
        { name: 'session-done', detail: { ...facts, at: 8 } },
      ],
    );
  });
});

describe('a page whose origin the browser doesn’t report', () => {
  const portOf = (sender: object) =>
    ({
      name: 'dock',
      sender: { tab: { id: 1 }, frameId: 0, url: `${ORIGIN}/desk`, ...sender },
      onMessage: { addListener: () => undefined },
      onDisconnect: { addListener: () => undefined },
    }) as unknown as Runtime.Port;

  it('has none, whatever its address is: in a sandbox, or if nothing is reported', () => {
    assert.equal(DockPort.of(portOf({ origin: ORIGIN }))?.origin, ORIGIN);
    assert.equal(DockPort.of(portOf({})), undefined);
    assert.ok(!isOriginAllowed(DockPort.of(portOf({ origin: 'null' }))?.origin ?? '', ['https://*/*', '<all_urls>'], undefined));
    assert.equal(DockPort.of(portOf({ origin: ORIGIN, frameId: 3 })), undefined, 'a frame within the page');
  });
});
