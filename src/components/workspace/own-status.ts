import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import lockIcon from '@vscode/codicons/src/icons/lock.svg';
import signOutIcon from '@vscode/codicons/src/icons/sign-out.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import { OWN_AVAILABILITIES, type OwnStatus } from '../../model/agent.ts';
import { NO_POLICY, type Policy } from '../../model/policy.ts';
import { NOT_READY_REASONS } from '../../model/settings.ts';
import '../kit/action-menu.ts';
import type { ActionMenu, MenuItem } from '../kit/action-menu.ts';
import { availabilityDot, availabilityDotStyles } from '../kit/availability-dot.ts';
import { agentStatusText } from '../../words/availability-text.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { icon } from '../kit/icon.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { shortcutWith } from '../../words/shortcut-keys.ts';
import { signOut } from '../sign-in/sign-out.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/** Every status that the menu offers, in its order. */
export function ownStatuses({ notReadyReasons = NOT_READY_REASONS }: Pick<Policy, 'notReadyReasons'>): readonly OwnStatus[] {
  return OWN_AVAILABILITIES.flatMap((availability): OwnStatus[] =>
    availability === 'not-ready' ? [{ availability }, ...notReadyReasons.map((reason) => ({ availability, reason }))] : [{ availability }],
  );
}

/**
 * The agent's own status, and the menu that changes it.
 *
 * @tag backchannel-own-status-view
 */
@customElement('backchannel-own-status-view')
@localized()
export class OwnStatusButton extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    availabilityDotStyles,
    css`
      :host {
        position: relative;
        min-inline-size: 0;
      }
      .refusal {
        position: absolute;
        z-index: 1;
        inset-block-start: calc(100% + 4px);
        inset-inline-end: 0;
        inline-size: max-content;
        max-inline-size: 240px;
        margin: 0;
        padding: 4px 8px;
        border: 1px solid var(--vscode-panel-border);
        border-radius: 4px;
        background: var(--vscode-sideBar-background);
        color: var(--vscode-foreground);
        font-size: 12px;
      }
      button {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        max-inline-size: 100%;
        block-size: 26px;
        padding-inline: 8px;
        border: 1px solid var(--vscode-dropdown-border);
        border-radius: 4px;
        background: var(--vscode-input-background);
      }
    `,
  ];

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  @state() private isOpen = false;
  /** The sentence that says why the last action wasn't done. It stays until the agent does something, because it covers what is below it. */
  @state() private refusal = '';

  @query('backchannel-action-menu') private menu!: ActionMenu;

  #dismissal: AbortController | undefined;
  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  #open(event: Event): void {
    this.isOpen = true;
    void this.menu.open(
      event.currentTarget as Element,
      () => this.#items,
      () => (this.isOpen = false),
    );
  }

  get #items(): MenuItem[] {
    const { me, settings, policy = NO_POLICY } = this.#overview.slice ?? {};
    const current = me?.status;
    const statuses = ownStatuses(policy).map((status): MenuItem => ({
      label: agentStatusText(status),
      isChecked: status.availability === current?.availability && status.reason === current.reason,
      run: () => void this.#choose(status),
    }));
    return [
      ...statuses,
      {
        label: msg('Lock'),
        icon: lockIcon,
        shortcut: shortcutWith('L', settings?.shortcuts),
        isFirstOfGroup: true,
        run: () => void this.lock(),
      },
      { label: msg('Sign Out'), icon: signOutIcon, isFirstOfGroup: true, run: () => void this.signOut() },
    ];
  }

  async #choose(status: OwnStatus): Promise<void> {
    if (this.workspace) this.#tell(await refusalOf(this.workspace.commands.setStatus(status)));
  }

  /** Locks the desk, or says why it wasn't locked. */
  async lock(): Promise<void> {
    if (this.workspace) this.#tell(await refusalOf(this.workspace.commands.lock({})));
  }

  /** Asks whether the agent means it, and signs out; or says why that wasn't done. */
  async signOut(): Promise<void> {
    if (this.workspace) this.#tell(await signOut(this.workspace, this.renderRoot));
  }

  #tell(refusal: string): void {
    this.#dismissal?.abort();
    this.refusal = refusal;
    if (refusal) {
      const { signal } = (this.#dismissal = new AbortController());
      for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => this.#tell(''), { signal, capture: true });
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#tell('');
  }

  override render(): TemplateResult | typeof nothing {
    const me = this.#overview.slice?.me;
    if (!me) return nothing;

    const words = agentStatusText(me.status);
    return html`
      <button
        aria-haspopup="menu"
        aria-expanded=${this.isOpen}
        aria-label=${msg(str`Your status: ${words}`)}
        title=${`${me.name} (${me.logon})`}
        @click=${this.#open}
      >
        ${availabilityDot(me.status.availability)}<bdi class="clip">${words}</bdi>${icon(chevronDown)}
      </button>
      <div role="alert">${this.refusal ? html`<p class="refusal">${this.refusal}</p>` : nothing}</div>
      <backchannel-action-menu label=${msg('Your status')}></backchannel-action-menu>
      <backchannel-sign-out-question></backchannel-sign-out-question>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-own-status-view': OwnStatusButton;
  }
}
