import type { BareJid } from '../../model/jid.ts';
import type { Policy } from '../../model/policy.ts';
import type { Mechanism } from '../../model/sign-in-mechanisms.ts';
import type { StorageProblem } from '../../model/workspace.ts';
import type { Seal } from '../../storage/sealed/seal.ts';
import type { ContactPlace } from '../contacts/source/contact-sources.ts';
import type { Changes } from '../events/changes.ts';
import type { Log } from '../events/log.ts';
import type { Login, SignInProof } from '../stream/messaging-port.ts';
import type { TokenAccess } from './token-access.ts';
import type { MediaPages } from '../voice/media-pages.ts';
import type { Telephony } from '../voice/telephony.ts';

export interface AccountOptions {
  readonly jid: BareJid;
  readonly service: string;
  readonly login: Login;
  readonly tokens: TokenAccess;
  /** The mechanisms that this account has signed in by before in this browser. */
  readonly usedMechanisms: readonly Mechanism[];
  /** What the account's data is sealed by; undefined where it isn't sealed. */
  readonly seal: Seal | undefined;
  readonly changes: Changes;
  readonly policy: () => Policy;
  /** Where the organisation's contacts are; undefined where that isn't configured. */
  readonly contactPlace: () => ContactPlace | undefined;
  readonly now: () => number;
  readonly mediaPages: MediaPages;
  readonly telephony: Telephony;
  readonly log: Log;
  readonly onSignedIn: (proof: SignInProof) => void;
  /** Called when the server says that this account is disabled. */
  readonly onDisabled: () => void;
  /** Called when something couldn't be stored, or the database is gone. This account can't go on in this host then. */
  readonly onStorageLost: (problem: StorageProblem) => void;
}
