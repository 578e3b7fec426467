import { html, type TemplateResult } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import '../team-communicator/team-communicator.ts';
import type { TeamCommunicator } from '../team-communicator/team-communicator.ts';
import { FocusWishController } from './focus-wish.ts';
import { PageElement } from './page-element.ts';

/**
 * Finds an internal target and starts an instant message to it, or, after *Start Consultation*, a consultation.
 *
 * @tag backchannel-team-communicator
 */
@customElement('backchannel-team-communicator')
export class TeamCommunicatorElement extends PageElement {
  @query('backchannel-team-communicator-view') private view!: TeamCommunicator | null;

  constructor() {
    super();
    new FocusWishController(this, { isShown: (target) => target === 'team-communicator', find: () => this.view });
  }

  /** Moves the focus to the search field. */
  override focus(): void {
    this.view?.focus();
  }

  protected override renderView(): TemplateResult {
    return html`<backchannel-team-communicator-view></backchannel-team-communicator-view>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-team-communicator': TeamCommunicatorElement;
  }
}
