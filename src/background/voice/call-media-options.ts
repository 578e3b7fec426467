import type { CallId } from '../../model/ids.ts';
import type { BareJid, FullJid } from '../../model/jid.ts';
import type { Policy } from '../../model/policy.ts';
import type { Settings } from '../../model/settings.ts';
import type { Changes } from '../events/changes.ts';
import type { Log } from '../events/log.ts';
import type { CallStream } from './call-desk.ts';
import type { Calls } from './calls.ts';
import type { MediaPages } from './media-pages.ts';

/** What the calls' sound needs of the account, and what it tells it. */
export interface CallMediaOptions {
  readonly jid: BareJid;
  /** Whether the peer is neither a colleague nor a contact. */
  readonly isStranger: (peer: BareJid) => boolean;
  readonly calls: Calls;
  readonly mediaPages: MediaPages;
  readonly changes: Changes;
  readonly log: Log;
  readonly stream: () => CallStream | undefined;
  readonly policy: () => Policy;
  readonly settings: () => Settings;
  /** Called when a device has answered the offer. Resolves when the call has followed. */
  readonly onAnswered: (callId: CallId, device: FullJid) => Promise<unknown>;
  readonly onConnected: (callId: CallId) => void;
  readonly onEnded: (callId: CallId, by: 'peer' | 'failure') => void;
  /** Called when the document with the call's sound is gone, and hasn't come back in time. */
  readonly onLost: (callId: CallId) => void;
}
