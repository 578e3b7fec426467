import type { AgentStatus } from '../../model/agent.ts';
import type { BareJid } from '../../model/jid.ts';
import { type GroupRef, type TargetKey, targetKeyOf } from '../../model/target-ref.ts';
import type { AvailabilityExchange, ReadyCount, WatchedStates } from '../stream/messaging-port.ts';
import { answerOfHub } from './hub-answer.ts';
import type { AvailabilityStream, HubAvailabilityOptions } from './hub-availability-options.ts';

/** The most agents whom a hub lets one device watch (docs/protocol.md 13). */
const MOST_WATCHED = 500;
/** The most groups and skills of which it tells how many are ready. */
const MOST_GROUPS = 100;
/** How long what a view shows gathers before the hub is asked, as while an agent scrolls. */
const GATHER_MS = 40;
/** How often the hub is asked whether it is still there, and still knows what is watched. */
const REFRESH_MS = 30_000;
/** How soon the hubs are asked again when none of them answers: longer each time, up to the time of a refresh. */
const FIRST_RETRY_MS = 1_000;

/**
 * Knows the status of those agents whom somebody here sees or needs, by an availability hub. Where no hub answers, nothing is known of them, and
 * nothing is refused for it.
 */
export class HubAvailability {
  readonly #states = new Map<BareJid, AgentStatus>();
  /** How many of the groups in sight are ready. */
  readonly #counts = new Map<TargetKey, ReadyCount>();
  /** The groups whose ready members the hub counts for this device. */
  #watchedGroups: readonly GroupRef[] = [];
  #stream: AvailabilityStream | undefined;
  #exchange: AvailabilityExchange | undefined;
  /** Which of the hubs is asked. */
  #current = 0;
  /** How many have failed one after the other. */
  #failures = 0;
  #watched: ReadonlySet<BareJid> = new Set();
  /** How many agents the hub says that this device watches; undefined if it has to be told all of them. */
  #total: number | undefined;
  /** Stands for the request that is on its way. */
  #asking: object | undefined;
  /** When the hub is asked though there is nothing new to tell it; while no hub answers, when one is asked again at all. */
  #refreshAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Infinity;
  readonly #unfollow: readonly (() => void)[];

  constructor(private readonly options: HubAvailabilityOptions) {
    const { changes, presence } = options;
    presence.told = (agent) => this.#states.get(agent);
    presence.toldOf = () => this.#states.keys();
    presence.toldCount = (group) => this.#counts.get(targetKeyOf(group));
    const ask = () => this.#askIn(GATHER_MS);
    changes.onShown = ask;
    // By these topics, changes of favorites and of sessions are told.
    this.#unfollow = (['targets', 'overview'] as const).map((topic) => changes.follow(topic, ask));
  }

  /** To be called on each stream, once the account is up to date. */
  async join(stream: AvailabilityStream, how: 'resumed' | 'new'): Promise<void> {
    const exchange = await stream.openAvailability();
    if (this.options.stream() !== stream) return;
    this.#stream = stream;
    this.#exchange = exchange;
    exchange.isHub = (from) => this.options.hubs().includes(from);
    exchange.onStates = (from, told) => {
      if (from === this.#hub) this.#take(told);
    };
    exchange.onGone = (from, gone) => {
      const next = this.options.hubs().indexOf(from);
      if (next >= 0 && gone === this.#hub) this.#turnTo(next);
    };
    if (how === 'new') {
      this.#total = undefined;
      // The other hub has to see this agent too, which it asks for when it is asked for something.
      for (const hub of this.options.hubs())
        if (hub !== this.#hub) exchange.watch(hub, { on: [], off: [] }).catch(() => undefined /* It is asked when it is needed. */);
    }
    await this.#askAnew();
  }

  stop(): void {
    this.#exchange = undefined;
    clearTimeout(this.#timer);
    this.options.changes.onShown = () => undefined;
    for (const unfollow of this.#unfollow) unfollow();
  }

  get #hub(): string | undefined {
    const hubs = this.options.hubs();
    return hubs[this.#current % Math.max(1, hubs.length)];
  }

  /** The agents to watch. Those whom views show come first, because a hub watches only so many. */
  #wanted(): ReadonlySet<BareJid> {
    const { me, changes, remembered, peers } = this.options;
    const shown = [...changes.shown].flatMap(({ targets }) => [...(targets?.values() ?? [])]);
    const refs = [...shown, ...remembered.favorites, ...remembered.recents];
    const agents = [...peers(), ...refs.flatMap((ref) => (ref.kind === 'agent' ? [ref.jid] : []))];
    return new Set([...new Set(agents)].filter((agent) => agent !== me && agent !== '').slice(0, MOST_WATCHED));
  }

  /** The groups and skills in sight. */
  #wantedGroups(): readonly GroupRef[] {
    const shown = [...this.options.changes.shown].flatMap(({ targets }) => [...(targets ?? [])]);
    const groups = new Map(shown.flatMap(([key, ref]) => (ref.kind === 'agent' ? [] : [[key, ref] as const])));
    return [...groups.values()].slice(0, MOST_GROUPS);
  }

  /** Asks the hub in so many milliseconds, or earlier, if that was said before. */
  #askIn(ms: number): void {
    const dueAt = performance.now() + ms;
    if (dueAt >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
      void this.#ask();
    }, ms);
  }

  /** Asks now, in place of a request that may be on its way on another stream, or to another hub. */
  #askAnew(): Promise<void> {
    this.#asking = undefined;
    this.#refreshAt = 0;
    return this.#ask();
  }

