import { randomUUID } from 'node:crypto';
import { BareAgent } from './bare-agent.ts';
import { Histogram } from './histogram.ts';

/** How often an agent does what, in milliseconds of their day, on the average. */
const STATE_EVERY_MS = 5 * 60_000;
const IM_EVERY_MS = 10 * 60_000;
const SCROLL_EVERY_MS = 2 * 60_000;
const CUT_EVERY_MS = 2 * 3600_000;
/** How many rows a list shows, and how many of them go out of sight at a time while an agent scrolls. */
const ROWS = 30;
const ROWS_AT_ONCE = 10;
/** How many messages are said in an IM. */
const MESSAGES = 4;
/** An IM that hasn't come to its end by then is forgotten. */
const IM_MS = 60_000;
/** How long an agent waits before they connect again. */
const RECONNECT_MS = 1_000;

export interface WorkingDayOptions {
  readonly websocket: string;
  readonly domain: string;
  readonly agents: number;
  readonly userOf: (index: number) => string;
  readonly password: string;
  readonly hub: string | undefined;
  /** Within how many milliseconds all agents sign in. */
  readonly stormMs: number;
  /** How many times as fast as a real day it goes on. */
  readonly speed: number;
}

/** What was done since the last report, and what is so now. */
export interface DayReport {
  readonly online: number;
  /** Agents who have signed in since the beginning, whether or not they are online now. */
  readonly arrived: number;
  readonly signedIn: number;
  readonly resumed: number;
  readonly failed: number;
  readonly lost: number;
  readonly in: number;
  readonly out: number;
  readonly ims: number;
  readonly openIms: number;
  /** From a message to its receipt; from a request to a hub to its answer; from the connection to a stream that can be used. Milliseconds. */
  readonly receiptMs: Times;
  readonly watchMs: Times;
  readonly signInMs: Times;
}

type Times = { readonly p50?: number; readonly p95?: number };
interface Im {
  readonly from: BareAgent;
  readonly to: string;
  readonly begunAt: number;
  sentAt: number;
  said: number;
}

/**
 * Many agents at one server, who work as on any day: they sign in at nine, change their status, send instant messages, scroll through lists, and lose
 * their connections. What it keeps is bounded by the number of agents and of open IMs.
 */
export class WorkingDay {
  readonly #agents: BareAgent[] = [];
  readonly #ims = new Map<string, Im>();
  readonly #times = { receiptMs: new Histogram(), watchMs: new Histogram(), signInMs: new Histogram() };
  #counts = { signedIn: 0, resumed: 0, failed: 0, lost: 0, in: 0, out: 0, ims: 0 };
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #arrived = 0;
  #isOver = false;

  constructor(private readonly options: WorkingDayOptions) {
    const { agents, websocket, domain, userOf, password, hub } = options;
    for (let index = 0; index < agents; index += 1) {
      this.#agents.push(
        new BareAgent({
          ...{ websocket, domain, password, hub },
          user: userOf(index),
          onStanza: (agent, stanza) => this.#hear(agent, stanza),
          onLost: (agent) => this.#comeBack(agent),
          onTraffic: (way) => void (this.#counts[way] += 1),
        }),
      );
    }
  }

