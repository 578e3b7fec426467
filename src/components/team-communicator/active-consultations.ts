import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import callOutgoing from '@vscode/codicons/src/icons/call-outgoing.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import comment from '@vscode/codicons/src/icons/comment.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { isActiveCall } from '../../model/call/active-call.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import type { MenuItem } from '../kit/action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { callOfSession } from '../../model/desk/call-lists.ts';
import { callStateText } from '../../words/call-text.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { contactText, mediumText } from '../../words/consultation-text.ts';
import { icon } from '../kit/icon.ts';
import { activeConsultations } from '../../model/desk/interaction-tabs.ts';
import { sessionStatusText } from '../../words/session-status-text.ts';
import { SliceController } from '../kit/slice-controller.ts';
import type { Addressee, TargetActions } from './target-actions.ts';
import { voiceConsultation } from './target-menu.ts';
import { elapsedText } from '../../words/time-format.ts';
import type { SessionId } from '../../model/ids.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';

/** What a row asks the Team Communicator around it to do. */
export interface ConsultationRowActions {
  readonly actions: TargetActions;
  /** Makes this consultation the one that the keys act on. */
  readonly choose: (sessionId: SessionId) => void;
  readonly openMenu: (anchor: Element, itemsNow: () => readonly MenuItem[]) => void;
}

/**
 * Stands on top of the Team Communicator when that was opened for a consultation: about which interaction, and the consultations that there are. It
 * is drawn into the tree around it and has its styles, because the search field there points at these rows by `aria-activedescendant`, which can't
 * name an element in another shadow tree.
 *
 * @tag backchannel-active-consultations
 */
@customElement('backchannel-active-consultations')
@localized()
export class ActiveConsultations extends LitElement {
  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  /** The id of the consultation that the keys act on. */
  @property() selectedId = '';
  @property({ attribute: false }) rowActions: ConsultationRowActions | undefined;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  constructor() {
    super();
    new ClockController(this, () => this.#sessions.length > 0);
  }

  /** Opens the Action menu of a consultation, at its row. */
  async openMenu(sessionId: SessionId): Promise<void> {
    await this.updateComplete;
    const anchor = this.querySelector(`#consultation-${CSS.escape(sessionId)} .more`);
    if (anchor) this.#openMenu(sessionId, anchor);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  get #sessions(): readonly ImSessionView[] {
    return activeConsultations(this.active?.consulting, this.#overview.slice?.sessions ?? []);
  }

  #open(sessionId: SessionId): void {
    this.active?.show(tabOfSession(sessionId), { isFocusWanted: true });
  }

  #openMenu(sessionId: SessionId, anchor: Element): void {
    let latest: ImSessionView | undefined;
    this.rowActions?.openMenu(anchor, () => {
      latest = this.#sessions.find(({ id }) => id === sessionId) ?? latest;
      return latest ? this.#menuOf(latest) : [];
    });
  }

  #menuOf(session: ImSessionView): readonly MenuItem[] {
    const { actions } = this.rowActions ?? {};
    const { peerName: name, peer } = session;
    const target: Addressee = { jid: peer, name, status: { availability: session.isPeerOffline ? 'logged-off' : 'unknown' } };
    const open: MenuItem = { label: msg('Open the Consultation'), icon: comment, run: () => this.#open(session.id) };
    const address: MenuItem = { label: msg('Copy Address'), icon: copy, isFirstOfGroup: true, run: () => actions?.copyAddress(peer) };
    if (!actions?.canCall) return [open, address];

    const voice = voiceConsultation(target, actions);
    return [{ ...voice, disabledReason: this.#callProblem(session) ?? voice.disabledReason }, open, address];
  }

  #callProblem({ id, isPlain, peerName }: ImSessionView): string | undefined {
    const call = callOfSession(id, this.#overview.slice);
    if (call && isActiveCall(call)) return msg(str`You are in a call with ${peerName} already`);

    return isPlain ? msg(str`${peerName} uses a program that takes no calls.`) : undefined;
  }

  override render(): TemplateResult | typeof nothing {
    const interaction = this.#overview.slice?.interactions.find(({ id }) => id === this.active?.consulting);
    if (!interaction) return nothing;

    const leave = msg('Start no consultation');
    const sessions = this.#sessions;
    return html`
      <div class="about">
        <bdi class="clip">${msg(str`Ask about ${mediumText(interaction.media)}, ${contactText(interaction.contact.name)}`)}</bdi>
        <button class="icon-button" aria-label=${leave} title=${leave} @click=${() => this.active?.consult(undefined)}>${icon(close)}</button>
      </div>
      ${
        sessions.length
          ? html`<div role="group" aria-labelledby="consultations-heading" class="consultations">
            <h3 id="consultations-heading">${msg('Active Consultations')}</h3>
            <div id="consultations" role="grid" aria-labelledby="consultations-heading" @mousedown=${(event: Event) => event.preventDefault()}>
              ${repeat(
                sessions,
                ({ id }) => id,
                (session) => this.#renderSession(session),
              )}
            </div>
          </div>`
          : nothing
      }
    `;
  }

  #renderSession({ id, peerName, peerLogon, state }: ImSessionView): TemplateResult {
    const isSelected = id === this.selectedId;
    const call = callOfSession(id, this.#overview.slice);
    const how = state.status === 'connected' ? elapsedText(Date.now() - state.since) : sessionStatusText(state);
    const words = [`${msg('IM')}, ${how}`, call && isActiveCall(call) ? callStateText(call) : ''].filter(Boolean).join(' · ');
    return html`<div
      class="row consultation ${isSelected ? 'selected' : ''}"
      role="row"
      id="consultation-${id}"
      aria-selected=${isSelected}
      @pointerdown=${() => this.rowActions?.choose(id)}
      @dblclick=${() => this.#open(id)}
      @contextmenu=${(event: Event) => {
        event.preventDefault();
        void this.openMenu(id);
      }}
    >
      <span class="target" role="gridcell" title=${`${peerName} · ${peerLogon} · ${words}`}>
        ${icon(call && isActiveCall(call) ? callOutgoing : commentDiscussion)}<bdi class="name">${peerName}</bdi><span class="meta muted"><bdi>${peerLogon}</bdi> · ${words}</span>
      </span>
      <span role="gridcell" class="buttons">
        ${renderButton(msg(str`Open the consultation with ${peerName}`), comment, isSelected, () => this.#open(id))}
        ${renderButton(msg(str`Actions for ${peerName}`), ellipsis, isSelected, (anchor) => this.#openMenu(id, anchor), 'more')}
      </span>
    </div>`;
  }
}

function renderButton(label: string, shape: string, isTabStop: boolean, run: (button: Element) => void, kind?: 'more'): TemplateResult {
  return html`<button
    class="icon-button ${kind ?? ''}"
    tabindex=${isTabStop ? 0 : -1}
    aria-label=${label}
    title=${label}
    aria-haspopup=${kind ? 'menu' : nothing}
    @click=${(event: Event) => run(event.currentTarget as Element)}
    @dblclick=${(event: Event) => event.stopPropagation()}
  >
    ${icon(shape)}
  </button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-active-consultations': ActiveConsultations;
  }
}
