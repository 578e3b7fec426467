import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import account from '@vscode/codicons/src/icons/account.svg';
import inbox from '@vscode/codicons/src/icons/inbox.svg';
import organization from '@vscode/codicons/src/icons/organization.svg';
import watch from '@vscode/codicons/src/icons/watch.svg';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { randomId } from '../../channel/random-id.ts';
import type { CommandResult, TargetsSlice } from '../../channel/contract.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';
import type { AgentTarget, GroupTarget } from '../../model/internal-target.ts';
import { type NamedGroup, targetKeyOf } from '../../model/target-ref.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import '../kit/action-menu.ts';
import type { ActionMenu, MenuItem } from '../kit/action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { icon } from '../kit/icon.ts';
import { SliceController } from '../kit/slice-controller.ts';

/** How many of each are proposed, and among how many they are looked for. */
const MOST_GROUPS = 3;
const MOST_AGENTS = 5;
const ROWS = { first: 0, count: 50 } as const;

/**
 * The button *Ask Someone Else* of a session that nobody has taken. Its menu proposes the groups of whom was asked, and colleagues in the first of them
 * who are ready; where a group was asked, also to wait in line for it, or to write to all in it. It is drawn into the tree around it, and has the styles of the buttons there.
 *
 * @tag backchannel-ask-else
 */
@customElement('backchannel-ask-else')
@localized()
export class AskElse extends LitElement {
  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  /** The session in which nobody has answered. */
  @property({ attribute: false }) session!: ImSessionView;

  /** Whether the agent has asked for the proposals, which are looked for only then. */
  @state() private isWanted = false;
  /** Why it wasn't done. */
  @state() private refusal = '';

  @query('button') private button!: HTMLElement;
  @query('backchannel-action-menu') private menu!: ActionMenu;

