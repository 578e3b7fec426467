import type { OwnStatus } from '../../model/agent.ts';
import type { BareJid } from '../../model/jid.ts';
import type { Policy } from '../../model/policy.ts';
import type { Settings } from '../../model/settings.ts';
import type { Happenings } from '../events/happenings.ts';
import type { ContactParts } from '../contacts/contact-parts.ts';
import type { Reach } from '../directory/reach.ts';
import type { Peers } from '../directory/peers.ts';
import type { RememberedTargets } from '../directory/remembered-targets.ts';
import type { Im } from '../im/im.ts';
import type { Transcripts } from '../im/transcripts.ts';
import type { Consultations } from '../interactions/consultations.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';

/** What calls need of the stream to the messaging server. */
export type CallStream = Pick<MessagingStream, 'self' | 'prepareCalls' | 'getIceServers' | 'sendJingle'>;

/**
 * What calls need of the agent's account, and no more. Calls therefore don't depend on the account that owns them, and a test needs no
 * whole account.
 */
export interface CallDesk {
  readonly jid: BareJid;
  readonly policy: Policy;
  readonly settings: Settings;
  readonly status: OwnStatus;
  /** `current` is undefined while there is no stream. */
  readonly connection: { readonly current: CallStream | undefined };
  readonly reach: Pick<Reach, 'denial' | 'isPlain' | 'readyMembers' | 'refusalOfCall'>;
  readonly peers: Pick<Peers, 'areTold' | 'hasRoomFor' | 'mayApproach' | 'standingOf' | 'viewOf'>;
  readonly remembered: Pick<RememberedTargets, 'noteUse'>;
  readonly im: Pick<
    Im,
    'get' | 'isTaken' | 'activeWith' | 'open' | 'openWith' | 'act' | 'openByCall' | 'connectByCall' | 'incoming' | 'noteCall'
  >;
  readonly transcripts: Pick<Transcripts, 'hasMessages'>;
  readonly interactions: Pick<Interactions, 'get' | 'list' | 'open' | 'update'>;
  readonly consultations: Pick<Consultations, 'begin' | 'parentOf'>;
  readonly contacts: Pick<ContactParts, 'lookUp'>;
  readonly happenings: Pick<Happenings, 'tell'>;
}
