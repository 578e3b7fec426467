import type { CommandArgument, CommandResult } from '../../channel/contract.ts';
import type { SignedInAccount } from './signed-in-account.ts';
import { signInRefusalOf } from './sign-in-refusal.ts';
import type { TokenAccess } from './token-access.ts';

/**
 * Signs in. Who the agent is, if the command doesn't say it, is asked before it is the command's turn, because the agent may have a page of the
 * issuer before them for minutes.
 */
export async function signIn(
  request: CommandArgument<'signIn'>,
  account: Pick<SignedInAccount, 'inTurn' | 'signIn' | 'lastByToken'>,
  tokens: Pick<TokenAccess, 'identify' | 'whileSigningIn'>,
): Promise<CommandResult> {
  if (request.jid !== undefined) return account.inTurn(() => account.signIn(request));
  try {
    const jid = await tokens.identify({ isInteractive: true, hint: account.lastByToken?.jid });
    return await tokens.whileSigningIn(jid, () => account.inTurn(() => account.signIn({ ...request, jid })));
  } catch (error) {
    return signInRefusalOf(error);
  }
}
