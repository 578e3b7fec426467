import { type BareJid, bareJidOf, type FullJid } from '../../model/jid.ts';
import type { DeviceStatus } from '../../model/merged-status.ts';

/** An available device of a colleague's, with what tells its capabilities (XEP-0115). */
export interface Device extends DeviceStatus {
  readonly capsKey: string | undefined;
  /** Whether it was there on an earlier stream, and the server hasn't told of it on this one. */
  readonly isOld?: boolean;
}

/** The most devices of one colleague. Each browser and each program is one. */
const MOST_OF_ONE = 20;
/**
 * The most colleagues outside the directory. Anybody of a trusted host can send presence unasked (RFC 6121 4.6), so that their number has to be
 * bounded.
 */
const MOST_UNLISTED = 500;
/** RFC 7622 3.1: three parts of 1,023 bytes. */
const LONGEST_ADDRESS = 3071;

const NONE: ReadonlyMap<FullJid, Device> = new Map();

/** The colleagues' available devices, within bounds. */
export class Devices {
  readonly #byPeer = new Map<BareJid, Map<FullJid, Device>>();
  /** When colleagues chose to be logged off, of whom other devices are still there. */
  readonly #loggedOffAt = new Map<BareJid, number>();

  constructor(private readonly isListed: (peer: BareJid) => boolean) {}

  peers(): Iterable<BareJid> {
    return this.#byPeer.keys();
  }

  get size(): number {
    return [...this.#byPeer.values()].reduce((sum, devices) => sum + devices.size, 0);
  }

  /** @returns the devices that have changed by it: this one, unless there are too many, and one that makes room for it */
  set(from: FullJid, device: Device): readonly FullJid[] {
    const peer = bareJidOf(from);
    if (from.length > LONGEST_ADDRESS) return [];
    const known = this.#byPeer.get(peer);
    if (!known && !this.isListed(peer) && this.#unlisted().length >= MOST_UNLISTED) return [];
    const devices = known ?? new Map<FullJid, Device>();
    const [oldest] = devices.keys();
    const gone = !devices.has(from) && devices.size >= MOST_OF_ONE && oldest !== undefined ? [oldest] : [];
    for (const one of gone) devices.delete(one);
    this.#byPeer.set(peer, devices.set(from, device));
    return [...gone, from];
  }

  /** @param loggedOffAt When the agent chose to be logged off, if the device has gone for that */
  delete(from: FullJid, loggedOffAt?: number): void {
    const peer = bareJidOf(from);
    const devices = this.#byPeer.get(peer);
    if (!devices) return;
    devices.delete(from);
    if (devices.size === 0) this.#forget(peer);
    else if (loggedOffAt !== undefined) this.#loggedOffAt.set(peer, loggedOffAt);
  }

  loggedOffAt(peer: BareJid): number | undefined {
    return this.#loggedOffAt.get(peer);
  }

  /** Has all devices be old. @returns all of them */
  age(): readonly FullJid[] {
    for (const devices of this.#byPeer.values()) for (const [from, device] of devices) devices.set(from, { ...device, isOld: true });
    return [...this.#byPeer.values()].flatMap((devices) => [...devices.keys()]);
  }

  /** Forgets the old devices. @returns whose they were */
  forgetOld(): readonly BareJid[] {
    const peers = [...this.#byPeer].filter(([, devices]) => [...devices.values()].some(({ isOld }) => isOld));
    for (const [, devices] of peers) for (const [from, { isOld }] of devices) if (isOld) this.delete(from);
    return peers.map(([peer]) => peer);
  }

  /** @returns the devices that were forgotten */
  forgetWhere(isForgotten: (peer: BareJid) => boolean): readonly FullJid[] {
    const peers = [...this.#byPeer.keys()].filter(isForgotten);
    const devices = peers.flatMap((peer) => [...this.of(peer).keys()]);
    for (const peer of peers) this.#forget(peer);
    return devices;
  }

  of(peer: BareJid): ReadonlyMap<FullJid, Device> {
    return this.#byPeer.get(peer) ?? NONE;
  }

  #forget(peer: BareJid): void {
    this.#byPeer.delete(peer);
    this.#loggedOffAt.delete(peer);
  }

  #unlisted(): readonly BareJid[] {
    return [...this.#byPeer.keys()].filter((peer) => !this.isListed(peer));
  }
}
