import type { AgentStatus, Availability } from '../../model/agent.ts';
import { type BareJid, bareJidOf, type FullJid } from '../../model/jid.ts';
import { type Fact, putFact } from '../../storage/account-facts.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Changes } from '../events/changes.ts';
import { Devices } from './devices.ts';
import { announceTargets } from './target-changes.ts';

/** Availabilities in order of how well an agent can be reached. An agent with several devices is shown with the best of theirs. */
const REACHABILITY: readonly Availability[] = ['ready', 'after-call-work', 'not-ready', 'do-not-disturb', 'unknown', 'logged-off'];
const LOGGED_OFF: AgentStatus = { availability: 'logged-off' };
const UNKNOWN: AgentStatus = { availability: 'unknown' };

/** Knows each agent's status by the presence of their devices (RFC 6121 4). */
export class Presence {
  readonly #watched = new Set<BareJid>();
  readonly #devices = new Devices((peer) => this.#watched.has(peer));

  constructor(
    private readonly journal: Journal,
    private readonly changes: Changes,
  ) {}

  /** What an earlier host of this account stored. */
  restore(stored: Fact<'presence'>): void {
    for (const { from, status, capsKey } of stored) this.#devices.set(from, { status, capsKey });
  }

  /** From now on the server tells when this agent comes and goes: while it has told of no device, they are logged off. */
  watch(peer: BareJid): void {
    this.#watched.add(peer);
  }

  unwatch(peer: BareJid): void {
    this.#watched.delete(peer);
  }

  /** @returns whether the device has come, and wasn't there before */
  set(from: FullJid, status: AgentStatus, isAvailable: boolean, capsKey: string | undefined): boolean {
    const hasCome = isAvailable && !this.#devices.of(bareJidOf(from)).has(from);
    if (isAvailable) this.#devices.set(from, { status, capsKey });
    else this.#devices.delete(from);
    this.#changed();
    return hasCome;
  }

  /** Forgets all presence, because a new stream begins, on which the server tells it again. */
  forget(): void {
    this.#devices.clear();
    this.#changed();
  }

  /** Forgets the presence of peers who aren't known any more. */
  forgetWhere(isForgotten: (peer: BareJid) => boolean): void {
    if (this.#devices.forgetWhere(isForgotten)) this.#changed();
  }

  statusOf(peer: BareJid): AgentStatus {
    let best = this.#watched.has(peer) ? LOGGED_OFF : UNKNOWN;
    for (const { status } of this.#devices.of(peer).values())
      if (REACHABILITY.indexOf(status.availability) < REACHABILITY.indexOf(best.availability)) best = status;

    return best;
  }

  /** The agent's available devices, with what tells their capabilities (XEP-0115). */
  devicesOf(peer: BareJid): readonly (readonly [FullJid, string | undefined])[] {
    return [...this.#devices.of(peer)].map(([from, { capsKey }]) => [from, capsKey] as const);
  }

  #changed(): void {
    // The list is made when it is committed, once for all changes that have gathered by then.
    this.journal.writeLatest('presence', (transaction) => putFact('presence', this.#fact())(transaction));
    announceTargets(this.changes);
  }

  #fact(): Fact<'presence'> {
    return this.#devices.all().map(([from, device]) => ({ from, ...device }));
  }
}
