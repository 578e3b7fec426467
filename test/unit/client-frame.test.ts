import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientEvent } from '../../src/client/backchannel-client.ts';
import { BackchannelError } from '../../src/client/client-error.ts';
import { PAGE_METHODS, type ServedClient } from '../../src/client/client-calls.ts';
import { type ClientServerOptions, ClientServer, QUARANTINE_MS } from '../../src/client/client-server.ts';
import { type ClientState, STARTING } from '../../src/client/client-state.ts';
import { WIRE_VERSION } from '../../src/client/client-wire.ts';
import { PageEnd } from '../../src/client/page-end.ts';
import { RateLimit } from '../../src/model/rate-limit.ts';

/** A client that says what it was called for. */
class RecordingClient implements ServedClient {
  readonly ready = Promise.resolve();
  readonly state = STARTING;
  readonly calls: unknown[][] = [];
  readonly hooks = new Map<string, (facts: never) => unknown>();
  readonly listeners = new Set<(state: ClientState) => void>();
  readonly handlers = new Set<(event: ClientEvent) => void | Promise<void>>();
  #note = (...call: unknown[]) => void this.calls.push(call);

  onState(listener: (state: ClientState) => void): () => void {
    this.listeners.add(listener);
    listener(STARTING);
    return () => void this.listeners.delete(listener);
  }
  onEvent(handler: (event: ClientEvent) => void | Promise<void>): () => void {
    this.handlers.add(handler);
    return () => void this.handlers.delete(handler);
  }
  before(name: string, hook: (facts: never) => unknown, options?: object): () => void {
    this.calls.push(['before', name, options]);
    this.hooks.set(name, hook);
    return () => void this.hooks.delete(name);
  }
  signIn = async (request: object) => this.#note('signIn', request);
  signOut = async () => this.#note('signOut');
  setStatus = async (...args: unknown[]) => this.#note('setStatus', ...args);
  startIm = async (...args: unknown[]) => {
    this.#note('startIm', ...args);
    if (args[0] === 'anna@x.example') throw new BackchannelError('message-too-long', { maxLength: 7 });
    return { sessionId: 's1' };
  };
  find = async () => [];
  openInteraction = async ({ id }: { readonly id: string }) => this.interaction(id);
  interaction = (id: string) => ({
    id,
    update: async (change: object) => this.#note('update', id, change),
    close: async () => this.#note('close', id),
  });
  showTeamCommunicator = async () => this.#note('showTeamCommunicator');
  showTab = async (tab: object) => this.#note('showTab', tab);
  setView = async (options: object) => this.#note('setView', options);
  destroy(): void {
    this.#note('destroy');
  }
}

/** A page and a frame that hear each other at once. */
function pair(options: Partial<ClientServerOptions> = {}) {
  const client = new RecordingClient();
  const told: string[] = [];
  let now = 1_000_000;
  let isEnded = false;
  const page = new PageEnd({
    post: (message) => queueMicrotask(() => server.receive(message)),
    setView: ({ panel: _panel, ...rest }) => rest,
    end: () => (isEnded = true),
  });
  const server = new ClientServer(client, {
    methods: PAGE_METHODS,
    rate: new RateLimit({ burst: 20, perSecond: 1 }),
    now: () => now,
    post: (message) => {
      told.push(message);
      page.receive(message);
    },
    ...options,
  });
  const welcome = () => page.receive(JSON.stringify({ version: WIRE_VERSION }));
  return { client, page, server, told, welcome, isEnded: () => isEnded, pass: (ms: number) => (now += ms) };
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: BackchannelError) => error.code,
  );
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a page’s calls wait for the frame, reach its client as they were given, and come back with what it answers, errors with their details', async () => {
  const { client, page, welcome } = pair();
  const early = page.startIm('ben@x.example', { text: 'Hello' });
  await turn();
  assert.deepEqual(client.calls, []);
  welcome();
  assert.deepEqual(await early, { sessionId: 's1' });
  await page.ready;
  await page.setStatus('ready');
  await page.setView({ panel: { isOpen: true }, titleCount: true });
  const interaction = await page.openInteraction({ id: 'i1', media: 'email', contact: { name: 'Maria' } });
  await interaction.update({ status: 'held' });
  await interaction.close();
  assert.deepEqual(client.calls, [
    ['startIm', 'ben@x.example', { text: 'Hello' }],
    ['setStatus', 'ready', undefined],
    ['setView', { titleCount: true }],
    ['update', 'i1', { status: 'held' }],
    ['close', 'i1'],
  ]);
  await assert.rejects(page.startIm('anna@x.example'), { name: 'BackchannelError', code: 'message-too-long', details: { maxLength: 7 } });
});

