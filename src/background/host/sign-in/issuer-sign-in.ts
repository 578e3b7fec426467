import type { CommandArgument, CommandResult } from '../../../channel/contract.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { IssuerTokens } from '../../stream/issuer-tokens.ts';
import { signInRefusalOf } from './sign-in-refusal.ts';
import type { TokenAccess } from './token-access.ts';

/** What signing in at the issuer needs of the part that knows who is signed in. */
interface SignInDesk {
  inTurn(work: () => Promise<CommandResult>): Promise<CommandResult>;
  signIn(request: CommandArgument<'signIn'>): Promise<CommandResult>;
  readonly lastByToken: { readonly jid: BareJid } | undefined;
}

/** A locked desk. */
interface LockedDesk {
  readonly account: { readonly jid: BareJid };
  readonly lock: { unlock(): void };
  readonly issuer: IssuerTokens | undefined;
  readonly isStillHere: () => boolean;
}

/**
 * Signs in the agent who is at the organisation's issuer, or, without one, the agent whose token was refused last. Who it is is asked before it is the
 * command's turn, because the agent may have a page of the issuer before them for minutes.
 */
export async function signInByToken(request: CommandArgument<'signIn'>, account: SignInDesk, tokens: TokenAccess): Promise<CommandResult> {
  try {
    const jid = await tokens.issuer?.identify({ isInteractive: true, hint: account.lastByToken?.jid });
    return await keepingTokens(tokens, jid, () => account.inTurn(() => account.signIn({ ...request, jid })));
  } catch (error) {
    return signInRefusalOf(error);
  }
}

/** Signs in whom the organisation's issuer knows without asking them. @throws StreamFailure or StorageError */
export async function signInUnasked(account: Pick<SignInDesk, 'signIn'>, tokens: TokenAccess): Promise<void> {
  const jid = await tokens.issuer?.identify({ isInteractive: false });
  await keepingTokens(tokens, jid, () => account.signIn({ jid, isKept: false, isUnlocking: false }));
}

/** Keeps the tokens of the agent who signs in, while those of the agent before are forgotten with their data. */
async function keepingTokens<T>(tokens: TokenAccess, jid: BareJid | undefined, work: () => Promise<T>): Promise<T> {
  tokens.signingIn = jid;
  try {
    return await work();
  } finally {
    tokens.signingIn = undefined;
  }
}

/** Unlocks the desk of an agent who has shown at the organisation's issuer who they are. */
export async function unlockAtIssuer({ account, lock, issuer, isStillHere }: LockedDesk): Promise<CommandResult> {
  try {
    const agent = await issuer?.identify({ isInteractive: true, hint: account.jid, isProof: true });
    if (agent === undefined) return { refused: 'no-password' };
    if (agent !== account.jid) return { refused: 'sign-in', problem: 'other-account' };
  } catch (error) {
    return signInRefusalOf(error);
  }
  if (!isStillHere()) return { refused: 'not-possible-now' };
  lock.unlock();
  return {};
}
