import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Movement } from '../kit/movement.ts';

/** Makes the buttons of an element settle anew whenever they may have moved: `settlingStyles` says what that is. */
export class SettlingController implements ReactiveController {
  readonly #movement: Movement;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#movement = new Movement(host, () => host.toggleAttribute('has-moved'));
    host.addController(this);
  }

  hostConnected(): void {
    this.#movement.start();
  }

  hostDisconnected(): void {
    this.#movement.stop();
  }
}
