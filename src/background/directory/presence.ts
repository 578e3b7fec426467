import type { AgentStatus } from '../../model/agent.ts';
import { type BareJid, bareJidOf, type FullJid } from '../../model/jid.ts';
import { mergedStatus } from '../../model/merged-status.ts';
import { type GroupRef, targetKeyOf } from '../../model/target-ref.ts';
import type { Journal } from '../../storage/journal.ts';
import { type StoredDevice, writeDevice } from '../../storage/presence-store.ts';
import type { Changes } from '../events/changes.ts';
import type { DevicePresence, ReadyCount } from '../stream/messaging-port.ts';
import { Devices } from './devices.ts';

const LOGGED_OFF: AgentStatus = { availability: 'logged-off' };
const UNKNOWN: AgentStatus = { availability: 'unknown' };

/** Knows each agent's status by the presence of their devices (RFC 6121 4). */
export class Presence {
  /** By colleague, the groups that they are in. */
  readonly #watched = new Map<BareJid, readonly string[]>();
  /** What is known of an agent from elsewhere, which counts more: from an availability hub. */
  told: (peer: BareJid) => AgentStatus | undefined = () => undefined;
  /** How many of a group are ready, where an availability hub tells that. */
  toldCount: (group: GroupRef) => ReadyCount | undefined = () => undefined;
  readonly #devices = new Devices((peer) => this.#watched.has(peer));

  constructor(
    private readonly journal: Journal,
    private readonly changes: Changes,
  ) {}

  /** What an earlier host of this account stored. */
  restore(stored: readonly StoredDevice[]): void {
    for (const { from, status, capsKey, chosenAt } of stored) this.#devices.set(from, { status, capsKey, chosenAt, isSilent: false });
  }

  /** From now on the server tells when this agent comes and goes: while it has told of no device, they are logged off. */
  watch(peer: BareJid, groups: readonly string[] = []): void {
    this.#watched.set(peer, groups);
  }

  unwatch(peer: BareJid): void {
    this.#watched.delete(peer);
  }

  /** @returns whether the device has come, and wasn't there before */
  set(from: FullJid, { status, isAvailable, capsKey, chosenAt }: DevicePresence): boolean {
    const hasCome = isAvailable && !this.#devices.of(bareJidOf(from)).has(from);
    if (isAvailable) this.#changed(this.#devices.set(from, { status, capsKey, chosenAt, isSilent: false }));
    else {
      this.#devices.delete(from, chosenAt);
      this.#changed([from]);
    }
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
    this.#changed(this.#devices.set(from, { ...device, isSilent }));
  }

  /** Forgets all presence, because a new stream begins, on which the server tells it again. */
  forget(): void {
    this.forgetWhere(() => true);
  }

  /** Forgets the presence of peers who aren't known any more. */
  forgetWhere(isForgotten: (peer: BareJid) => boolean): void {
    this.#changed(this.#devices.forgetWhere(isForgotten));
  }

  statusOf(peer: BareJid): AgentStatus {
    const told = this.told(peer);
    if (told) return told;
    const devices = this.#devices.of(peer);
    if (devices.size > 0) return mergedStatus([...devices.values()], this.#devices.loggedOffAt(peer));
    return this.#watched.has(peer) ? LOGGED_OFF : UNKNOWN;
  }

  /** When the agent chose their status, milliseconds since the epoch; undefined if none of their devices says. */
  chosenAtOf(peer: BareJid): number | undefined {
    const times = [...this.#devices.of(peer).values()].flatMap(({ chosenAt }) => chosenAt ?? []);
    return times.length > 0 ? Math.max(...times) : undefined;
  }

  /** Whether a device of the agent is available. Where a hub tells of them, this host may not know which. */
  isThere(peer: BareJid): boolean {
    const told = this.told(peer)?.availability;
    return told === undefined ? this.#devices.of(peer).size > 0 : told !== 'logged-off' && told !== 'unknown';
  }

  /** The agent's available devices, with what tells their capabilities (XEP-0115). */
  devicesOf(peer: BareJid): readonly (readonly [FullJid, string | undefined])[] {
    return [...this.#devices.of(peer)].map(([from, { capsKey }]) => [from, capsKey] as const);
  }

  /** Stores each device as it is when that is committed, and tells who shows its agent. */
  #changed(devices: readonly FullJid[]): void {
    for (const from of devices)
      this.journal.writeLatest(`presence ${from}`, (transaction) => writeDevice(from, this.#storedDevice(from))(transaction));
    for (const peer of new Set(devices.map(bareJidOf))) {
      const groups = this.#watched.get(peer) ?? [];
      this.changes.announceTargets([targetKeyOf({ kind: 'agent', jid: peer }), ...groups.map((id) => targetKeyOf({ kind: 'group', id }))]);
    }
  }

  #storedDevice(from: FullJid): StoredDevice | undefined {
    const device = this.#devices.of(bareJidOf(from)).get(from);
    return device && { from, status: device.status, capsKey: device.capsKey, chosenAt: device.chosenAt };
  }
}
