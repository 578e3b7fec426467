import type { BareJid } from '../../../model/jid.ts';
import type { Policy } from '../../../model/policy.ts';
import type { Mechanism } from '../../../model/sign-in-mechanisms.ts';
import type { StorageProblem } from '../../../model/workspace.ts';
import type { Seal } from '../../../storage/sealed/seal.ts';
import type { Login, SignInProof } from '../../stream/messaging-port.ts';
import type { loadDeskCode } from '../desk/desk-code.ts';
import type { TokenAccess } from '../sign-in/token-access.ts';
import type { DeskOptions } from '../desk/desk-account.ts';

export interface AccountOptions extends DeskOptions {
  readonly jid: BareJid;
  readonly service: string;
  /** The availability hubs that were found by the account's domain. Those of the policy take their place. */
  readonly hubs: string[] | undefined;
  readonly login: Login;
  readonly tokens: TokenAccess;
  /** The mechanisms that this account has signed in by before in this browser. */
  readonly usedMechanisms: readonly Mechanism[];
  /** What the account's data is sealed by; undefined where it isn't sealed. */
  readonly seal: Seal | undefined;
  readonly loadDeskCode: typeof loadDeskCode;
  readonly policy: () => Policy;
  readonly onSignedIn: (proof: SignInProof) => void;
  /** Called when the server says that this account is disabled. */
  readonly onDisabled: () => void;
  /** Called when something couldn't be stored, or the database is gone. This account can't go on in this host then. */
  readonly onStorageLost: (problem: StorageProblem) => void;
}
