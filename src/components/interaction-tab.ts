import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import personAdd from '@vscode/codicons/src/icons/person-add.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { InteractionView } from '../model/interaction.ts';
import { activeInteractionContext, type ActiveInteraction } from './active-interaction.ts';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { ClockController } from './clock-controller.ts';
import { contactText, interactionStatusText, mediumIcon, mediumText } from './consultation-text.ts';
import { icon } from './icon.ts';
import './shared-context.ts';
import { panelStyles } from './panel.styles.ts';
import { elapsedText } from './time-format.ts';

/**
 * An active interaction with a contact: who it is, how it stands, its case data, and the way to ask a colleague about it.
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
      @container (max-width: 380px) {
        .words {
          flex-basis: 4em;
        }
        .label {
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

  @query('.button') private button!: HTMLElement | null;

  constructor() {
    super();
    new ClockController(this, () => this.interaction.status !== 'ended');
  }

  /** Moves the focus to Start Consultation. */
  override focus(): void {
    this.button?.focus();
  }

  override render(): TemplateResult {
    const { id, media, contact, status, startedAt } = this.interaction;
    const start = msg('Start Consultation');
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
      </div>
      <backchannel-shared-context of="interaction" .sourceId=${id}></backchannel-shared-context>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-interaction-tab': InteractionTabView;
  }
}