test('a page is told how things stand by frozen data, and nothing before it listens', async () => {
  const { client, page, told, welcome } = pair();
  welcome();
  await turn();
  assert.equal(told.filter((message) => message.includes('"state"')).length, 0);
  const heard: ClientState[] = [];
  const stop = page.onState((state) => heard.push(state));
  await turn();
  for (const listener of client.listeners) listener({ ...STARTING, pending: 2 });
  assert.equal(page.state.pending, 2);
  assert.ok(Object.isFrozen(page.state) && Object.isFrozen(page.state.sessions));
  stop();
  for (const listener of client.listeners) listener({ ...STARTING, pending: 3 });
  assert.equal(heard.at(-1)?.pending, 2);
});

test('a hook asks the page; one that throws there fails here, and none is asked after it is taken away', async () => {
  const { client, page, welcome } = pair();
  welcome();
  const stop = page.before('send', ({ text }) => ({ text: `${text}!` }), { timeoutMs: 500 });
  await turn();
  assert.deepEqual(client.calls, [['before', 'send', { timeoutMs: 500 }]]);
  assert.deepEqual(await client.hooks.get('send')?.({ text: 'a' } as never), { text: 'a!' });
  const report = globalThis.reportError;
  globalThis.reportError = () => undefined;
  page.before('send', () => {
    throw new Error('the page’s own');
  });
  await turn();
  await assert.rejects(client.hooks.get('send')?.({ text: 'a' } as never) as Promise<unknown>);
  globalThis.reportError = report;
  stop();
  const last = page.before('send', () => undefined);
  await turn();
  last();
  await turn();
  assert.equal(client.hooks.size, 0);
});

test('an event is taken when a handler of the page has returned', async () => {
  const { client, page, welcome } = pair();
  welcome();
  const heard: string[] = [];
  page.onEvent(({ name }) => void heard.push(name));
  await turn();
  const event = { name: 'session-done', sessionId: 's', peer: 'p', at: 1 } as const;
  for (const handler of client.handlers) await handler(event);
  assert.deepEqual(heard, ['session-done']);
  const report = globalThis.reportError;
  globalThis.reportError = () => undefined;
  page.onEvent(() => {
    throw new Error('not stored');
  });
  await turn();
  for (const handler of client.handlers) await assert.rejects(Promise.resolve(handler(event)));
  globalThis.reportError = report;
});

test('only the methods on the list are served, and nothing of the prototype’s', async () => {
  const { client, page, server, told, welcome } = pair({ methods: ['startIm'] });
  welcome();
  await turn();
  assert.equal(await codeOf(page.setStatus('ready')), 'method-not-allowed');
  assert.equal(await codeOf(page.startIm('ben@x.example')), 'done');
  for (const method of ['constructor', '__proto__', 'toString', 'destroy', 'then']) {
    told.length = 0;
    server.receive(JSON.stringify({ id: 9_000, method, args: [] }));
    await turn();
    assert.match(told.join(), /method-not-allowed/, method);
  }
  assert.deepEqual(
    client.calls.map(([name]) => name),
    ['startIm'],
  );
});

