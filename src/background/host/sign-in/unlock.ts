import type { CommandArgument, CommandResult } from '../../../channel/contract.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { ConnectionState } from '../../../model/workspace.ts';
import type { IssuerTokens } from '../../stream/issuer-tokens.ts';
import { isPasswordOf } from '../../xmpp/sign-in/password-check.ts';
import type { Credentials } from './credentials.ts';
import type { IdleLock } from './idle-lock.ts';
import { signInRefusalOf } from './sign-in-refusal.ts';

/** What unlocking needs of the host. */
export interface UnlockParts {
  readonly account: {
    readonly jid: BareJid;
    readonly credentials: Pick<Credentials, 'login' | 'check'>;
    readonly connectionState: ConnectionState;
  };
  readonly lock: Pick<IdleLock, 'isLocked' | 'current' | 'beginTry' | 'takeBackTry' | 'unlock'>;
  /** Resolves when the state of the lock is stored. */
  readonly whenLockStored: () => Promise<void>;
  /** Whether the account is still the one that is signed in. */
  readonly isStillHere: () => boolean;
  /** Signs the same agent in anew. */
  readonly signInAgain: (secret: Secret) => Promise<CommandResult>;
  readonly issuer: IssuerTokens | undefined;
  /** Called when the desk stays locked, because the next try may have to wait. */
  readonly onRefused: () => void;
}

type Secret = { readonly token: string } | { readonly password: string };

/** Unlocks the desk. A password is compared with the kept keys, which needs no network. If there are none, the server looks at what is given. */
export async function unlock(given: CommandArgument<'unlock'>, parts: UnlockParts): Promise<CommandResult> {
  const { account, lock } = parts;
  if (!lock.isLocked) return {};
  const { credentials } = account;
  const { login } = credentials;
  const { password = '', token } = given;
  const secret = token !== undefined ? { token } : { password };
  if (token === undefined && 'token' in login)
    return parts.issuer ? (await import('./issuer-sign-in.ts')).unlockAtIssuer(parts) : { refused: 'no-password' };
  if (!lock.beginTry()) return refuse('too-soon', parts);
  // The try is stored before the password is looked at, so that a host that is killed now doesn't forget it, and nobody gets more tries by
  // that.
  await parts.whenLockStored();
  // The server doesn't take the keys any more, so that what was given has to sign in anew.
  if (account.connectionState.status === 'signed-out') return parts.signInAgain(secret);
  try {
    if (token === undefined && 'keys' in login) {
      if (!(await isPasswordOf(login.keys, password))) return refuse('wrong-password', parts);
    } else await credentials.check(secret);
  } catch (error) {
    const refusal = signInRefusalOf(error);
    if (refusal.refused === 'sign-in' && (refusal.problem === 'wrong-password' || refusal.problem === 'token-refused'))
      return refuse('wrong-password', parts);
    lock.takeBackTry();
    return refusal;
  }
  // Somebody else may have signed in meanwhile.
  if (!parts.isStillHere()) return { refused: 'not-possible-now' };
  lock.unlock();
  return {};
}

function refuse(problem: 'wrong-password' | 'too-soon', { lock, onRefused }: UnlockParts): CommandResult {
  onRefused();
  return { refused: 'not-unlocked', problem, nextTryAt: lock.current.nextTryAt };
}