  /** All agents come within the time of the storm. */
  begin(): void {
    for (const agent of this.#agents) this.#after(Math.random() * this.options.stormMs, () => this.#arrive(agent));
  }

  /** Ends it: everybody signs out. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#agents.map((agent) => agent.leave()));
  }

  /** What was done since the last time that this was asked. */
  report(): DayReport {
    const earliest = performance.now() - IM_MS;
    for (const [id, { begunAt }] of this.#ims) if (begunAt < earliest) this.#ims.delete(id);
    const counts = this.#counts;
    this.#counts = { signedIn: 0, resumed: 0, failed: 0, lost: 0, in: 0, out: 0, ims: 0 };
    const [receiptMs, watchMs, signInMs] = [this.#times.receiptMs, this.#times.watchMs, this.#times.signInMs].map(timesOf);
    return {
      online: this.#agents.filter(({ isOnline }) => isOnline).length,
      arrived: this.#arrived,
      ...counts,
      openIms: this.#ims.size,
      ...{ receiptMs: receiptMs ?? {}, watchMs: watchMs ?? {}, signInMs: signInMs ?? {} },
    };
  }

  #after(ms: number, what: () => void): void {
    if (this.#isOver) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      what();
    }, ms);
    this.#timers.add(timer);
  }

  /** Does something again and again, at random times. */
  #often(everyMs: number, agent: BareAgent, what: () => void): void {
    this.#after(-Math.log(1 - Math.random()) * (everyMs / this.options.speed), () => {
      if (agent.isOnline) what();
      this.#often(everyMs, agent, what);
    });
  }

  async #connect(agent: BareAgent): Promise<boolean> {
    const from = performance.now();
    try {
      const begin = await agent.connect();
      if (begin === 'new') {
        this.#counts.signedIn += 1;
        await agent.watch(this.#some(ROWS), { isWhole: true });
      } else this.#counts.resumed += 1;
      this.#times.signInMs.add(performance.now() - from);
      return true;
    } catch {
      this.#counts.failed += 1;
      agent.giveUp();
      return false;
    }
  }

  #arrive(agent: BareAgent): void {
    void this.#connect(agent).then((isThere) => {
      if (!isThere) return this.#after(RECONNECT_MS, () => this.#arrive(agent));
      this.#arrived += 1;
      let isReady = true;
      this.#often(STATE_EVERY_MS, agent, () => {
        isReady = !isReady;
        agent.show(isReady ? 'ready' : 'not-ready');
      });
      this.#often(IM_EVERY_MS, agent, () => this.#propose(agent));
      this.#often(SCROLL_EVERY_MS, agent, () => this.#scroll(agent));
      this.#often(CUT_EVERY_MS, agent, () => agent.cut());
    });
  }

  #comeBack(agent: BareAgent): void {
    if (this.#isOver) return;
    this.#counts.lost += 1;
    const again = () => void this.#connect(agent).then((isThere) => (isThere ? undefined : this.#after(RECONNECT_MS, again)));
    this.#after(Math.random() * RECONNECT_MS, again);
  }

  #some(count: number): readonly string[] {
    const first = Math.floor(Math.random() * this.#agents.length);
    return Array.from(
      { length: Math.min(count, this.#agents.length) },
      (_, index) => this.#agents[(first + index) % this.#agents.length]?.jid ?? '',
    );
  }

  /** Other rows come into sight. */
  #scroll(agent: BareAgent): void {
    const from = performance.now();
    void agent
      .watch(this.#some(ROWS), { isWhole: true })
      .then(() => agent.watch(this.#some(ROWS_AT_ONCE)))
      .then(() => this.#times.watchMs.add((performance.now() - from) / 2))
      .catch(() => void (this.#counts.failed += 1));
  }

  #propose(from: BareAgent): void {
    const [to] = this.#some(1);
    if (to === undefined || to === from.jid) return;
    const id = randomUUID();
    this.#ims.set(id, { from, to, begunAt: performance.now(), sentAt: 0, said: 0 });
    this.#counts.ims += 1;
    from.send(
      signal(to, 'propose', id, `<description xmlns="urn:backchannel:im:0"><body id="${randomUUID()}">A moment?</body></description>`),
    );
  }

  #hear(agent: BareAgent, stanza: string): void {
    const from = /^<(?:message|presence)\b[^>]* from=['"]([^'"/]+)/.exec(stanza)?.[1];
    if (from === undefined) return;
    if (stanza.startsWith('<presence')) {
      if (from === this.options.hub && / type=['"]subscribe['"]/.test(stanza)) agent.send(`<presence to="${from}" type="subscribed"/>`);
      return;
    }
    // What the agent has sent from here comes back as a carbon only to other devices.
    const [, kind, id = ''] = /<(propose|proceed|finish) [^>]*id=['"]([^'"]+)/.exec(stanza) ?? [];
    if (kind === 'propose') return agent.send(signal(from, 'proceed', id));
    if (kind === 'proceed') return this.#say(this.#ims.get(id), id);
    const thread = /<thread[^>]*>([^<]+)/.exec(stanza)?.[1] ?? '';
    const received = /<received [^>]*id=['"]([^'"]+)/.exec(stanza)?.[1];
    if (received !== undefined) return this.#note(received);
    const message = /^<message\b[^>]* id=['"]([^'"]+)/.exec(stanza)?.[1];
    if (!stanza.includes('<body') || message === undefined) return;
    const receipt = `<received xmlns="urn:xmpp:receipts" id="${message}"/><thread>${thread}</thread>`;
    agent.send(`<message to="${from}" type="chat" id="${randomUUID()}">${receipt}</message>`);
  }

  /** The next message of an IM, or its end. */
  #say(im: Im | undefined, id: string): void {
    if (!im) return;
    if (im.said >= MESSAGES) {
      im.from.send(signal(im.to, 'finish', id));
      this.#ims.delete(id);
      return;
    }
    im.said += 1;
    im.sentAt = performance.now();
    im.from.send(
      `<message to="${im.to}" type="chat" id="${id}:${im.said}"><body>Is invoice ${im.said} a duplicate?</body><thread>${id}</thread><request xmlns="urn:xmpp:receipts"/><origin-id xmlns="urn:xmpp:sid:0" id="${id}:${im.said}"/></message>`,
    );
  }

  #note(messageId: string): void {
    const [id = '', nth] = messageId.split(':');
    const im = this.#ims.get(id);
    if (!im || String(im.said) !== nth) return;
    this.#times.receiptMs.add(performance.now() - im.sentAt);
    // People take some seconds to write.
    this.#after((2_000 + Math.random() * 8_000) / this.options.speed, () => this.#say(this.#ims.get(id), id));
  }
}

function timesOf(times: Histogram): Times {
  const [p50, p95] = [times.quantile(0.5), times.quantile(0.95)];
  times.clear();
  return p50 === undefined || p95 === undefined ? {} : { p50, p95 };
}

/** A signal of an invitation (docs/protocol.md 2). */
function signal(to: string, kind: 'propose' | 'proceed' | 'finish', id: string, content = ''): string {
  return `<message to="${to}" type="chat" id="${kind}-${id}"><${kind} xmlns="urn:xmpp:jingle-message:0" id="${id}">${content}</${kind}><store xmlns="urn:xmpp:hints"/></message>`;
}