  /** Tells the hub whom to watch, if it doesn't know. */
  async #ask(): Promise<void> {
    const exchange = this.#exchange;
    const hub = this.#hub;
    if (!exchange || !this.#isOpen || hub === undefined || this.#asking) return;
    const wanted = this.#wanted();
    const watched = this.#total === undefined ? new Set<BareJid>() : this.#watched;
    const on = [...wanted].filter((agent) => !watched.has(agent));
    const off = [...watched].filter((agent) => !wanted.has(agent));
    const groups = this.#wantedGroups();
    const keysOf = (refs: readonly GroupRef[]) => refs.map(targetKeyOf).sort().join('\n');
    const areGroupsNew = keysOf(groups) !== (this.#total === undefined ? '' : keysOf(this.#watchedGroups));
    const waitMs = this.#refreshAt - performance.now();
    if (waitMs > 0 && (this.#isLost || (this.#total !== undefined && on.length + off.length === 0 && !areGroupsNew)))
      return this.#askIn(waitMs);
    const asking = {};
    this.#asking = asking;
    const answer = await answerOfHub(exchange.watch(hub, { on, off, total: this.#total, ...(areGroupsNew ? { groups } : {}) }).then(known));
    if (this.#asking !== asking) return;
    this.#asking = undefined;
    if (!this.#isOpen) return;
    if (answer === 'unknown' && this.#total !== undefined) {
      this.#total = undefined;
      return this.#ask();
    }
    if (answer === undefined || answer === 'unknown') return this.#leaveHub();
    this.#failures = 0;
    this.#refreshAt = performance.now() + REFRESH_MS;
    this.#watched = wanted;
    if (areGroupsNew) this.#leaveGroups(groups);
    this.#total = answer.total ?? wanted.size;
    for (const agent of off) this.#states.delete(agent);
    this.#take(answer);
    // More may have come into sight meanwhile.
    await this.#ask();
  }

  get #isOpen(): boolean {
    return this.#stream !== undefined && this.options.stream() === this.#stream;
  }

  /** Turns to the next hub, because this one doesn't answer. Once none does, nothing is known any more. */
  #leaveHub(): void {
    this.#failures += 1;
    this.options.onProblem('hub-not-answering');
    this.#sayGoodbye();
    this.#total = undefined;
    this.#current += 1;
    if (this.#isLost) {
      this.#forget();
      const rounds = Math.floor(this.#failures / this.options.hubs().length);
      this.#refreshAt = performance.now() + Math.min(REFRESH_MS, FIRST_RETRY_MS * 2 ** rounds);
    }
    void this.#ask();
  }

  /** Whether no hub has answered last. */
  get #isLost(): boolean {
    return this.#failures > 0 && this.#failures >= this.options.hubs().length;
  }

  /**
   * Has the hub that is left watch nobody for this device any more, in case it only hung. It would take the device for one of its own still, and not tell it
   * when the other hub is gone.
   */
  #sayGoodbye(): void {
    const hub = this.#hub;
    if (hub === undefined || this.#total === undefined || this.options.hubs().length < 2) return;
    this.#exchange?.watch(hub, { on: [], off: [] }).catch(() => undefined /* It is gone for good. */);
  }

  #turnTo(hub: number): void {
    this.#sayGoodbye();
    this.#current = hub;
    this.#total = undefined;
    void this.#askAnew();
  }

  #forget(): void {
    const agents = [...this.#states.keys()];
    this.#states.clear();
    const groups = [...this.#counts.keys()];
    this.#counts.clear();
    this.options.changes.announceTargets(groups);
    for (const agent of agents) this.#tell(agent, false);
  }

  /** From now on these groups' counts are told, and no others. */
  #leaveGroups(groups: readonly GroupRef[]): void {
    this.#watchedGroups = groups;
    const watched = new Set(groups.map(targetKeyOf));
    for (const key of [...this.#counts.keys()]) if (!watched.has(key)) this.#counts.delete(key);
  }

  #take({ states, counts = [] }: WatchedStates): void {
    for (const [group, count] of counts) this.#counts.set(targetKeyOf(group), count);
    if (counts.length > 0) this.options.changes.announceTargets(counts.map(([group]) => targetKeyOf(group)));
    for (const [agent, status] of states) {
      const before = this.options.presence.statusOf(agent);
      this.#states.set(agent, status);
      if (before.availability === status.availability && before.reason === status.reason) continue;
      this.#tell(agent, ['logged-off', 'unknown'].includes(before.availability) && status.availability !== 'logged-off');
    }
  }

  #tell(agent: BareJid, hasCome: boolean): void {
    this.options.changes.announceTargets([targetKeyOf({ kind: 'agent', jid: agent })]);
    this.options.onChange(agent, hasCome);
  }
}

/** An answer, or that the hub doesn't know this device any more. */
function known(answer: WatchedStates | undefined): WatchedStates | 'unknown' {
  return answer ?? 'unknown';
}
