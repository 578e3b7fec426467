import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import personAdd from '@vscode/codicons/src/icons/person-add.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Workspace } from '../channel/workspace.ts';
import type { InteractionView } from '../model/interaction.ts';
import { activeInteractionContext, type ActiveInteraction } from './active-interaction.ts';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { ClockController } from './clock-controller.ts';
import { contactText, interactionStatusText, mediumIcon, mediumText } from './consultation-text.ts';
import { icon } from './icon.ts';
import './shared-context.ts';
import { panelStyles } from './panel.styles.ts';
import { refusalOf } from './refusal-text.ts';
import { elapsedText } from './time-format.ts';
import { workspaceContext } from './workspace-context.ts';

/**
 * An active interaction with a contact: who it is, how it stands, its case data, and the way to ask a colleague about it. The agent can
 * close it where its page doesn't.
 *
 * @tag backchannel-interaction-tab
 */
@customElement('backchannel-interaction-tab')
@localized()
export class InteractionTabView extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    panelStyles,
    css`
      h2 {
        flex: 0 1 auto;
        margin: 0;
        font: inherit;
        font-weight: 600;
      }
      .words {
        flex: 1 1 0;
      }
      backchannel-shared-context {
        flex: 1;
      }
      .closing,
      .answers {
        display: flex;
        flex: none;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .closing {
        padding: 8px 12px;
        border-block-end: 1px solid var(--vscode-panel-border);
        background: var(--vscode-editorWidget-background);
      }
      .closing p {
        flex: 1 1 14em;
        margin: 0;
      }
      @container (max-width: 380px) {
        .words {
          flex-basis: 4em;
        }
        .header .label {
          display: none;
        }
      }
    `,
  ];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  /** The interaction; one element shows one all its life. */
  @property({ attribute: false }) interaction!: InteractionView;
  /** The agent may start sessions. */
  @property({ type: Boolean }) canMake = true;

  /** The agent was asked whether it shall be closed. */
  @state() private isClosing = false;
  @state() private refusal = '';

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  @query('.header .button, .header .icon-button') private button!: HTMLElement | null;
  @query('.close-button') private closeButton!: HTMLElement;
  @query('.closing .button') private confirmButton!: HTMLElement | null;

  constructor() {
    super();
    new ClockController(this, () => this.interaction.status !== 'ended');
  }

  /** Moves the focus to Start Consultation. */
  override focus(): void {
    this.button?.focus();
  }

  async #askToClose(): Promise<void> {
    this.isClosing = true;
    await this.updateComplete;
    this.confirmButton?.focus();
  }

  #keepOpen(): void {
    this.isClosing = false;
    this.refusal = '';
    this.closeButton.focus();
  }

  #onClosingKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.#keepOpen();
    }
  }

  async #close(): Promise<void> {
    if (this.workspace) {
      this.refusal = await refusalOf(this.workspace.commands.abandonInteraction({ id: this.interaction.id }));
    }
  }

  override render(): TemplateResult {
    const { id, media, contact, status, startedAt } = this.interaction;
    const start = msg('Start Consultation');
    const closing = msg('Close Interaction');
    return html`
      <div class="header">
        ${icon(mediumIcon(media))}
        <h2 class="clip"><bdi>${contactText(contact.name)}</bdi></h2>
        <span class="words clip muted">
          ${mediumText(media)} · ${interactionStatusText(status)}${status === 'ended' ? nothing : html` · <span role="timer">${elapsedText(Date.now() - startedAt)}</span>`}
        </span>
        ${this.canMake
          ? html`<button class="button" aria-label=${start} title=${start} @click=${() => this.active?.consult(id)}>
              ${icon(personAdd)}<span class="label">${start}</span>
            </button>`
          : nothing}
        <button class="icon-button close-button" aria-label=${closing} title=${closing} aria-expanded=${this.isClosing} @click=${() => void this.#askToClose()}>
          ${icon(close)}
        </button>
      </div>
      ${this.isClosing
        ? html`<div class="closing" role="alertdialog" aria-labelledby="closing-text" @keydown=${this.#onClosingKeydown}>
            <p id="closing-text">${this.refusal || msg('Close it here? In the program that it comes from it stays as it is. Consultations about it go on.')}</p>
            <span class="answers">
              <button class="button" @click=${() => void this.#close()}>${closing}</button>
              <button class="button secondary" @click=${this.#keepOpen}>${msg('Keep Open')}</button>
            </span>
          </div>`
        : nothing}
      <backchannel-shared-context of="interaction" .sourceId=${id}></backchannel-shared-context>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-interaction-tab': InteractionTabView;
  }
}