  readonly #groups = new SliceController<'targets'>(this, () =>
    this.isWanted ? { kind: 'targets', search: '', filter: 'groups', ...ROWS } : undefined,
  );
  /** Whom the agent has asked, whose groups are proposed. */
  readonly #asked = new SliceController<'targets'>(this, () =>
    this.isWanted && !this.session.group ? { kind: 'targets', search: this.session.peerLogon, filter: 'agents', ...ROWS } : undefined,
  );
  readonly #colleagues = new SliceController<'targets'>(this, () => {
    if (!this.isWanted || !this.#isKnown) return undefined;
    const [group] = this.#proposedGroups;
    return { kind: 'targets', search: '', filter: 'agents', ...(group ? { membersOf: { kind: group.kind, id: group.id } } : {}), ...ROWS };
  });
  #isOpening = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override updated(): void {
    if (this.#isOpening && this.#isKnown && this.#colleagues.slice) {
      this.#isOpening = false;
      void this.menu.open(
        this.button,
        () => this.#items,
        () => (this.isWanted = false),
      );
    } else this.menu.refresh();
  }

  /** Whether it is known which groups to propose. */
  get #isKnown(): boolean {
    return this.#groups.slice !== undefined && (this.session.group !== undefined || this.#asked.slice !== undefined);
  }

  get #proposedGroups(): readonly GroupTarget[] {
    const { group, peer } = this.session;
    const all = rowsOf(this.#groups.slice).filter((row) => row.kind !== 'agent');
    if (group) return byReadiness(all.filter((row) => targetKeyOf(row) !== targetKeyOf(group))).slice(0, MOST_GROUPS);
    const own = agentsIn(this.#asked.slice).find(({ jid }) => jid === peer)?.groups ?? [];
    return all.filter(({ kind, id }) => kind === 'group' && own.includes(id)).slice(0, MOST_GROUPS);
  }

  get #items(): readonly MenuItem[] {
    const { peer } = this.session;
    const ready = agentsIn(this.#colleagues.slice).filter(({ jid, status }) => jid !== peer && status.availability === 'ready');
    const groups = this.#proposedGroups.map(({ kind, id, name, ready: count, total }): MenuItem => ({
      label: msg(str`Ask ${name}`),
      icon: organization,
      ...(count === undefined || total === undefined ? {} : { note: msg(str`${count} of ${total} ready`) }),
      run: () => void this.#ask({ kind, id, name }, name),
    }));
    const agents = ready
      .slice(0, MOST_AGENTS)
      .map(({ jid, name }, index): MenuItem => ({
        label: msg(str`Ask ${name}`),
        icon: account,
        isFirstOfGroup: index === 0 && groups.length > 0,
        run: () => void this.#ask({ kind: 'agent', jid }, name),
      }));
    const nobody: MenuItem = { label: msg('Nobody else is ready'), disabledReason: msg('Nobody else is ready'), run: () => undefined };
    const others = groups.length + agents.length > 0 ? [...groups, ...agents] : [nobody];
    return [...this.#ownGroupItems, ...others];
  }

  /** What can be done with the group itself that was asked. */
  get #ownGroupItems(): readonly MenuItem[] {
    const { group, state, askedAs } = this.session;
    // Of a call there is no message that could wait.
    if (!group || state.status === 'inviting' || askedAs === 'call') return [];
    return [
      {
        label: msg(str`Wait in Line for ${group.name}`),
        icon: watch,
        note: msg('Your message is sent by itself as soon as somebody is ready'),
        run: () => void this.#askAgain('waitInLine'),
      },
      {
        label: msg(str`Write to All in ${group.name}`),
        icon: inbox,
        note: msg('It waits in the list of every member; the first to accept answers'),
        run: () => void this.#askAgain('leaveForAll'),
      },
    ];
  }

  #open(): void {
    this.refusal = '';
    this.isWanted = true;
    this.#isOpening = true;
  }

  async #ask(to: NamedGroup | Pick<AgentTarget, 'kind' | 'jid'>, name: string): Promise<void> {
    const commands = this.#groups.workspace?.commands;
    if (!commands) return;
    await this.#show(commands.askElse({ sessionId: randomId(), from: this.session.id, to }), name);
  }

  async #askAgain(how: 'waitInLine' | 'leaveForAll'): Promise<void> {
    const commands = this.#groups.workspace?.commands;
    if (commands)
      await this.#show(commands[how]({ sessionId: randomId(), from: this.session.id, messageId: randomId() }), this.session.peerName);
  }

  /** Shows the session that a command has begun, or says why it hasn't. */
  async #show(outcome: Promise<CommandResult>, name: string): Promise<void> {
    this.refusal = await refusalOf(outcome, name);
    const result = this.refusal ? undefined : await outcome;
    if (result && !result.refused && result.sessionId !== undefined)
      this.active?.show(tabOfSession(result.sessionId), { isFocusWanted: true });
  }

  override render(): TemplateResult {
    const isGroup = this.session.group !== undefined;
    const label = isGroup ? msg('Other Ways to Ask') : msg('Ask Someone Else');
    const title = isGroup ? msg('Wait in line, write to all, or ask somebody else') : msg('Ask somebody else with the same message');
    return html`<button
        class="button secondary"
        aria-haspopup="menu"
        aria-label=${label}
        title=${title}
        @click=${() => this.#open()}
      >
        ${icon(organization)}<span class="label">${label}</span>
      </button>
      <span class=${isGroup ? 'refusal' : 'visually-hidden'} role="alert">${this.refusal}</span>
      <backchannel-action-menu label=${label}></backchannel-action-menu>`;
  }
}

/** Groups of which somebody is ready come first, and those of which nobody is come last. */
function byReadiness(groups: readonly GroupTarget[]): readonly GroupTarget[] {
  const rank = ({ ready }: GroupTarget) => (ready === undefined ? 1 : ready > 0 ? 0 : 2);
  return [...groups].sort((a, b) => rank(a) - rank(b));
}

function rowsOf(slice: TargetsSlice | undefined): TargetsSlice['rows'] {
  return slice?.rows ?? [];
}

function agentsIn(slice: TargetsSlice | undefined): readonly AgentTarget[] {
  return rowsOf(slice).filter((row) => row.kind === 'agent');
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-ask-else': AskElse;
  }
}