test('what isn’t of the shape is refused, and an object’s prototype stays as it is', async () => {
  const { page, server, told, welcome } = pair();
  welcome();
  assert.equal(await codeOf(page.startIm(7 as never)), 'invalid-argument');
  assert.equal(await codeOf(page.startIm('a@b', { text: {} as never })), 'invalid-argument');
  assert.equal(await codeOf(page.find(null as never)), 'invalid-argument');
  server.receive('{"id":8000,"method":"before","args":["__proto__"]}');
  await turn();
  assert.match(told.join(), /"id":8000,"error":{"code":"invalid-argument"/);
  server.receive('{"id":1,"method":"setView","args":[{"__proto__":{"polluted":true}}]}');
  await turn();
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

const HOSTILE: readonly (readonly [string, unknown])[] = [
  ['an object', { id: 1, method: 'signOut', args: [] }],
  ['a function', () => undefined],
  ['undefined', undefined],
  ['what is no JSON', '{'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a call without arguments', '{"id":1,"method":"signOut"}'],
  ['an id that is no number', '{"id":"1","method":"signOut","args":[]}'],
  ['a list that is nested as deeply as fits', `${'['.repeat(499_999)}${']'.repeat(499_999)}`],
  ['a megabyte', `{"id":1,"method":"find","args":["${'x'.repeat(1_000_000)}"]}`],
];
for (const [what, message] of HOSTILE) {
  test(`a page that posts ${what} isn’t listened to for half a minute`, async () => {
    let until = 0;
    const { client, page, server, welcome, pass } = pair({ onQuarantine: (given) => (until = given) });
    welcome();
    await turn();
    server.receive(message);
    assert.equal(until, 1_000_000 + QUARANTINE_MS);
    server.receive('{"id":1,"method":"signOut","args":[]}');
    await turn();
    assert.deepEqual(client.calls, []);
    await assert.rejects(page.signOut(), { code: 'quarantined' });
    pass(QUARANTINE_MS);
    server.receive('{"id":1,"method":"signOut","args":[]}');
    await turn();
    assert.deepEqual(client.calls, [['signOut']]);
  });
}

test('a flood is cut off, what wasn’t begun is refused, and a page that comes back within the half minute isn’t listened to either', async () => {
  const { client, page, welcome } = pair();
  welcome();
  await turn();
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => codeOf(page.showTeamCommunicator())));
  assert.equal(outcomes.filter((code) => code === 'quarantined').length, 80);
  assert.equal(client.calls.length, 20);
  const again = pair({ quarantinedUntil: 1_000_000 + 5_000 });
  again.welcome();
  assert.equal(await codeOf(again.page.signOut()), 'quarantined');
  assert.deepEqual(again.client.calls, []);
  // The clock was set back by hours since.
  const later = pair({ quarantinedUntil: 1_000_000 + 7_200_000 });
  later.welcome();
  await later.page.signOut();
  assert.equal(later.client.calls.length, 1);
});

test('everything comes to an end when the frame refuses the page, and after destroy', async () => {
  const refused = pair();
  const waiting = refused.page.find('b');
  refused.page.receive(JSON.stringify({ version: WIRE_VERSION, refused: 'origin-not-allowed' }));
  assert.equal(await codeOf(waiting), 'origin-not-allowed');
  assert.equal(await codeOf(refused.page.ready), 'origin-not-allowed');
  assert.ok(refused.isEnded());

  const { page, server, client } = pair();
  const early = page.find('b');
  page.destroy();
  assert.equal(await codeOf(early), 'destroyed');
  assert.equal(await codeOf(page.signOut()), 'destroyed');
  const asked = server.ask('event', []);
  server.close();
  assert.deepEqual(await asked, { problem: undefined });
  assert.equal(client.listeners.size, 0);
});

test('a page that has taken the frame out of its document hears so of each call in time', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const page = new PageEnd({ post: () => undefined, setView: (view) => view, end: () => undefined });
  page.receive(JSON.stringify({ version: WIRE_VERSION }));
  const calls = [
    page.find('b'),
    page.setView({ titleCount: true }),
    page.openInteraction({ id: 'i', media: 'email', contact: { name: 'M' } }),
  ];
  const codes = Promise.all(calls.map(codeOf));
  mock.timers.tick(30_000);
  assert.deepEqual(await codes, ['no-answer', 'no-answer', 'no-answer']);
});

test('what a page nests as deeply as fits is read, refused where a value has another shape, and answers nothing that wasn’t asked', async () => {
  const { server, told, welcome } = pair();
  welcome();
  await turn();
  const deep = `${'['.repeat(499_000)}${']'.repeat(499_000)}`;
  const sent = [
    `{"id":1,"method":"startIm","args":[${deep}]}`,
    `{"id":2,"method":"find","args":["b",${deep}]}`,
    `{"id":3,"method":"setView","args":[{"panel":${deep}}]}`,
    `{"answer":1,"value":${deep}}`,
  ];
  for (const message of sent) server.receive(message);
  await turn();
  const refused = told.filter((message) => message.includes('invalid-argument')).map((message) => /"id":(\d)/.exec(message)?.[1]);
  assert.deepEqual(refused, ['1', '2', '3']);
});

/** Runs with what pages report, as the browser would show it in its console. */
async function reporting(work: (reported: unknown[]) => Promise<void>): Promise<void> {
  const { reportError } = globalThis;
  const reported: unknown[] = [];
  globalThis.reportError = (error) => void reported.push(error);
  try {
    await work(reported);
  } finally {
    globalThis.reportError = reportError;
  }
}

test('a listener or handler that throws keeps no other from hearing, and the event isn’t taken', () =>
  reporting(async (reported) => {
    const { client, page, welcome } = pair();
    welcome();
    const heard: unknown[] = [];
    const broken = () => {
      throw new Error('the page’s own');
    };
    page.onState(broken);
    page.onState(({ pending }) => heard.push(pending));
    page.onEvent(broken);
    page.onEvent(({ name }) => void heard.push(name));
    await turn();
    heard.length = 0;
    for (const listener of client.listeners) listener({ ...STARTING, pending: 2 });
    assert.deepEqual(heard, [2]);
    const [handler] = client.handlers;
    await assert.rejects(Promise.resolve(handler?.({ name: 'session-done', sessionId: 's', peer: 'p', at: 1 })));
    assert.deepEqual(heard, [2, 'session-done']);
    assert.ok(reported.length >= 2);
  }));

test('an event that nobody in the page hears any more isn’t taken', async () => {
  const { client, page, welcome } = pair();
  welcome();
  const stop = page.onEvent(() => undefined);
  await turn();
  const [handler] = client.handlers;
  stop();
  await assert.rejects(Promise.resolve(handler?.({ name: 'session-done', sessionId: 's', peer: 'p', at: 1 })));
});

test('a page that answers all that it is asked isn’t taken for one that calls too often; one that answers what it wasn’t asked is', async () => {
  const { client, page, server, welcome } = pair();
  welcome();
  page.onEvent(() => undefined);
  await turn();
  const [handler] = client.handlers;
  for (let at = 0; at < 100; at += 1) await handler?.({ name: 'session-done', sessionId: 's', peer: 'p', at });
  assert.equal(await codeOf(page.showTeamCommunicator()), 'done');
  for (let answer = 500; answer < 530; answer += 1) server.receive(JSON.stringify({ answer, value: 1 }));
  assert.equal(await codeOf(page.showTeamCommunicator()), 'quarantined');
});

test('what serves the page may begin anew: what has no answer is called again, and what the page listens to is said again', async () => {
  const first = new RecordingClient();
  const second = new RecordingClient();
  const options = { methods: PAGE_METHODS, rate: new RateLimit({ burst: 20, perSecond: 1 }), now: () => 0 };
  let server: ClientServer | undefined;
  const page = new PageEnd({
    post: (message) => queueMicrotask(() => server?.receive(message)),
    setView: (view) => view,
    end: () => undefined,
  });
  const serve = (client: RecordingClient) => {
    server = new ClientServer(client, { ...options, post: (message) => page.receive(message) });
    page.receive(JSON.stringify({ version: WIRE_VERSION }));
  };
  serve(first);
  page.onState(() => undefined);
  page.onEvent(() => undefined);
  page.before('end', () => undefined, { timeoutMs: 700 });
  await turn();
  const interaction = await page.openInteraction({ id: 'i1', media: 'email', contact: { name: 'Maria' } });
  server = undefined;
  const lost = page.startIm('ben@x.example');
  await turn();
  serve(second);
  assert.deepEqual(await lost, { sessionId: 's1' });
  // The page goes on with what it had open.
  await interaction.update({ status: 'held' });
  assert.deepEqual(second.calls, [
    ['before', 'end', { timeoutMs: 700 }],
    ['startIm', 'ben@x.example', {}],
    ['update', 'i1', { status: 'held' }],
  ]);
  assert.equal(second.listeners.size, 1);
  assert.equal(second.handlers.size, 1);
  // What has come to an end meanwhile is never done later.
  server = undefined;
  const destroyed = codeOf(page.signOut());
  page.destroy();
  assert.equal(await destroyed, 'destroyed');
  serve(first);
  await turn();
  assert.equal(first.calls.filter(([name]) => name === 'signOut').length, 0);
});

test('a page is asked for what it brings: its answers come back, with the problem that it names, and without one its error is its own', () =>
  reporting(async (reported) => {
    const brought: Readonly<Record<string, unknown>> = {
      getToken: ({ refused }: { readonly refused?: string }) => `not ${refused}`,
      'contacts.readContact': () => Promise.reject(Object.assign(new Error('gone'), { problem: 'not-found' })),
      'telephony.hold': () => {
        throw new Error('the page’s own');
      },
      'contacts.searchHistory': () => 'x'.repeat(2_000_000),
      'contacts.grant': 'no function',
    };
    const client = new RecordingClient();
    const page = new PageEnd({
      post: (message) => queueMicrotask(() => server.receive(message)),
      setView: (view) => view,
      end: () => undefined,
      brought: (name) => (Object.hasOwn(brought, name) ? brought[name] : undefined),
    });
    const rate = new RateLimit({ burst: 20, perSecond: 1 });
    const server = new ClientServer(client, { methods: [], rate, now: () => 0, post: (message) => page.receive(message) });
    const ask = (name: string, ...args: unknown[]) => server.ask(name, args, 1_000);
    assert.deepEqual(await ask('getToken', { refused: 'old' }), { value: 'not old' });
    assert.deepEqual(await ask('contacts.readContact', '7'), { problem: 'not-found' });
    assert.deepEqual(reported, []);
    assert.deepEqual(await ask('telephony.hold', 'call'), { problem: undefined });
    assert.deepEqual(await ask('contacts.searchHistory', '7', {}), { problem: undefined });
    assert.equal(reported.length, 2);
    for (const name of ['contacts.grant', 'contacts.findContacts', 'constructor', '__proto__'])
      assert.deepEqual(await ask(name), { value: undefined }, name);
  }));

test('a page that is asked and never answers is given up', async () => {
  const client = new RecordingClient();
  const rate = new RateLimit({ burst: 20, perSecond: 1 });
  const server = new ClientServer(client, { methods: [], rate, now: () => 0, post: () => undefined });
  assert.deepEqual(await server.ask('getToken', [], 5), { problem: undefined });
  // Its answer comes too late, and is counted as any call.
  server.receive('{"answer":1,"value":"late"}');
});

test('what a page gives a view is held against its shape', async () => {
  const { client, page, server, told, welcome } = pair();
  welcome();
  for (const view of [{ theme: {} }, { theme: 'constructor' }, { locale: 7 }, { titleCount: 'yes' }])
    assert.equal(await codeOf(page.setView(view as never)), 'invalid-argument', JSON.stringify(view));
  told.length = 0;
  server.receive('{"id":7000,"method":"setView","args":[{"panel":{"side":"top"}}]}');
  server.receive('{"id":7001,"method":"find","args":["b",{"filter":"everything"}]}');
  await turn();
  assert.equal(told.filter((message) => message.includes('invalid-argument')).length, 2);
  await page.setView({ theme: 'dark', locale: 'de' });
  assert.deepEqual(client.calls.at(-1), ['setView', { theme: 'dark', locale: 'de' }]);
});

test('a page that nobody takes in time is told so, and goes on as soon as somebody does', async () => {
  const { client, page, welcome } = pair();
  const status = page.setStatus('ready');
  page.notReady('dock-not-found');
  assert.equal(await codeOf(page.ready), 'dock-not-found');
  assert.deepEqual(client.calls, []);
  welcome();
  await status;
  assert.deepEqual(client.calls, [['setStatus', 'ready', undefined]]);
});
