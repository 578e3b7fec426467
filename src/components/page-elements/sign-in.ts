import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Overview } from '../../model/workspace.ts';
import { DeskOwner } from '../workspace/desk-owner.ts';
import { loadWithoutAgent } from '../workspace/without-agent.ts';
import { PageElement } from './page-element.ts';

/**
 * Signing in and unlocking, in a form or by the page's token. Nothing is seen of it while an agent works. A page that signs its agents in itself needs it for
 * the lock only.
 *
 * @tag backchannel-sign-in
 */
@customElement('backchannel-sign-in')
export class SignInElement extends PageElement {
  static override styles = [
    PageElement.styles,
    css`
      :host {
        overflow: auto;
      }
    `,
  ];

  /** The server's WebSocket address that the form begins with. */
  @property() service = '';

  readonly #owner = new DeskOwner();

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { overview } = this;
    if (overview?.lock) this.#owner.lock();
    else if (overview) this.#owner.follow(overview);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { overview, service } = this;
    loadWithoutAgent({ overview, isSigningIn: this.#owner.isSigningIn, openSignIn: undefined, service, failure: undefined });
  }

  protected override renderView(): unknown {
    return nothing;
  }

  protected override renderWithoutAgent(overview: Overview): unknown {
    const { lock, connection } = overview;
    if (lock) return html`<backchannel-lock-screen></backchannel-lock-screen>`;
    if (!this.#owner.isSigningIn) return super.renderWithoutAgent(overview);
    return connection.status === 'signed-out' && connection.by === 'token'
      ? html`<backchannel-token-sign-in></backchannel-token-sign-in>`
      : html`<backchannel-sign-in-form .service=${this.service}></backchannel-sign-in-form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-sign-in': SignInElement;
  }
}
