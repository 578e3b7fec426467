import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Overview } from '../../model/workspace.ts';
import { LockedDesk } from '../notifications/locked-desk.ts';
import '../notifications/notifications.ts';
import type { Notifications } from '../notifications/notifications.ts';
import { PageElement } from './page-element.ts';

/**
 * Interactive notifications of invitations and calls, what became of the agent's own ones, and that nothing is kept where the browser stores nothing. Nothing
 * is seen of the element while there are none, so that a page can put it above everything else, in a corner.
 *
 * @tag backchannel-notifications
 */
@customElement('backchannel-notifications')
export class NotificationsElement extends PageElement {
  static override styles = [
    PageElement.styles,
    css`
      :host {
        inline-size: 360px;
        max-inline-size: calc(100% - 24px);
        background: none;
        pointer-events: none;
      }
    `,
  ];

  /** Whether the page shows desktop notifications too. */
  @property({ type: Boolean }) hasDesktopNotifications = true;

  @query('backchannel-notifications-view') private view!: Notifications | null;

  readonly #lockedDesk = new LockedDesk({ isOnDesktop: () => this.hasDesktopNotifications });

  /** Moves the focus to the first notification, if there is one. */
  override focus(): void {
    this.view?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lockedDesk.stop();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.overview) this.#lockedDesk.follow(this.overview);
    if (this.overview?.storageProblem) void import('../workspace/storage-notice.ts');
  }

  protected override renderView({ storageProblem }: Overview): TemplateResult {
    return html`${storageProblem ? html`<backchannel-storage-notice .problem=${storageProblem}></backchannel-storage-notice>` : nothing}<backchannel-notifications-view .isOnDesktop=${this.hasDesktopNotifications}></backchannel-notifications-view>`;
  }

  /** The other elements say why there is nothing. */
  protected override renderWithoutAgent(): unknown {
    return nothing;
  }

  protected override renderStart(): unknown {
    return nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-notifications': NotificationsElement;
  }
}
