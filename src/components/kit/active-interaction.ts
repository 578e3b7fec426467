import { createContext } from '@lit/context';
import type { TabRef } from '../../model/desk/tab-ref.ts';
import type { InteractionId, SessionId } from '../../model/ids.ts';

/** Which interaction this window shows. This is the view's state, owned by `backchannel-workspace`, which makes a new object at each change. */
export interface ActiveInteraction {
  /** The tab that is shown. */
  readonly tab?: TabRef;
  /** The interaction that the Team Communicator was opened for, to find whom to ask about it. */
  readonly consulting?: InteractionId;
  /** Shows the tab in the Interaction window; `isFocusWanted` also moves the focus to its message field. */
  show(tab: TabRef, options?: { readonly isFocusWanted?: boolean }): void;
  /**
   * Carries out *Start Consultation*: the Team Communicator opens for this interaction. Without an interaction, it stops being about any.
   */
  consult(interactionId: InteractionId | undefined): void;
  /** Whether the agent can see this session right now. */
  isOnScreen(sessionId: SessionId): boolean;
  /** Called by the session's own window when the agent begins or ceases to see it. */
  reportOnScreen(sessionId: SessionId, isOnScreen: boolean): void;
}

export const activeInteractionContext = createContext<ActiveInteraction | undefined>(Symbol('backchannel-active-interaction'));
