import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import arrowLeft from '@vscode/codicons/src/icons/arrow-left.svg';
import comment from '@vscode/codicons/src/icons/comment.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { PastSession } from '../../model/session/past-session.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { historySessionStyles } from './history-session.styles.ts';
import { summaryText } from './history-text.ts';
import { icon } from '../kit/icon.ts';
import '../im-window/im-transcript.ts';
import type { ImTranscript } from '../im-window/im-transcript.ts';
import { panelStyles } from '../kit/panel.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { NOBODY_YET } from '../../model/session/im-session.ts';
import { TargetActions } from '../team-communicator/target-actions.ts';
import { fullTimeText } from '../../words/date-format.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';

/**
 * Shows a past session, and lets the agent write to its peer again.
 *
 * @tag backchannel-history-session
 */
@customElement('backchannel-history-session')
@localized()
export class HistorySession extends LitElement {
  static override styles = [baseStyles, buttonStyles, panelStyles, historySessionStyles];

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  /** The session; one element shows one session all its life. */
  @property({ attribute: false }) session!: PastSession;
  /** Called to go back to the list. */
  @property({ attribute: false }) back: (() => void) | undefined;

  /** The sentence that says why the last action wasn't done. */
  @state() private said = '';

  @query('backchannel-im-transcript') private transcript!: ImTranscript | null;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #actions = new TargetActions({
    rights: () => ({ canMake: this.#canMake }),
    commands: () => this.workspace?.commands,
    showMembers: () => undefined,
    showSession: (sessionId) => this.active?.show(tabOfSession(sessionId), { isFocusWanted: true }),
    say: (words) => (this.said = words),
  });

  get #canMake(): boolean {
    return this.#overview.slice?.policy.privileges.canMake ?? true;
  }

  /** Moves the focus to the transcript. */
  override focus(): void {
    this.transcript?.focus();
  }

  #write(): void {
    const { peer: jid, peerName: name, peerStatus: status, group } = this.session;
    if (group && jid === NOBODY_YET) this.#actions.askGroup(group);
    else this.#actions.sendMessage({ jid, name, status });
  }

  override render(): TemplateResult {
    const session = this.session;
    return html`
      <div class="header">
        <button class="icon-button back" aria-label=${msg('Back to the list')} title=${msg('Back to the list')} @click=${() => this.back?.()}>
          ${icon(arrowLeft)}
        </button>
        <div class="what">
          <h2 class="clip" dir="auto">${session.peerName} <bdi class="logon muted">${session.peerLogon}</bdi></h2>
          <p class="clip muted" dir="auto">${summaryText(session)} · <time datetime=${new Date(session.createdAt).toISOString()}>${fullTimeText(session.createdAt)}</time></p>
        </div>
        ${this.#canMake ? this.#renderWrite() : nothing}
      </div>
      <div role="alert">${this.said ? html`<p class="notice">${icon(warning)}<span>${this.said}</span></p>` : nothing}</div>
      <backchannel-im-transcript .session=${session} .emptyText=${msg('Nothing of this session is stored in this browser.')}></backchannel-im-transcript>
    `;
  }

  #renderWrite(): TemplateResult {
    const { peerName, peerStatus } = this.session;
    const write = msg(str`Send an Instant Message to ${peerName}`);
    const isLoggedOff = peerStatus.availability === 'logged-off';
    return html`<button
      class="button secondary write"
      aria-label=${write}
      title=${isLoggedOff ? msg(str`${peerName} is logged off`) : write}
      aria-disabled=${isLoggedOff ? 'true' : nothing}
      @click=${() => this.#write()}
    >
      ${icon(comment)}<span class="label">${msg('Instant Message')}</span>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-history-session': HistorySession;
  }
}
