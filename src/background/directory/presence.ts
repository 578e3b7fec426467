import type { AgentStatus } from '../../model/agent.ts';
import { type BareJid, bareJidOf, type FullJid } from '../../model/jid.ts';
import { mergedStatus } from '../../model/merged-status.ts';
import { type Fact, putFact } from '../../storage/account-facts.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Changes } from '../events/changes.ts';
import type { DevicePresence } from '../stream/messaging-port.ts';
import { Devices } from './devices.ts';
import { announceTargets } from './target-changes.ts';

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
    for (const { from, status, capsKey, chosenAt } of stored) this.#devices.set(from, { status, capsKey, chosenAt, isSilent: false });
  }

  /** From now on the server tells when this agent comes and goes: while it has told of no device, they are logged off. */
  watch(peer: BareJid): void {
    this.#watched.add(peer);
  }

  unwatch(peer: BareJid): void {
    this.#watched.delete(peer);
  }

  /** @returns whether the device has come, and wasn't there before */
  set(from: FullJid, { status, isAvailable, capsKey, chosenAt }: DevicePresence): boolean {
    const hasCome = isAvailable && !this.#devices.of(bareJidOf(from)).has(from);
    if (isAvailable) this.#devices.set(from, { status, capsKey, chosenAt, isSilent: false });
    else this.#devices.delete(from, chosenAt);
    this.#changed();
    return hasCome;
  }

  /** Whether a device hasn't answered of late. */
  isSilent(device: FullJid): boolean {
    return this.#devices.of(bareJidOf(device)).get(device)?.isSilent ?? false;
  }

  /** To be called when a device has answered something, or should have and hasn't. */
  noteAnswer(from: FullJid, isSilent: boolean): void {
    const device = this.#devices.of(bareJidOf(from)).get(from);
    if (!device || device.isSilent === isSilent) return;
    this.#devices.set(from, { ...device, isSilent });
    this.#changed();
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
    const devices = [...this.#devices.of(peer).values()];
    if (devices.length > 0) return mergedStatus(devices, this.#devices.loggedOffAt(peer));
    return this.#watched.has(peer) ? LOGGED_OFF : UNKNOWN;
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
    return this.#devices.all().map(([from, { status, capsKey, chosenAt }]) => ({ from, status, capsKey, chosenAt }));
  }
}
