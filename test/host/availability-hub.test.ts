import { expect } from '@open-wc/testing';
import type { Availability } from '../../src/model/agent.ts';
import { ChangingPolicy } from './changing-policy.ts';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';
import { attributes, child } from './stanza-xml.ts';

const NS = 'urn:backchannel:availability:0';
const LIST = { kind: 'targets', search: '', filter: 'agents', first: 0, count: 20 } as const;
const NOT_FOUND = '<error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';

/** An availability hub in this page, which knows what a test tells it. */
class TestHub {
  readonly jid: string;
  /** The requests that have come, each as what it names. */
  readonly asked: { readonly on: readonly string[]; readonly off: readonly string[]; readonly isWhole: boolean }[] = [];
  readonly states = new Map<string, string>();
  /** The groups of which it was asked last how many are ready. */
  groups: readonly string[] = [];
  /** Whether it takes requests without answering them. */
  isHanging = false;
  readonly #watched = new Map<string, Set<string>>();

  constructor(
    private readonly server: ServerEnd,
    name: string,
  ) {
    this.jid = `${name}.${server.domain}`;
    this.start();
  }

  start(): void {
    this.server.elsewhere.set(this.jid, (stanza) => this.#hear(stanza));
  }

  /** Ends it. What it is asked is answered by the server with an error. */
  end(): void {
    this.server.elsewhere.delete(this.jid);
    this.forget();
  }

  /** Forgets who watches whom, as when it is started again. */
  forget(): void {
    this.#watched.clear();
  }

  get watched(): readonly string[] {
    return [...this.#watched.values()].flatMap((watched) => [...watched]).sort();
  }

  send(payload: string, to: string): void {
    this.server.deliver(`<message xmlns="jabber:client" type="headline" from="${this.jid}" to="${to}">${payload}</message>`);
  }

  tell(logon: string, is: string, to: string): void {
    this.states.set(`${logon}@${this.server.domain}`, is);
    this.send(`<states xmlns="${NS}">${this.#state(`${logon}@${this.server.domain}`)}</states>`, to);
  }

  #state(jid: string): string {
    return `<state${attributes({ is: this.states.get(jid) ?? 'logged-off' })}>${jid}</state>`;
  }

  #hear(iq: Element): void {
    const watch = child(iq, 'watch');
    if (!watch || this.isHanging) return;
    const from = iq.getAttribute('from') ?? '';
    const named = (name: string) => (child(watch, name)?.textContent ?? '').split(' ').filter(Boolean);
    const groups = child(watch, 'groups');
    if (groups) this.groups = [...groups.children].map((group) => group.getAttribute('id') ?? '');
    const isWhole = watch.getAttribute('whole') === 'true';
    const [on, off] = [named('on'), named('off')];
    this.asked.push({ on, off, isWhole });
    const before = isWhole ? new Set<string>() : this.#watched.get(from);
    const head = attributes({ from: this.jid, to: from, id: iq.getAttribute('id') ?? '' });
    if (!before || (!isWhole && String(before.size) !== watch.getAttribute('total')))
      return this.server.deliver(`<iq xmlns="jabber:client"${head} type="error">${NOT_FOUND}</iq>`);
    const watched = new Set([...before, ...on].filter((jid) => !off.includes(jid)));
    this.#watched.set(from, watched);
    const states = on.map((jid) => this.#state(jid)).join('');
    this.server.deliver(
      `<iq xmlns="jabber:client"${head} type="result"><states xmlns="${NS}" total="${watched.size}">${states}</states></iq>`,
    );
  }
}

describe('availability by a hub', () => {
  let server: ServerEnd;
  let hub: TestHub;
  let other: TestHub;
  let anna: Desk;

  beforeEach(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben', 'cleo', 'dan']) server.addAccount(logon);
    hub = new TestHub(server, 'hub');
    other = new TestHub(server, 'hub2');
    anna = new Desk(server, 'anna', { policy: new ChangingPolicy({ availabilityHubs: [hub.jid, other.jid] }) });
    for (const one of [hub, other]) one.states.set(jidOf('ben'), 'ready');
  });

  afterEach(async () => {
    await anna.leave();
    server.close();
  });

  const jidOf = (logon: string) => `${logon}@${server.domain}`;
  const self = () => server.streamOf('anna').jid;

  function sees(logon: string, availability: Availability, deadlineMs?: number): Promise<unknown> {
    return anna.untilSlice(
      LIST,
      ({ rows }) => rows.some((row) => row.kind === 'agent' && row.logon === logon && row.status.availability === availability),
      `${logon} is shown as ${availability}`,
      deadlineMs,
    );
  }

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Anna's Team Communicator is on screen. */
  const open = () => anna.workspace.subscribe(LIST, () => undefined);

  it('is that of the agents on screen, of favorites, and of the peers of open sessions, and of nobody else', async () => {
    await anna.signIn();
    await until(() => hub.asked.length > 0);
    expect(hub.watched).to.deep.equal([]);
    const close = open();
    await sees('ben', 'ready');
    expect(hub.watched).to.deep.equal([jidOf('ben'), jidOf('cleo'), jidOf('dan')]);
    hub.tell('cleo', 'on-call', self());
    await sees('cleo', 'on-call');
    await anna.workspace.commands.setFavorite({ target: { kind: 'agent', jid: jidOf('cleo') }, isFavorite: true });
    await anna.workspace.commands.invite({ sessionId: crypto.randomUUID(), target: jidOf('ben') });
    close();
    await until(() => hub.watched.length < 3);
    expect(hub.watched).to.deep.equal([jidOf('ben'), jidOf('cleo')]);
    expect(other.watched).to.deep.equal([]);
  });

  it('tells of the groups on screen how many are ready', async () => {
    await anna.signIn();
    const groups = { ...LIST, filter: 'groups' } as const;
    const close = anna.workspace.subscribe(groups, () => undefined);
    await until(() => hub.groups.length > 0);
    expect(hub.groups).to.deep.equal(['Support']);
    hub.send(`<states xmlns="${NS}"><count kind="group" id="Support" ready="7" total="21"/></states>`, self());
    await anna.untilSlice(groups, ({ rows }) => rows.some((row) => row.kind === 'group' && row.ready === 7 && row.total === 21), '7 of 21');
    close();
    await until(() => hub.groups.length === 0);
  });

  it('is told by the other hub when one is gone, as soon as that says so, or when the first is asked in vain', async () => {
    await anna.signIn();
    open();
    await sees('ben', 'ready');
    hub.end();
    other.states.set(jidOf('ben'), 'not-ready');
    other.send(`<gone xmlns="${NS}" jid="${hub.jid}"/>`, self());
    await sees('ben', 'not-ready', 2_000);
    hub.start();
    other.end();
    await anna.workspace.commands.setFavorite({ target: { kind: 'agent', jid: jidOf('eva') }, isFavorite: true });
    hub.states.set(jidOf('ben'), 'after-call-work');
    await sees('ben', 'after-call-work', 2_000);
  });

  it('is told by the other hub within some two seconds when one hangs', async () => {
    hub.isHanging = true;
    await anna.signIn();
    open();
    await sees('ben', 'ready', 3_500);
    expect(other.watched.length).to.equal(3);
  });

  it('is unknown while no hub answers, which refuses nothing, and comes back with a hub', async () => {
    // Nobody is in her roster, so that the hub alone knows of Ben.
    server.colleaguesOf = () => [];
    hub.states.set(jidOf('ben'), 'logged-off');
    await anna.signIn();
    await anna.workspace.commands.setFavorite({ target: { kind: 'agent', jid: jidOf('ben') }, isFavorite: true });
    await until(() => hub.watched.length === 1);
    const invite = () => anna.workspace.commands.invite({ sessionId: crypto.randomUUID(), target: jidOf('ben') });
    await server.streamOf('anna').settled();
    expect((await invite()).refused).to.equal('target-logged-off');
    for (const one of [hub, other]) one.end();
    await anna.workspace.commands.setFavorite({ target: { kind: 'agent', jid: jidOf('cleo') }, isFavorite: true });
    while ((await invite()).refused !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    hub.start();
    await until(() => hub.watched.length === 2);
  });

  it('is asked for anew when the hub has forgotten who watches, on a new stream, and not on a resumed one', async () => {
    await anna.signIn();
    open();
    await sees('ben', 'ready');
    const before = hub.asked.length;
    server.streamOf('anna').line.cut();
    await until(() => hub.asked.length > before);
    expect(hub.asked.at(-1)).to.deep.equal({ on: [], off: [], isWhole: false });
    hub.forget();
    hub.states.set(jidOf('ben'), 'do-not-disturb');
    server.streamOf('anna').line.cut();
    await sees('ben', 'do-not-disturb');
    hub.states.set(jidOf('ben'), 'ready');
    server.streamOf('anna').fail('internal-server-error');
    await sees('ben', 'ready');
    expect(hub.asked.at(-1)?.isWhole).to.equal(true);
  });

  it('is that of the hubs that the agents’ domain names where no policy does, also in a host that is started again', async () => {
    const { fetch } = globalThis;
    globalThis.fetch = async () => {
      const links = [
        { rel: 'urn:xmpp:alt-connections:websocket', href: server.address },
        { rel: NS, href: `xmpp:${hub.jid}` },
      ];
      const address = `https://${server.domain}/.well-known/host-meta.json`;
      return Object.defineProperty(new Response(JSON.stringify({ links })), 'url', { value: address });
    };
    try {
      anna = new Desk(server, 'anna');
      const password = server.accounts.get(anna.jid)?.password ?? '';
      expect(await anna.workspace.commands.signIn({ jid: anna.jid, password, isKept: true })).to.deep.equal({});
      await until(() => hub.asked.length > 0);
    } finally {
      globalThis.fetch = fetch;
    }
    // Its browser has ended.
    server.streamOf('anna').end();
    hub.asked.length = 0;
    anna = new Desk(server, 'anna');
    await until(() => hub.asked.length > 0);
  });

  it('is believed of hubs alone, and the agent’s own is shared with hubs alone', async () => {
    await anna.signIn();
    open();
    await sees('ben', 'ready');
    const heard: string[] = [];
    const { receivePresence } = server;
    server.receivePresence = (from, presence) => {
      if (presence.getAttribute('type') === 'subscribed') heard.push(presence.getAttribute('to') ?? '');
      receivePresence.call(server, from, presence);
    };
    const evil = new TestHub(server, 'evil');
    evil.tell('ben', 'logged-off', self());
    for (const from of [evil.jid, jidOf('ben'), hub.jid])
      server.deliver(`<presence xmlns="jabber:client" type="subscribe" from="${from}" to="${self()}"/>`);
    hub.tell('cleo', 'not-ready', self());
    await sees('cleo', 'not-ready');
    await sees('ben', 'ready');
    await until(() => heard.length > 0);
    expect(heard).to.deep.equal([hub.jid]);
  });
});
