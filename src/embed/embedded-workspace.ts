import type { CommandInput, CommandResult, Refusal } from '../channel/contract.ts';
import { RemoteWorkspace } from '../channel/remote-workspace.ts';

/**
 * An interaction with a contact, as the page that handles it tells: `id` is the page's own (at most 200 characters, no white
 * space), `media` "voice", "email" or "chat". `caseData` is shown in its order; of more than 200 fields, or 2,000 characters in a
 * value, the rest is left out, and the agent is told.
 */
export type InteractionDetails = CommandInput<'openInteraction'>;

/** What has changed of an interaction; what is absent stays, and `caseData` is all of it. */
export type InteractionChange = Omit<CommandInput<'updateInteraction'>, 'id'>;

/** An active interaction that the page has opened. */
export interface InteractionHandle {
  readonly id: string;
  /** Resolves when it is stored; whom the agent consults about it sees it soon after. @throws InteractionError */
  update(change: InteractionChange): Promise<void>;
  /** The interaction is over, and its tab goes; consultations about it go on. @throws InteractionError */
  close(): Promise<void>;
}

/** An interaction wasn't opened or changed; `refusal` says why: `not-signed-in`, `invalid-argument`, `unknown-interaction` … */
export class InteractionError extends Error {
  override readonly name = 'InteractionError';

  constructor(readonly refusal: Refusal) {
    super(`The interaction was refused: ${refusal.refused}`);
  }
}

/** The workspace as a page has it that embeds it: views' commands and queries, and the page's interactions. */
export class EmbeddedWorkspace extends RemoteWorkspace {
  /**
   * Tells that the agent is busy with a contact: the Interaction window has a tab for it, with its case data and *Start
   * Consultation*. It stays, through reloads too, until it is closed. Opened again under its id, it is the same interaction with
   * what is given now. @throws InteractionError
   */
  async openInteraction(details: InteractionDetails): Promise<InteractionHandle> {
    const { id } = details;
    await accepted(this.commands.openInteraction(details));
    return {
      id,
      update: (change) => accepted(this.commands.updateInteraction({ ...change, id })),
      close: () => accepted(this.commands.closeInteraction({ id })),
    };
  }
}

async function accepted(outcome: Promise<CommandResult>): Promise<void> {
  const result = await outcome;
  if (result.refused) throw new InteractionError(result);
}
