import type { AgentStatus, Availability } from './agent.ts';

/** What one available device of an agent shows. */
export interface DeviceStatus {
  readonly status: AgentStatus;
  /** When the agent chose it, milliseconds since the epoch. Other programs don't say. */
  readonly chosenAt: number | undefined;
  /** Whether it hasn't answered of late. Its connection may be lost, and the server keeps its place for a while (XEP-0198 5). */
  readonly isSilent: boolean;
}

/** Availabilities by how much they say. Do Not Disturb comes first, because nothing may hide it; the others by how well the agent can be reached. */
const PRECEDENCE: readonly Availability[] = ['do-not-disturb', 'ready', 'after-call-work', 'not-ready', 'unknown'];

/**
 * The status of an agent who has these devices, at least one. A status belongs to the agent and not to the device: what was chosen last counts, and a
 * dead browser that still shows an earlier choice doesn't.
 *
 * @param loggedOffAt When the agent chose to be logged off, if they did so on a device that isn't there any more
 */
export function mergedStatus(devices: readonly DeviceStatus[], loggedOffAt = -Infinity): AgentStatus {
  const chosenAt = Math.max(loggedOffAt, ...devices.map((device) => device.chosenAt ?? -Infinity));
  const current = devices.filter((device) => device.chosenAt === undefined || device.chosenAt >= chosenAt);
  if (current.length === 0) return { availability: 'logged-off' };
  const heard = current.filter(({ isSilent }) => !isSilent);
  const [first] = heard.map(({ status }) => status).sort((a, b) => rankOf(a) - rankOf(b));
  return first ?? { availability: 'reconnecting' };
}

function rankOf({ availability }: AgentStatus): number {
  return PRECEDENCE.indexOf(availability);
}
