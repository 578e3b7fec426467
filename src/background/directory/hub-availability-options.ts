import type { BareJid } from '../../model/jid.ts';
import type { Changes } from '../events/changes.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';
import type { Presence } from './presence.ts';
import type { RememberedTargets } from './remembered-targets.ts';

export type AvailabilityStream = Pick<MessagingStream, 'openAvailability'>;

export interface HubAvailabilityOptions {
  readonly me: BareJid;
  /** The organisation's hubs, the first of them to be asked first. */
  readonly hubs: () => readonly string[];
  readonly changes: Pick<Changes, 'announceTargets' | 'follow' | 'shown' | 'onShown'>;
  readonly remembered: Pick<RememberedTargets, 'favorites' | 'recents'>;
  /** The peers of sessions that go on. */
  readonly peers: () => readonly BareJid[];
  readonly presence: Pick<Presence, 'statusOf' | 'told' | 'toldOf' | 'toldCount'>;
  /** The stream to the messaging server, while there is one. */
  readonly stream: () => AvailabilityStream | undefined;
  /** Called when an agent's status has changed. */
  readonly onChange: (agent: BareJid, hasCome: boolean) => void;
  readonly onProblem: (code: 'hub-not-answering') => void;
}
