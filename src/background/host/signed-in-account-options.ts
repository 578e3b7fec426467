import type { Policy } from '../../model/policy.ts';
import type { Changes } from '../events/changes.ts';
import type { OpenAccount } from './account/open-account.ts';
import type { IdleLock } from './sign-in/idle-lock.ts';
import type { RememberedAgent } from './sign-in/remembered-agent.ts';
import type { TokenAccess } from './sign-in/token-access.ts';

export interface SignedInAccountOptions {
  readonly changes: Pick<Changes, 'announceAll'>;
  readonly remembered: RememberedAgent;
  readonly lock: Pick<IdleLock, 'begin' | 'end' | 'current'>;
  /** Resolves when the state of the lock is stored. */
  readonly whenLockStored: () => Promise<void>;
  readonly policy: () => Policy;
  readonly tokens: TokenAccess;
  readonly open: OpenAccount;
}
