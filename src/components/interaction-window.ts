import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ImSessionView } from '../model/workspace.ts';
import './action-menu.ts';
import type { ActionMenu } from './action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from './active-interaction.ts';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { icon } from './icon.ts';
import './im-window.ts';
import type { ImWindow } from './im-window.ts';
import { interactionWindowStyles } from './interaction-window.styles.ts';
import { canBeMarkedDone, sessionsWithTab, unreadIn } from './session-lists.ts';
import { SliceController } from './slice-controller.ts';

/**
 * The Interaction window: a tab per interaction, and the one that is active.
 *
 * @tag backchannel-interaction-window
 */
@customElement('backchannel-interaction-window')
@localized()
export class InteractionWindow extends LitElement {
  static override styles = [baseStyles, buttonStyles, interactionWindowStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;
  /** Not every tab fits. */
  @state() private isOverflowing = false;

  @query('.tabs') private tabs!: HTMLElement | null;
  @query('backchannel-action-menu') private menu!: ActionMenu;
  @query('backchannel-im-window') private imWindow!: ImWindow | null;

  #revealed = '';
  #measured = '';
  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #resizes = new ResizeObserver(() => this.#measure());

  /** Moves the focus to the message field of the active interaction; to its tab when it has none. */
  async focusMessage(): Promise<void> {
    await this.updateComplete;
    await this.imWindow?.focusMessage();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Measuring costs a layout: only when the tabs have changed.
    const shape = this.#sessions.map((session) => `${session.id} ${unreadIn(session, this.active)}`).join();
    if (shape !== this.#measured) {
      this.#measured = shape;
      this.#measure();
    }
    const shown = this.active?.sessionId ?? '';
    if (shown !== this.#revealed) {
      this.#revealed = shown;
      this.#reveal(this.#selectedTab);
    }
  }

  get #sessions(): readonly ImSessionView[] {
    return sessionsWithTab(this.#overview.slice, this.active?.sessionId);
  }

  get #selectedTab(): HTMLElement | null | undefined {
    return this.tabs?.querySelector<HTMLElement>('[aria-selected="true"]');
  }

  #measure(): void {
    this.isOverflowing = this.tabs !== null && this.tabs.scrollWidth > this.tabs.clientWidth + 1;
  }

  /** Scrolls the tab strip only: scrollIntoView would move the page around an embedded workspace too. */
  #reveal(tab: HTMLElement | null | undefined): void {
    if (tab && this.tabs) {
      const strip = this.tabs.getBoundingClientRect();
      const { left, right } = tab.getBoundingClientRect();
      this.tabs.scrollLeft += left < strip.left ? left - strip.left : Math.max(0, right - strip.right);
    }
  }

  #onKeydown(event: KeyboardEvent): void {
    const sessions = this.#sessions;
    const current = sessions.findIndex((session) => session.id === this.active?.sessionId);
    const isRtl = getComputedStyle(this).direction === 'rtl';
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
    const session = sessions[current];
    if (step) {
      void this.#select(sessions[(current + step + sessions.length) % sessions.length]);
    } else if (event.key === 'Home') {
      void this.#select(sessions[0]);
    } else if (event.key === 'End') {
      void this.#select(sessions.at(-1));
    } else if (event.key === 'Delete' && session) {
      this.#markDone(session);
    } else {
      return;
    }
    event.preventDefault();
  }

  async #select(session: ImSessionView | undefined): Promise<void> {
    if (session) {
      this.active?.show(session.id);
      await this.updateComplete;
      this.#selectedTab?.focus({ preventScroll: true });
      this.#reveal(this.#selectedTab);
    }
  }

  #markDone(session: ImSessionView): void {
    if (canBeMarkedDone(session)) {
      void this.#overview.workspace?.commands.markDone({ sessionId: session.id }).catch(() => undefined);
    }
  }

  #onAuxClick(event: MouseEvent, session: ImSessionView): void {
    if (event.button === 1) {
      event.preventDefault();
      this.#markDone(session);
    }
  }

  #openMenu(event: Event): void {
    const items = this.#sessions.map((session) => ({
      label: tabName(session, unreadIn(session, this.active)),
      isChecked: session.id === this.active?.sessionId,
      run: () => void this.#select(session),
    }));
    void this.menu.open(event.currentTarget as Element, items);
  }

  override render(): TemplateResult {
    const sessions = this.#sessions;
    const shown = sessions.find((session) => session.id === this.active?.sessionId);
    const isReconnecting = this.#overview.slice?.connection.status === 'reconnecting';
    if (!sessions.length) {
      return html`<p class="empty muted">${msg('No interaction is open. Find a colleague in the Team Communicator and send an instant message.')}</p>`;
    }
    return html`
      <div class="bar">
        <div class="tabs" role="tablist" aria-label=${msg('Interactions')} @keydown=${this.#onKeydown}>
          ${repeat(sessions, (session) => session.id, (session, index) => this.#renderTab(session, session === shown || (!shown && index === 0)))}
        </div>
        ${this.isOverflowing
          ? html`<button
              class="icon-button"
              aria-haspopup="menu"
              aria-label=${msg('All interactions')}
              title=${msg('All interactions')}
              @click=${this.#openMenu}
            >
              ${icon(chevronDown)}
            </button>`
          : nothing}
      </div>
      ${shown
        ? keyed(
            shown.id,
            html`<div class="panel" role="tabpanel" id="panel" aria-labelledby=${`tab-${shown.id}`}>
              <backchannel-im-window
                .session=${shown}
                .isReconnecting=${isReconnecting}
                .canRelease=${this.#overview.slice?.policy.privileges.canRelease ?? true}
              ></backchannel-im-window>
            </div>`,
          )
        : nothing}
      <backchannel-action-menu label=${msg('All interactions')}></backchannel-action-menu>
    `;
  }

  #renderTab(session: ImSessionView, isTabStop: boolean): TemplateResult {
    const isSelected = session.id === this.active?.sessionId;
    const unread = unreadIn(session, this.active);
    return html`<div
      class="tab"
      role="tab"
      id="tab-${session.id}"
      tabindex=${isTabStop ? 0 : -1}
      aria-selected=${isSelected}
      aria-controls=${isSelected ? 'panel' : nothing}
      aria-label=${tabName(session, unread)}
      title=${session.peerName}
      @click=${() => void this.#select(session)}
      @auxclick=${(event: MouseEvent) => this.#onAuxClick(event, session)}
    >
      ${icon(commentDiscussion)}<bdi class="clip">${session.peerLogon}</bdi>
      ${unread ? html`<span class="badge">${unread}</span>` : nothing}
      ${isSelected && canBeMarkedDone(session)
        ? html`<span
            class="close"
            title=${msg('Mark Done (Delete)')}
            @click=${(event: Event) => {
              event.stopPropagation();
              this.#markDone(session);
            }}
            >${icon(close)}</span
          >`
        : nothing}
    </div>`;
  }
}

/** "bmartin, 2 unread" */
function tabName({ peerLogon }: ImSessionView, unread: number): string {
  return unread ? msg(str`${peerLogon}, ${unread} unread`) : peerLogon;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-interaction-window': InteractionWindow;
  }
}
