import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles } from '../kit/base.styles.ts';
import { blockPeer } from '../kit/block-peer.ts';
import { blockedListStyles } from './blocked-list.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';

/**
 * Whom the agent has blocked, each with a way back.
 *
 * @tag backchannel-blocked-list
 */
@customElement('backchannel-blocked-list')
@localized()
export class BlockedList extends LitElement {
  static override styles = [baseStyles, buttonStyles, blockedListStyles];

  @state() private said = '';

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  async #unblock(address: string, name: string): Promise<void> {
    const { workspace } = this.#overview;
    if (workspace) this.said = await blockPeer(address, name, workspace.commands, false);
  }

  override render(): TemplateResult | typeof nothing {
    const { peers = [], isOnServer = true } = this.#overview.slice?.blocklist ?? {};
    return html`
      <h3>${msg('Blocked')}</h3>
      ${
        peers.length
          ? html`<ul>
            ${repeat(
              peers,
              ({ address }) => address,
              ({ address, peerName }) => html`<li>
                <bdi class="name">${peerName}</bdi>
                <bdi class="muted">${address}</bdi>
                <button class="button secondary" aria-label=${msg(str`Unblock ${peerName}`)} @click=${() => void this.#unblock(address, peerName)}>${msg('Unblock')}</button>
              </li>`,
            )}
          </ul>`
          : html`<p class="muted">${msg('Nobody is blocked.')}</p>`
      }
      ${isOnServer ? nothing : html`<p class="muted">${msg("Your server can't block. Who is blocked here is kept back in this browser, and not on your other devices.")}</p>`}
      <p role="status">${this.said}</p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-blocked-list': BlockedList;
  }
}
