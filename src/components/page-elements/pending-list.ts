import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import '../notifications/pending-list.ts';
import { PageElement } from './page-element.ts';

/**
 * Invitations that wait to be displayed, and for how long they have waited.
 *
 * @tag backchannel-pending-list
 */
@customElement('backchannel-pending-list')
export class PendingListElement extends PageElement {
  protected override renderView(): TemplateResult {
    return html`<backchannel-pending-list-view></backchannel-pending-list-view>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-pending-list': PendingListElement;
  }
}
