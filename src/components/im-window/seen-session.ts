import type { LitElement } from 'lit';
import type { CommandResult, Commands } from '../../channel/contract.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { OnScreenController } from '../kit/on-screen-controller.ts';

/** How soon it is told again that a session is on screen, where it seems to be and something hides it. */
const AGAIN_MS = 250;
const NOT_SEEN: CommandResult = { refused: 'not-possible-now' };

interface SeenSessionOptions {
  readonly commands: () => Commands | undefined;
  readonly onScreen: (isOnScreen: boolean) => void;
}

/** Tells the session host that the agent sees the session of an element, once for each change. */
export class SeenSession {
  /** The session as it was when the host was last told. */
  #told: ImSessionView | undefined;
  readonly #screen: OnScreenController;

  constructor(
    private readonly element: LitElement,
    private readonly options: SeenSessionOptions,
  ) {
    this.#screen = new OnScreenController(element, (isOnScreen) => {
      options.onScreen(isOnScreen);
      this.#told = undefined;
    });
  }

  /** To be called after each update. @param isAtEnd Whether what came last is among what the agent sees */
  update(session: ImSessionView, isAtEnd: boolean): void {
    // What comes below while the agent reads further up isn't read yet.
    const isUnreadSeen = session.unread > 0 && isAtEnd;
    if (!this.#screen.isOnScreen || session === this.#told || !(isUnreadSeen || !session.isDisplayed)) return;
    this.#told = session;
    void this.#tell(session);
  }

  /**
   * The browser tells some frames later that an element is off the screen, and never that it is made invisible. So it is looked here, and the session
   * host looks as well, which knows of a collapsed dock first.
   */
  async #tell({ id: sessionId }: ImSessionView): Promise<void> {
    const isVisible = this.element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    // If the host doesn't hear of it, the next change of the session tells it.
    const result = isVisible
      ? await this.options
          .commands()
          ?.display({ sessionId })
          .catch(() => undefined)
      : NOT_SEEN;
    if (result?.refused !== NOT_SEEN.refused) return;
    this.#told = undefined;
    setTimeout(() => this.element.requestUpdate(), AGAIN_MS);
  }
}
