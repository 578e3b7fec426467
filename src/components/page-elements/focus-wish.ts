import { ContextConsumer, createContext } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TabRef } from '../../model/desk/tab-ref.ts';
import { AwaitedFocus } from '../kit/awaited-focus.ts';

/** Something that the agent did is to move the focus. The first element that shows the target takes it. */
export interface FocusWish {
  readonly target: TabRef | 'team-communicator';
  isFulfilled: boolean;
}

export const focusWishContext = createContext<FocusWish | undefined>(Symbol('backchannel-focus-wish'));

export interface FocusWishOptions {
  /** Whether the host shows the target now. */
  readonly isShown: (target: FocusWish['target']) => boolean;
  /** What gets the focus, once the host has rendered it. */
  readonly find: () => HTMLElement | null;
}

/** Moves the focus to what its host shows, when the agent has asked for that elsewhere. */
export class FocusWishController implements ReactiveController {
  readonly #options: FocusWishOptions;
  readonly #focus: AwaitedFocus;
  readonly #wish: ContextConsumer<typeof focusWishContext, ReactiveControllerHost & HTMLElement>;

  constructor(host: ReactiveControllerHost & HTMLElement, options: FocusWishOptions) {
    this.#options = options;
    this.#wish = new ContextConsumer(host, { context: focusWishContext, subscribe: true });
    host.addController(this);
    this.#focus = new AwaitedFocus(host, options.find);
  }

  hostUpdate(): void {
    const wish = this.#wish.value;
    if (!wish || wish.isFulfilled || !this.#options.isShown(wish.target)) return;

    wish.isFulfilled = true;
    this.#focus.want();
  }
}
