import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ImSessionView } from '../model/workspace.ts';
import { activeInteractionContext, type ActiveInteraction } from './active-interaction.ts';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { ClockController } from './clock-controller.ts';
import { contactText, mediumText } from './consultation-text.ts';
import { icon } from './icon.ts';
import { consultationsAbout } from './interaction-tabs.ts';
import { rowStyles } from './row.styles.ts';
import { sessionStatusText } from './session-status-text.ts';
import { SliceController } from './slice-controller.ts';
import { elapsedText } from './time-format.ts';

/**
 * On top of the Team Communicator where it was opened for a consultation: about what, and the consultations that there are.
 *
 * @tag backchannel-active-consultations
 */
@customElement('backchannel-active-consultations')
@localized()
export class ActiveConsultations extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    rowStyles,
    css`
      :host {
        display: block;
      }
      .about {
        display: flex;
        gap: 6px;
        align-items: center;
        padding-inline: 14px 4px;
        border-inline-start: 2px solid var(--vscode-focusBorder);
      }
      .about span {
        flex: 1;
      }
      h3 {
        margin: 0;
        padding: 4px 14px 2px;
        font-size: 11px;
        font-weight: 600;
      }
      ul {
        margin: 0 0 4px;
        padding: 0;
        list-style: none;
      }
    `,
  ];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  constructor() {
    super();
    new ClockController(this, () => this.#sessions.length > 0);
  }

  get #sessions(): readonly ImSessionView[] {
    const about = this.active?.consulting;
    return about === undefined ? [] : consultationsAbout(about, this.#overview.slice?.sessions ?? []).filter(({ state }) => state.status !== 'ended');
  }

  override render(): TemplateResult | typeof nothing {
    const interaction = this.#overview.slice?.interactions.find(({ id }) => id === this.active?.consulting);
    if (!interaction) {
      return nothing;
    }
    const leave = msg('Start no consultation');
    const sessions = this.#sessions;
    return html`
      <div class="about">
        <span class="clip">${msg(str`Ask about ${mediumText(interaction.media)}, ${contactText(interaction.contact.name)}`)}</span>
        <button class="icon-button" aria-label=${leave} title=${leave} @click=${() => this.active?.consult(undefined)}>${icon(close)}</button>
      </div>
      ${sessions.length
        ? html`<div role="group" aria-labelledby="heading">
            <h3 id="heading">${msg('Active Consultations')}</h3>
            <ul>${repeat(sessions, ({ id }) => id, (session) => this.#renderSession(session))}</ul>
          </div>`
        : nothing}
    `;
  }

  #renderSession({ id, peerName, peerLogon, state }: ImSessionView): TemplateResult {
    const how = state.status === 'connected' ? elapsedText(Date.now() - state.since) : sessionStatusText(state);
    return html`<li>
      <button class="row" title=${msg(str`Open the consultation with ${peerName}`)} @click=${() => this.active?.show(id, { isFocusWanted: true })}>
        ${icon(commentDiscussion)}<bdi class="name">${peerName}</bdi><span class="meta muted"><bdi>${peerLogon}</bdi> · ${msg('IM')}, ${how}</span>
      </button>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-active-consultations': ActiveConsultations;
  }
}
