import type { TelephonyAnswer, TelephonyCall } from '../channel/page-telephony.ts';
import type { InteractionStatus } from '../model/interaction.ts';
import { type EmbeddedWorkspace, InteractionError } from './embedded-workspace.ts';

/** A softphone has calls that the page tells nothing of, and goes on when the agent signs out. */
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
  /** Called once, with whom to tell of each change of a contact's call, whoever caused it. Of an interaction that isn't open nothing comes of it. */
  onStateChange?(listener: (interactionId: string, state: InteractionStatus) => void): void;
}

/** What the session host may ask this page for. What the page throws is the page's to hear of, as any error that nobody catches. */
export async function askTelephony(telephony: TelephonyOption, name: TelephonyCall, interactionId: string): Promise<TelephonyAnswer> {
  try {
    await telephony[name](interactionId);
    return { isDone: true };
  } catch (error) {
    reportError(error);
    return { isDone: false };
  }
}

/** Has the workspace know how the page's calls stand. */
export function followCallStates({ commands }: EmbeddedWorkspace, telephony: TelephonyOption): void {
  const note = async (id: string, status: InteractionStatus) => {
    const result = await commands.updateInteraction({ id, status });
    if (result.refused && !NOT_OPEN.includes(result.refused)) throw new InteractionError(result);
  };
  telephony.onStateChange?.((interactionId, state) => void note(interactionId, state).catch(reportError));
}
