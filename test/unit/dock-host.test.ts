import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Runtime } from 'webextension-polyfill';
import type { Workspace } from '../../src/channel/workspace.ts';
import type { ImSessionView, Overview } from '../../src/model/workspace.ts';

const ORIGIN = 'https://crm.example';
const PEER = 'bmartin@support.example';

// The browser around the background: only what a dock that starts asks of it.
const browser = { runtime: { id: 'test' }, storage: { local: { get: async () => ({}) } } };
Object.assign(globalThis, { browser, chrome: browser, window: globalThis });
const { DockHost } = await import('../../src/extension/dock/dock-host.ts');
const { DockPort } = await import('../../src/extension/dock/dock-port.ts');
const { isOriginAllowed } = await import('../../src/extension/policy/origin-patterns.ts');

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
  const followers = new Set<(overview: Overview) => void>();
  let latest = first;
  const workspace: Pick<Workspace, 'subscribe'> = {
    subscribe: ((query: { kind: string }, onSlice: (overview: Overview) => void) => {
      if (query.kind !== 'overview') return () => undefined;
      followers.add(onSlice);
      // Never within the subscription itself, as in the workspace.
      queueMicrotask(() => onSlice(latest));
      return () => followers.delete(onSlice);
    }) as unknown as Workspace['subscribe'],
  };
  let allow = () => {};
  const origins = new Promise<{ isAllowed: () => boolean }>((resolve) => (allow = () => resolve({ isAllowed: () => true })));
  const host = new DockHost(
    workspace as Workspace,
    () => origins as never,
    () => ({ close: () => undefined }),
    () => Promise.resolve(),
  );
  const told: { readonly name: string; readonly detail: object }[] = [];
  const port = {
    name: 'dock',
    sender: { tab: { id: 1 }, frameId: 0, url: `${ORIGIN}/desk`, origin: ORIGIN },
    postMessage: (message: { type: string; name: string; detail: object }) => void (message.type === 'event' && told.push(message)),
    onMessage: { addListener: () => undefined },
    onDisconnect: { addListener: () => undefined },
  } as unknown as Runtime.Port;
  const become = (overview: Overview) => {
    latest = overview;
    for (const follow of followers) follow(overview);
  };
  return { connected: host.connect(port), allow, become, told };
}

describe('what a page is told of sessions', () => {
  it('includes what happens between its asking for the dock and the dock being there, after "ready", once', async () => {
    const { connected, allow, become, told } = setUp(overviewWith({ status: 'inviting', expiresAt: 9, ringing: true }));
    await new Promise((resolve) => setImmediate(resolve));
    become(overviewWith({ status: 'connected', since: 5 }));
    assert.deepEqual(told, []);
    allow();
    await connected;
    become(overviewWith({ status: 'ended', reason: 'ended-by-peer', at: 7 }));
    const facts = { sessionId: 's1', peer: PEER, direction: 'outgoing' };
    assert.deepEqual(
      told.map(({ name, detail }) => ({ name, detail })),
      [
        { name: 'ready', detail: { version: 1, isSignedIn: true } },
        { name: 'session-accepted', detail: { ...facts, at: 5 } },
        { name: 'session-ended', detail: { ...facts, at: 7, reason: 'ended-by-peer' } },
      ],
    );
  });
});

describe('a page whose origin the browser doesn’t name', () => {
  const portOf = (sender: object) =>
    ({
      name: 'dock',
      sender: { tab: { id: 1 }, frameId: 0, url: `${ORIGIN}/desk`, ...sender },
      onMessage: { addListener: () => undefined },
      onDisconnect: { addListener: () => undefined },
    }) as unknown as Runtime.Port;

  it('has none that its address names: neither in a sandbox nor where nothing is said', () => {
    assert.equal(DockPort.of(portOf({ origin: ORIGIN }))?.origin, ORIGIN);
    assert.equal(DockPort.of(portOf({})), undefined);
    assert.ok(!isOriginAllowed(DockPort.of(portOf({ origin: 'null' }))?.origin ?? '', ['https://*/*', '<all_urls>'], undefined));
    assert.equal(DockPort.of(portOf({ origin: ORIGIN, frameId: 3 })), undefined, 'a frame within the page');
  });
});
