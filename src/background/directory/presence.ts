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
  /** Those of them of whom the server has told nothing yet. Nobody knows whether they are logged off. */
  readonly #unheard = new Set<BareJid>();
  /** Whether the server has had the time to tell of everybody, on this stream or on one that it goes on with. */
  isTold = false;
  /** What is known of an agent from elsewhere, which counts more: from an availability hub. */
  told: (peer: BareJid) => AgentStatus | undefined = () => undefined;
  /** The agents whose status `told` has. */
  toldOf: () => Iterable<BareJid> = () => [];
  /** How many of a group are ready, where an availability hub tells that. */
  toldCount: (group: GroupRef) => ReadyCount | undefined = () => undefined;
  readonly #devices = new Devices((peer) => this.#watched.has(peer));

  constructor(
    private readonly journal: Journal,
    private readonly changes: Changes,
  ) {}

  /** What an earlier host of this account stored. @param isWhole Whether it had heard of everybody who was there */
  restore(stored: readonly StoredDevice[], isWhole: boolean): void {
    if (isWhole) this.#unheard.clear();
    for (const { from, status, capsKey, chosenAt } of stored) this.#devices.set(from, { status, capsKey, chosenAt, isSilent: false });
  }

  /** From now on the server tells when this agent comes and goes: once it has had the time to tell of a device and hasn't, they are logged off. */
  watch(peer: BareJid, groups: readonly string[] = []): void {
    if (!this.#watched.has(peer)) this.#expect(peer);
    this.#watched.set(peer, groups);
  }

  /** From now on the server tells of this agent, of whom it told nothing before. */
  expect(peer: BareJid): void {
    if (!this.#watched.has(peer)) return;
    this.#expect(peer);
    this.#announce([peer]);
  }

  unwatch(peer: BareJid): void {
    this.#watched.delete(peer);
    this.#unheard.delete(peer);
  }

  /** @returns whether the device has come, and wasn't there before */
  set(from: FullJid, { status, isAvailable, capsKey, chosenAt }: DevicePresence): boolean {
    const peer = bareJidOf(from);
    const known = this.#devices.of(peer).get(from);
    const hasCome = isAvailable && (!known || known.isOld === true);
    this.#unheard.delete(peer);
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

  /**
   * To be called when the server tells no presence any more, or tells all of it again: on a new stream, and while and after the agent is logged off. Until it
   * has told, what was known is shown.
   */
  expectAll(): void {
    this.isTold = false;
    this.#store(this.#devices.age());
  }

  /** To be called when the server has had the time to tell of everybody. Who it hasn't told of is logged off. */
  settle(): void {
    this.isTold = true;
    const peers = [...this.#devices.forgetOld(), ...this.#unheard];
    this.#unheard.clear();
    this.#announce(peers);
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
    return this.#watched.has(peer) && !this.#unheard.has(peer) ? LOGGED_OFF : UNKNOWN;
  }

  /** Those who are known to be Ready. */
  ready(): readonly BareJid[] {
    const known = new Set([...this.toldOf(), ...this.#devices.peers()]);
    return [...known].filter((peer) => this.statusOf(peer).availability === 'ready');
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

  #expect(peer: BareJid): void {
    this.#unheard.add(peer);
    this.isTold = false;
  }

  /** Stores each device as it is when that is committed, and tells who shows its agent. */
  #changed(devices: readonly FullJid[]): void {
    this.#store(devices);
    this.#announce(devices.map(bareJidOf));
  }

  #store(devices: readonly FullJid[]): void {
    for (const from of devices)
      this.journal.writeLatest(`presence ${from}`, (transaction) => writeDevice(from, this.#storedDevice(from))(transaction));
  }

  #announce(peers: readonly BareJid[]): void {
    if (peers.length === 0) return;
    const groups = peers.flatMap((peer) => this.#watched.get(peer) ?? []);
    this.changes.announceTargets([
      ...peers.map((jid) => targetKeyOf({ kind: 'agent', jid })),
      ...[...new Set(groups)].map((id) => targetKeyOf({ kind: 'group', id })),
    ]);
  }

  #storedDevice(from: FullJid): StoredDevice | undefined {
    const device = this.#devices.of(bareJidOf(from)).get(from);
    return device && !device.isOld ? { from, status: device.status, capsKey: device.capsKey, chosenAt: device.chosenAt } : undefined;
  }
}
