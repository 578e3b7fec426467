import type { TelephonyAnswer, TelephonyCall } from '../channel/page-telephony.ts';
import type { InteractionStatus } from '../model/interaction/interaction.ts';
import type { EmbeddedWorkspace } from './embedded-workspace.ts';
import { InteractionError } from './interaction-error.ts';

/**
 * Refusals that are no faults: a softphone also has calls for which the page has opened no interaction, and it goes on when the agent has signed out.
 */
const NOT_OPEN: readonly string[] = ['unknown-interaction', 'not-signed-in'];

/**
 * The page's own telephony, for its interactions of `media` "voice", by their own ids: a contact can be put on hold from Backchannel,
 * and is while a colleague is consulted by voice.
 */
export interface TelephonyOption {
  /** Resolves when the contact is on hold; rejects or throws when they aren't: nobody is called then. Eight seconds are taken for a no. */
  hold(interactionId: string): Promise<void> | void;
  /** Resolves when the contact hears the agent again. */
  retrieve(interactionId: string): Promise<void> | void;
  /**
   * Called once, with the listener that the page calls at each change of a contact's call, whoever caused it. For an interaction that isn't open it
   * does nothing.
   */
  onStateChange?(listener: (interactionId: string, state: InteractionStatus) => void): void;
}

/** Asks the page's telephony in the session host's name. What the page throws is reported to the page, like any error that nobody catches. */
export async function askTelephony(telephony: TelephonyOption, name: TelephonyCall, interactionId: string): Promise<TelephonyAnswer> {
  try {
    await telephony[name](interactionId);
    return { isDone: true };
  } catch (error) {
    reportError(error);
    return { isDone: false };
  }
}

/** Tells the session host how the page's calls stand. */
export function followCallStates({ commands, ended }: EmbeddedWorkspace, telephony: TelephonyOption): void {
  const note = async (id: string, status: InteractionStatus) => {
    if (ended.aborted) return;
    const result = await commands.updateInteraction({ id, status });
    if (result.refused && !NOT_OPEN.includes(result.refused)) throw new InteractionError(result);
  };
  telephony.onStateChange?.((interactionId, state) => void note(interactionId, state).catch(reportError));
}
