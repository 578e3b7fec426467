import type { AgentStatus } from '../../src/model/agent.ts';
import { type BareJid, bareJidOf, type FullJid } from '../../src/model/jid.ts';
import { type DeviceStatus, mergedStatus } from '../../src/model/merged-status.ts';

/** The most devices of one agent. Each browser and each program is one. */
const MOST_OF_ONE = 20;

/** What is known of one agent. */
interface Agent {
  readonly devices: Map<FullJid, DeviceStatus>;
  /** When they chose to be logged off on a device that has gone while others are still there. */
  loggedOffAt?: number;
  /** Their server has said that nobody tells this hub when they come and go. */
  isUnshared?: boolean;
}

const UNKNOWN: AgentStatus = { availability: 'unknown' };
const LOGGED_OFF: AgentStatus = { availability: 'logged-off' };

/** Knows each agent's status: by the presence of their devices, and by what the organisation's call distribution (ACD) says. */
export class AgentBook {
  readonly #agents = new Map<BareJid, Agent>();
  /** What the ACD says. */
  readonly #states = new Map<BareJid, AgentStatus>();

  /** Since when the agents are ready who are, as far as this hub has seen. */
  readonly #readySince = new Map<BareJid, number>();

  constructor(
    private readonly onChange: (agent: BareJid) => void,
    private readonly now: () => number = Date.now,
  ) {}

  get size(): number {
    return this.#agents.size;
  }

  /** Agents of whom a device is available. */
  get online(): number {
    return [...this.#agents.values()].filter(({ devices }) => devices.size > 0).length;
  }

  /** Whether anything was heard of the agent on this stream to the server. */
  isHeardOf(agent: BareJid): boolean {
    return this.#agents.has(agent);
  }

  devicesOf(agent: BareJid): readonly FullJid[] {
    return [...(this.#agents.get(agent)?.devices.keys() ?? [])];
  }

  allDevices(): readonly FullJid[] {
    return [...this.#agents.values()].flatMap(({ devices }) => [...devices.keys()]);
  }

  statusOf(agent: BareJid): AgentStatus {
    const known = this.#agents.get(agent);
    if (!known) return UNKNOWN;
    if (known.devices.size === 0) return known.isUnshared ? UNKNOWN : LOGGED_OFF;
    const own = mergedStatus([...known.devices.values()], known.loggedOffAt);
    // Nothing hides that the agent doesn't want to be disturbed, or can't be reached.
    const state = this.#states.get(agent);
    return state && !['do-not-disturb', 'logged-off', 'reconnecting'].includes(own.availability) ? state : own;
  }

  /**
   * Since when an agent is ready, milliseconds since the epoch; undefined if they aren't. What the agent has chosen by themselves has its time, which also
   * holds after a restart of this hub.
   */
  readySince(agent: BareJid): number | undefined {
    const seen = this.#readySince.get(agent);
    if (seen === undefined || this.#states.has(agent)) return seen;
    const chosen = [...(this.#agents.get(agent)?.devices.values() ?? [])].flatMap(({ chosenAt }) => chosenAt ?? []);
    return chosen.length > 0 ? Math.min(seen, Math.max(...chosen)) : seen;
  }

  setDevice(device: FullJid, status: AgentStatus, chosenAt: number | undefined): void {
    this.#change(bareJidOf(device), (agent) => {
      const { devices } = agent;
      const [oldest] = devices.keys();
      if (!devices.has(device) && devices.size >= MOST_OF_ONE && oldest !== undefined) devices.delete(oldest);
      devices.set(device, { status, chosenAt, isSilent: false });
      agent.isUnshared = false;
    });
  }

  /** @param from A device, or the agent where none is available */
  removeDevice(from: string, loggedOffAt?: number): void {
    this.#change(bareJidOf(from), (agent) => {
      if (from.includes('/')) agent.devices.delete(from);
      else agent.devices.clear();
      agent.loggedOffAt = agent.devices.size > 0 ? (loggedOffAt ?? agent.loggedOffAt) : undefined;
      agent.isUnshared = false;
    });
  }

  /** Nobody tells when this agent comes and goes, so that nothing is known of them. */
  setUnshared(agent: BareJid): void {
    this.#change(agent, (known) => {
      known.devices.clear();
      known.isUnshared = true;
    });
  }

  /** Nothing has come of an agent who was asked for: they are logged off. */
  noteSilence(agent: BareJid): void {
    if (!this.#agents.has(agent)) this.#change(agent, () => undefined);
  }

  /** A device has answered, or should have and hasn't. */
  noteAnswer(device: FullJid, isSilent: boolean): void {
    const known = this.#agents.get(bareJidOf(device))?.devices.get(device);
    if (!known || known.isSilent === isSilent) return;
    this.#change(bareJidOf(device), ({ devices }) => devices.set(device, { ...known, isSilent }));
  }

  /** What the ACD says; undefined if it doesn't say anything any more. */
  setState(agent: BareJid, state: AgentStatus | undefined): void {
    this.#noteChange(agent, () => (state ? this.#states.set(agent, state) : this.#states.delete(agent)));
  }

  /** Forgets all devices, because who came and went without a stream to the server isn't known. What the ACD says stays. */
  forgetDevices(): void {
    this.#agents.clear();
    this.#readySince.clear();
  }

  #change(jid: BareJid, change: (agent: Agent) => void): void {
    this.#noteChange(jid, () => {
      const agent: Agent = this.#agents.get(jid) ?? { devices: new Map() };
      this.#agents.set(jid, agent);
      change(agent);
    });
  }

  #noteChange(jid: BareJid, change: () => void): void {
    const before = JSON.stringify(this.statusOf(jid));
    change();
    if (this.statusOf(jid).availability !== 'ready') this.#readySince.delete(jid);
    else if (!this.#readySince.has(jid)) this.#readySince.set(jid, this.now());
    if (JSON.stringify(this.statusOf(jid)) !== before) this.onChange(jid);
  }
}
