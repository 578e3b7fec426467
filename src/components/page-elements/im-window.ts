import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { callOfSession } from '../../model/desk/call-lists.ts';
import { sessionsWithTab } from '../../model/desk/session-lists.ts';
import { isSameTab, tabOfSession } from '../../model/desk/tab-ref.ts';
import type { ImSessionView, Overview } from '../../model/workspace.ts';
import type { ImWindow } from '../im-window/im-window.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { FocusWishController } from './focus-wish.ts';
import { PageElement, renderLine } from './page-element.ts';

/**
 * One IM session: its status and what can be done with it, the transcript, the message field.
 *
 * @tag backchannel-im-window
 * @attr session-id - The session that is shown. Without it the element follows the agent: it shows the session that they have brought up last.
 * @slot empty - What stands there while there is no session to show, in place of a line that says so.
 * @cssprop --backchannel-own-logon - The colour of the agent's own logon in the transcript.
 * @cssprop --backchannel-peer-logon - The colour of the other side's.
 */
@customElement('backchannel-im-window')
export class ImWindowElement extends PageElement {
  static override styles = [
    PageElement.styles,
    css`
      :host {
        min-block-size: 240px;
        background: var(--vscode-editor-background);
      }
    `,
  ];

  /** The session that is shown, by its id; the same as the attribute. */
  @property({ attribute: 'session-id' }) sessionId = '';

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;
  @query('backchannel-im-window-view') private view!: ImWindow | null;

  /** The session that the agent was at last, for when they are at an interaction with a contact. */
  #followed: string | undefined;

  constructor() {
    super();
    new FocusWishController(this, {
      isShown: (target) => target !== 'team-communicator' && isSameTab(target, this.#shownTab),
      find: () => this.view,
    });
  }

  /** Moves the focus to the message field. */
  override focus(): void {
    this.view?.focus();
  }

  get #shown(): ImSessionView | undefined {
    const { sessions = [] } = this.desk ?? {};
    if (this.sessionId) return sessions.find(({ id }) => id === this.sessionId);

    const tab = this.active?.tab;
    if (tab?.of === 'session') this.#followed = tab.id;
    const shown = sessionsWithTab(this.desk, tab);
    return shown.find(({ id }) => id === this.#followed) ?? shown.at(-1);
  }

  get #shownTab() {
    const session = this.#shown;
    return session && tabOfSession(session.id);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // The view is loaded with the first session, so that a page needn't wait for it.
    if (this.desk?.sessions.length) void import('../im-window/im-window.ts');
  }

  protected override renderView(overview: Overview): unknown {
    const session = this.#shown;
    return session
      ? keyed(session.id, renderWindow(session, overview))
      : html`<slot name="empty">${renderLine(msg('No conversation is open.'))}</slot>`;
  }
}

function renderWindow(session: ImSessionView, overview: Overview): TemplateResult {
  return html`<backchannel-im-window-view
    .session=${session}
    .call=${callOfSession(session.id, overview)}
    .isReconnecting=${overview.connection.status === 'reconnecting'}
    .canRelease=${overview.policy?.privileges.canRelease ?? true}
  ></backchannel-im-window-view>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-im-window': ImWindowElement;
  }
}
