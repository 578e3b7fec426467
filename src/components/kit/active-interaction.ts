import { createContext } from '@lit/context';

/** Which interaction this window shows. This is the view's state, owned by `backchannel-workspace`, which makes a new object at each change. */
export interface ActiveInteraction {
  /** The session, or `contactTabId` of an interaction with a contact. */
  readonly sessionId?: string;
  /** The interaction that the Team Communicator was opened for, to find whom to ask about it. */
  readonly consulting?: string;
  /** Shows the session in the Interaction window; `isFocusWanted` also moves the focus to its message field. */
  show(sessionId: string, options?: { readonly isFocusWanted?: boolean }): void;
  /**
   * Carries out *Start Consultation*: the Team Communicator opens for this interaction. Without an interaction, it stops being about any.
   */
  consult(interactionId: string | undefined): void;
  /** Whether the agent can see this session right now. */
  isOnScreen(sessionId: string): boolean;
  /** Called by the session's own window when the agent begins or ceases to see it. */
  reportOnScreen(sessionId: string, isOnScreen: boolean): void;
}

export const activeInteractionContext = createContext<ActiveInteraction | undefined>(Symbol('backchannel-active-interaction'));
