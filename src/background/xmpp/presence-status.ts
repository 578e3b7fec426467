import { attribute, type DefinitionOptions } from 'stanza/jxt/index.js';
import type { Presence } from 'stanza/protocol';
import type { AgentStatus, OwnStatus } from '../../model/agent.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import { parseTimestamp } from '../../model/timestamp.ts';
import type { DevicePresence } from '../stream/messaging-port.ts';
import { capsKeyOf } from './caps.ts';
import { NS_STATUS } from './namespaces.ts';

declare module 'stanza/protocol' {
  interface Presence {
    chosen?: { at?: string };
  }
}

/** When the agent chose their status (docs/protocol.md 6). */
export const STATUS_CHOICE: DefinitionOptions = {
  element: 'chosen',
  namespace: NS_STATUS,
  path: 'presence.chosen',
  fields: { at: attribute('at') },
};

/**
 * An agent's status on the wire is plain XMPP presence (RFC 6121 4.7.2.1), so that any client shows it:
 * Ready is available, Not Ready `away` with the reason as status text, After Call Work `xa`, Do Not Disturb `dnd`.
 */
export function writeStatus({ chosenAt, ...status }: OwnStatus): Presence {
  return { ...shownAs(status), ...(chosenAt === undefined ? {} : { chosen: { at: new Date(chosenAt).toISOString() } }) };
}

function shownAs({ availability, reason }: OwnStatus): Presence {
  switch (availability) {
    case 'ready':
      return {};
    case 'not-ready':
      return { show: 'away', ...(reason ? { status: reason } : {}) };
    case 'after-call-work':
      return { show: 'xa' };
    case 'do-not-disturb':
      return { show: 'dnd' };
    case 'logged-off':
      return { type: 'unavailable' };
  }
}

/** What a presence says of its device. A choice in the future was made by a clock that is fast, so that it counts as made now. */
export function readPresence(presence: Presence, now: number): DevicePresence {
  const chosenAt = parseTimestamp(presence.chosen?.at ?? '');
  return {
    status: readStatus(presence),
    chosenAt: chosenAt === undefined ? undefined : Math.min(chosenAt, now),
    isAvailable: presence.type !== 'unavailable',
    capsKey: capsKeyOf(presence.legacyCapabilities?.[0]),
  };
}

/** The status that a presence says. A `show` that RFC 6121 4.7.2.1 doesn't know is ignored, so that its sender counts as ready. */
export function readStatus({ type, show, status }: Presence): AgentStatus {
  if (type === 'unavailable') return { availability: 'logged-off' };
  switch (show) {
    case 'away':
      return { availability: 'not-ready', ...reasonOf(status) };
    case 'xa':
      return { availability: 'after-call-work' };
    case 'dnd':
      return { availability: 'do-not-disturb' };
    default:
      return { availability: 'ready' };
  }
}

/** The reason for being away. It is filtered as names are, because it stands beside the name. */
function reasonOf(status: string | undefined): Pick<AgentStatus, 'reason'> {
  const reason = toDisplayName(status ?? '');
  return reason ? { reason } : {};
}
