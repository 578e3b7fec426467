import type { OwnStatus } from '../../../model/agent.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { Policy } from '../../../model/policy.ts';
import type { Journal } from '../../../storage/journal.ts';
import type { Peers } from '../../directory/peers.ts';
import type { Presence } from '../../directory/presence.ts';
import type { RememberedTargets } from '../../directory/remembered-targets.ts';
import type { Roster } from '../../directory/roster.ts';
import type { Changes } from '../../events/changes.ts';
import type { Log } from '../../events/log.ts';
import type { Blocklist } from '../../gate/blocklist.ts';
import type { ArchiveCursor } from '../../stream/archive-cursor.ts';
import type { DevicePresence, StreamState } from '../../stream/messaging-port.ts';
import type { Credentials } from '../sign-in/credentials.ts';
import type { DeskPart } from '../desk/desk-part.ts';

export interface ServerLinkOptions {
  readonly jid: BareJid;
  readonly service: string;
  /** The resource of the last stream. */
  readonly storedResource: string | undefined;
  readonly credentials: Credentials;
  readonly now: () => number;
  readonly policy: () => Policy;
  readonly status: () => OwnStatus;
  /** Called with what another device of the agent shows. */
  readonly onOwnPresence: (presence: DevicePresence) => void;
  readonly log: Log;
  readonly changes: Changes;
  /** The state of the stream that may be resumed. */
  readonly streamState: StreamState | undefined;
  readonly archiveCursor: ArchiveCursor;
  readonly journal: Journal;
  readonly blocklist: Pick<Blocklist, 'has' | 'hear' | 'follow' | 'tell'>;
  readonly peers: Peers;
  readonly presence: Pick<
    Presence,
    'set' | 'expectAll' | 'settle' | 'isTold' | 'devicesOf' | 'noteAnswer' | 'statusOf' | 'isThere' | 'told' | 'toldOf' | 'toldCount'
  >;
  readonly roster: Pick<Roster, 'update' | 'load' | 'readOwnName'>;
  readonly remembered: Pick<RememberedTargets, 'favorites' | 'recents'>;
  readonly desk: Pick<DeskPart, 'current' | 'load'>;
  /** Called when the roster may have changed who the agent's peers are. */
  readonly followPeers: () => void;
  /** Called when the server says that this account is disabled. */
  readonly onDisabled: () => void;
}
