import * as v from 'valibot';
import { type CommandName, type CommandResult, COMMANDS, type Query, type QueryKind, type Slices } from '../../../channel/contract.ts';
import type { signInCommands } from '../../../channel/contract/sign-in.ts';
import type { Feature } from '../../../channel/feature.ts';
import type { FirstQuery } from '../../../channel/known-queries.ts';
import { contactsFeature } from '../../contacts/contacts-feature.ts';
import { directoryFeature } from '../../directory/directory-feature.ts';
import { gateFeature } from '../../gate/gate-feature.ts';
import { imFeature } from '../../im/im-feature.ts';
import { interactionsFeature } from '../../interactions/interactions-feature.ts';
import { voiceFeature } from '../../voice/voice-feature.ts';
import { accountFeature } from './account-feature.ts';
import type { Desk } from './desk.ts';
import type { PageCommand } from './page-decisions.ts';

export { QUERIES } from '../../../channel/contract.ts';
export { Desk } from './desk.ts';
export { unlock } from '../sign-in/unlock.ts';

/** The commands of an agent who is signed in; signing in and out, the lock, and what pages decide in place of a policy, are the session host's. */
export type AccountCommand = Exclude<CommandName, keyof typeof signInCommands | PageCommand>;
/** The queries that are answered by what is on the desk. */
export type DeskQuery = Exclude<QueryKind, FirstQuery>;
type DeskFeature = Feature<Desk, AccountCommand, DeskQuery>;

/** Every command of a signed-in agent. One that no feature carries out fails the type check. */
const ACCOUNT_COMMANDS: DeskFeature['commands'] = {
  ...accountFeature.commands,
  ...gateFeature.commands,
  ...directoryFeature.commands,
  ...imFeature.commands,
  ...interactionsFeature.commands,
  ...contactsFeature.commands,
  ...voiceFeature.commands,
};

const ANSWERS: DeskFeature['queries'] = {
  ...imFeature.queries,
  ...interactionsFeature.queries,
  ...contactsFeature.queries,
  ...voiceFeature.queries,
};

/** A command that a view has given and that was read. */
export interface ReadCommand {
  readonly name: AccountCommand;
  /** @param view Stands for the view that gave it */
  carryOut(desk: Desk, view: object): Promise<CommandResult>;
}

/** @returns undefined when there is no such command, or the input hasn't its shape */
export function readCommand(name: string, input: unknown): ReadCommand | undefined {
  if (!isAccountCommand(name)) return undefined;
  const parsed = v.safeParse<(typeof COMMANDS)[AccountCommand]>(COMMANDS[name], input);
  // The schema of this very name has parsed the input, which TypeScript can't follow through the table.
  return parsed.success ? { name, carryOut: (desk, view) => ACCOUNT_COMMANDS[name](desk, parsed.output as never, view) } : undefined;
}

function isAccountCommand(name: string): name is AccountCommand {
  return Object.hasOwn(ACCOUNT_COMMANDS, name);
}

/** The answer to a query as things stand now. @param signal aborts when nobody waits for it any more */
export function answerOf(
  desk: Desk,
  query: Extract<Query, { kind: DeskQuery }>,
  signal: AbortSignal,
): Slices[DeskQuery] | Promise<Slices[DeskQuery]> {
  // Each answer takes the query of its own kind, which TypeScript can't follow through the table.
  return ANSWERS[query.kind](desk, query as never, signal);
}
