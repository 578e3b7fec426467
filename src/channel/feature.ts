import type { CommandArgument, CommandName, CommandResult, QueryKind, QueryOf, Slices } from './contract.ts';

/**
 * What one part of the session host does for views: how it carries out its commands, and what it answers its queries with. `Desk` is what it needs
 * of the agent's account, and no more.
 */
export interface Feature<Desk, N extends CommandName, K extends QueryKind> {
  /** `view` stands for the view that gave the command. */
  readonly commands: { readonly [Name in N]: (desk: Desk, input: CommandArgument<Name>, view: object) => Promise<CommandResult> };
  /** The answers as things stand now. The signal aborts when nobody waits for the answer any more. */
  readonly queries: {
    readonly [Kind in K]: (desk: Desk, query: QueryOf<Kind>, signal: AbortSignal) => Slices[Kind] | Promise<Slices[Kind]>;
  };
}

/** The outcome of a command that has nothing to say. */
export const DONE: CommandResult = {};
