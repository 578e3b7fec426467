import type { CommandName, Query, QueryKind, Slices } from '../../channel/contract.ts';
import type { signInCommands } from '../../channel/contract/sign-in.ts';
import type { Feature } from '../../channel/feature.ts';
import { contactsFeature } from '../contacts/contacts-feature.ts';
import { directoryFeature } from '../directory/directory-feature.ts';
import { gateFeature } from '../gate/gate-feature.ts';
import { imFeature } from '../im/im-feature.ts';
import { interactionsFeature } from '../interactions/interactions-feature.ts';
import { voiceFeature } from '../voice/voice-feature.ts';
import type { Account } from './account.ts';
import { accountFeature } from './account-feature.ts';
import type { PageCommand } from './page-decisions.ts';

/** The commands of an agent who is signed in; signing in and out, the lock, and what pages decide in place of a policy, are the session host's. */
export type AccountCommand = Exclude<CommandName, keyof typeof signInCommands | PageCommand>;
/** The queries that need an account. How the agent is signed in, and the log, are answered by the session host, without one too. */
type AccountQuery = Exclude<QueryKind, 'account' | 'diagnostics'>;
type AccountFeature = Feature<Account, AccountCommand, AccountQuery>;

/** Every command of a signed-in agent. One that no feature carries out fails the type check. */
export const ACCOUNT_COMMANDS: AccountFeature['commands'] = {
  ...accountFeature.commands,
  ...gateFeature.commands,
  ...directoryFeature.commands,
  ...imFeature.commands,
  ...interactionsFeature.commands,
  ...contactsFeature.commands,
  ...voiceFeature.commands,
};

const ANSWERS: AccountFeature['queries'] = {
  ...accountFeature.queries,
  ...directoryFeature.queries,
  ...imFeature.queries,
  ...interactionsFeature.queries,
  ...contactsFeature.queries,
  ...voiceFeature.queries,
};

/** The answer to a query as things stand now. @param signal aborts when nobody waits for it any more */
export function answerOf(
  account: Account,
  query: Extract<Query, { kind: AccountQuery }>,
  signal: AbortSignal,
): Slices[AccountQuery] | Promise<Slices[AccountQuery]> {
  // Each answer takes the query of its own kind, which TypeScript can't follow through the table.
  return ANSWERS[query.kind](account, query as never, signal);
}
