import { consume, ContextConsumer } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import bell from '@vscode/codicons/src/icons/bell.svg';
import disconnect from '@vscode/codicons/src/icons/debug-disconnect.svg';
import comment from '@vscode/codicons/src/icons/comment.svg';
import passFilled from '@vscode/codicons/src/icons/pass-filled.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import sync from '@vscode/codicons/src/icons/sync.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { domainOf } from '../../model/jid.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { connectionText } from '../../words/connection-text.ts';
import { icon } from '../kit/icon.ts';
import { refusedCountText } from '../../words/record-count-text.ts';
import { pendingCount, unreadCount } from '../../model/desk/session-lists.ts';
import { versionText } from '../../words/version-text.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { SliceController } from '../kit/slice-controller.ts';

/**
 * The connection in words, and what waits for the agent.
 *
 * @tag backchannel-status-bar
 */
@customElement('backchannel-status-bar')
@localized()
export class StatusBar extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: flex;
        gap: 14px;
        align-items: center;
        padding-inline: 10px;
        overflow: hidden;
        font-size: 12px;
        white-space: nowrap;
      }
      .item {
        display: flex;
        flex: none;
        gap: 4px;
        align-items: center;
      }
      button.item {
        flex: 0 1000 auto;
        min-inline-size: 24px;
        min-block-size: 22px;
        border: 0;
        padding: 0;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
      .version {
        min-inline-size: 0;
      }
      .version > .item {
        flex: auto;
        min-inline-size: 0;
      }
      .connection {
        flex: 0 1 auto;
        min-inline-size: 0;
      }
      .account {
        flex: 0 10000 auto;
      }
    `,
  ];

  /** Opens the list of records that the contact service hasn't taken. */
  @property({ attribute: false }) openRecords: (() => void) | undefined;

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  #version: Workspace['version'];
  #unfollowVersion: (() => void) | undefined;
  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #records = new SliceController<'unsent-records'>(this, () => ({ kind: 'unsent-records' }));

  constructor() {
    super();
    new ContextConsumer(this, {
      context: workspaceContext,
      subscribe: true,
      callback: (workspace) => {
        this.#unfollowVersion?.();
        this.#version = workspace?.version;
        this.#unfollowVersion = this.#version?.follow(() => this.requestUpdate());
      },
    });
    new ClockController(this, () => this.#overview.slice?.connection.status === 'reconnecting');
  }

  override render(): TemplateResult | typeof nothing {
    const overview = this.#overview.slice;
    if (!overview) return nothing;

    const { connection, me, lock } = overview;
    const words = connectionText(connection);
    const pending = pendingCount(overview);
    const unread = unreadCount(overview, this.active);
    const refused = (this.#records.slice ?? []).filter(({ refusal }) => refusal).length;
    const isConnected = connection.status === 'connected';
    return html`
      <span class="item connection" title=${words}>${icon(isConnected ? passFilled : connection.status === 'signed-out' ? disconnect : sync)}<bdi class="clip">${words}</bdi></span>
      <span class="visually-hidden" aria-live="polite">${connection.status === 'reconnecting' ? msg('The connection is cut. Reconnecting.') : ''}</span>
      ${me ? html`<span class="clip muted account" title=${me.jid} dir="auto">${me.name} · ${isConnected ? connection.domain : domainOf(me.jid)}</span>` : nothing}
      <span class="grow"></span>
      ${this.#renderVersion()}
      ${refused > 0 && this.openRecords ? html`<button class="item" title=${refusedCountText(refused)} @click=${this.openRecords}>${icon(warning)}<bdi class="clip">${refusedCountText(refused)}</bdi></button>` : nothing}
      ${
        me || lock
          ? html`${counter(bell, pending, msg(str`${pending} pending`))}${counter(comment, unread, msg(str`${unread} unread`))}`
          : nothing
      }
    `;
  }

  /** Says that Backchannel was updated while this page, or another one, was open. */
  #renderVersion(): TemplateResult {
    const standing = this.#version?.standing ?? 'same';
    const words = standing === 'same' ? '' : versionText(standing);
    const line = html`${icon(warning)}<bdi class="clip">${words}</bdi>`;
    return html`<span class="version" role="status">${
      standing === 'same'
        ? nothing
        : standing === 'view-is-older'
          ? html`<button class="item" title=${words} @click=${() => location.reload()}>${line}</button>`
          : html`<span class="item" title=${words}>${line}</span>`
    }</span>`;
  }
}

function counter(shape: string, count: number, words: string): TemplateResult {
  return html`<span class="item" title=${words}>
    ${icon(shape)}<span aria-hidden="true">${count}</span><span class="visually-hidden">${words}</span>
  </span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-status-bar': StatusBar;
  }
}
