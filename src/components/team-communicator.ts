import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TargetsSlice } from '../channel/contract.ts';
import { TARGET_FILTERS, targetKeyOf, type InternalTarget, type TargetFilter } from '../model/internal-target.ts';
import './action-menu.ts';
import type { ActionMenu } from './action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from './active-interaction.ts';
import { ActiveRowController } from './active-row-controller.ts';
import { availabilityDotStyles } from './availability-dot.ts';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { fieldStyles } from './field.styles.ts';
import { icon } from './icon.ts';
import { movedIndex } from './list-keys.ts';
import { rowStyles } from './row.styles.ts';
import { SliceController } from './slice-controller.ts';
import { TargetActions } from './target-actions.ts';
import { emptyTargetsText, filterText, targetCountText } from './target-list-text.ts';
import { targetMenu } from './target-menu.ts';
import { renderTargetRow, ROW_HEIGHT, type TargetRowActions } from './target-row.ts';
import { teamCommunicatorStyles } from './team-communicator.styles.ts';
import { toggleStyles } from './toggle.styles.ts';
import { WindowingController } from './windowing-controller.ts';

const MAX_SEARCH_LENGTH = 200;

/**
 * Finds an internal target and starts an instant message to it.
 *
 * @tag backchannel-team-communicator
 */
@customElement('backchannel-team-communicator')
@localized()
export class TeamCommunicator extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, rowStyles, availabilityDotStyles, toggleStyles, teamCommunicatorStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  @state() private search = '';
  @state() private filter: TargetFilter = 'all';
  /** Only members of this group are listed. */
  @state() private group: string | undefined;
  /** What the last action has to say. */
  @state() private said = '';

  @query('input') private field!: HTMLInputElement;
  @query('.scroller') private scroller!: HTMLElement | null;
  @query('backchannel-action-menu') private menu!: ActionMenu;

  readonly #window = new WindowingController(this, { rowHeight: ROW_HEIGHT, overscan: 10, scroller: () => this.scroller });
  readonly #targets = new SliceController<'targets'>(
    this,
    () => ({
      kind: 'targets',
      search: this.search,
      filter: this.filter,
      ...(this.group === undefined ? {} : { group: this.group }),
      first: this.#window.first,
      count: this.#window.count,
    }),
    (slice) => this.#active.follow(slice),
  );
  readonly #active = new ActiveRowController<InternalTarget>(this, { keyOf: targetKeyOf, source: () => this.#targets, window: this.#window });

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  readonly #actions = new TargetActions({
    canMake: () => this.#canMake,
    commands: () => this.#targets.workspace?.commands,
    consulting: () => this.active?.consulting,
    showMembers: (group) => this.#showMembers(group),
    showSession: (sessionId) => this.active?.show(sessionId, { isFocusWanted: true }),
    say: (words) => (this.said = words),
  });
  readonly #rowActions: TargetRowActions = {
    isConsulting: () => this.#actions.isConsulting,
    activate: (index) => this.#active.activate(index),
    run: (target) => this.#actions.run(target),
    openMenu: (target, anchor) => this.#openMenu(target, anchor),
  };

  /** Moves the focus to the search field. */
  override focus(): void {
    this.field.focus();
    this.field.select();
  }

  override firstUpdated(): void {
    this.#window.update();
  }

  override updated(): void {
    if (this.#actions.isConsulting) {
      void import('./active-consultations.ts');
    }
    this.menu.refresh();
  }

  get #canMake(): boolean {
    return this.#overview.slice?.policy.privileges.canMake ?? true;
  }

  /** A new question: its first row becomes the active one, if anything was asked at all. */
  #ask(question: { search?: string; filter?: TargetFilter; group?: string | undefined }): void {
    this.search = question.search ?? this.search;
    this.filter = question.filter ?? this.filter;
    this.group = 'group' in question ? question.group : this.group;
    this.#active.restart(this.search.trim() !== '');
    this.said = '';
    if (this.scroller) {
      this.scroller.scrollTop = 0;
    }
    this.#window.update();
  }

  #clear(): void {
    this.field.value = '';
    this.#ask({ search: '', group: undefined });
  }

  #openMenu(target: InternalTarget, anchor: Element): void {
    const key = targetKeyOf(target);
    let latest = target;
    void this.menu.open(anchor, () => {
      latest = this.#targets.slice?.rows.find((row) => targetKeyOf(row) === key) ?? latest;
      return targetMenu(latest, this.#actions, this.#canMake);
    });
  }

  #showMembers(group: string): void {
    this.field.value = '';
    this.#ask({ search: '', filter: 'all', group });
    this.field.focus();
  }

  #onKeydown(event: KeyboardEvent): void {
    const key = event.shiftKey && event.key === 'F10' ? 'ContextMenu' : event.key;
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    if (event.isComposing || (isModified && !(key === 'd' && event.ctrlKey))) {
      return;
    }
    const { value, selectionStart, selectionEnd } = this.field;
    const last = (this.#targets.slice?.total ?? 0) - 1;
    const moved = movedIndex(key, this.#active.index, last, this.#window.pageLength);
    if (moved !== undefined) {
      this.#active.activate(moved);
      event.preventDefault();
      return;
    }
    switch (key) {
      case 'Enter':
        this.#active.act((target) => this.#actions.run(target));
        break;
      case 'd':
        if (!event.ctrlKey || this.#active.index < 0) {
          return;
        }
        this.#active.act((target) => this.#actions.toggleFavorite(target));
        break;
      case 'ArrowRight':
      case 'ContextMenu':
        if (this.#active.index < 0 || (key === 'ArrowRight' && (selectionStart !== selectionEnd || selectionEnd !== value.length))) {
          return;
        }
        this.#active.act((target) => this.#openMenu(target, this.shadowRoot?.querySelector(`#row-${this.#active.index} .more`) ?? this.field));
        break;
      case 'Escape':
        if (value || this.group !== undefined) {
          this.#clear();
        } else if (this.#actions.isConsulting) {
          this.active?.consult(undefined);
        } else {
          return;
        }
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  override render(): TemplateResult {
    const slice = this.#targets.slice;
    const hasRows = (slice?.total ?? 0) > 0;
    return html`
      <div class="communicator" role="search" aria-label=${msg('Team Communicator')}>
        ${this.#actions.isConsulting ? html`<backchannel-active-consultations></backchannel-active-consultations>` : nothing}
        <div class="search">
          <input
            type="text"
            role="combobox"
            aria-label=${msg('Search internal targets')}
            placeholder=${msg('Search people and groups')}
            autocomplete="off"
            spellcheck="false"
            maxlength=${MAX_SEARCH_LENGTH}
            aria-autocomplete="list"
            aria-haspopup="grid"
            aria-expanded=${hasRows}
            aria-controls="targets"
            aria-activedescendant=${this.#active.row ? `row-${this.#active.index}` : nothing}
            aria-keyshortcuts="Alt+T"
            title=${msg('Team Communicator (Alt+T)')}
            @input=${() => this.#ask({ search: this.field.value })}
            @keydown=${this.#onKeydown}
          />
        </div>
        <div class="toggles" role="group" aria-label=${msg('Show')}>${TARGET_FILTERS.map((filter) => this.#renderToggle(filter))}</div>
        ${this.group === undefined ? nothing : this.#renderChip(this.group)}
        <p class="said" role="status">${this.said}</p>
        ${hasRows ? nothing : html`<p class="empty muted">${emptyTargetsText(slice, { search: this.search, filter: this.filter, group: this.group })}</p>`}
        <div class="scroller" @scroll=${() => this.#window.update()}>
          ${hasRows && slice ? this.#renderGrid(slice) : nothing}
        </div>
        <div class="visually-hidden" aria-live="polite">${this.search && slice?.isLoaded ? targetCountText(slice.total) : ''}</div>
      </div>
      <backchannel-action-menu label=${msg('Actions')}></backchannel-action-menu>
    `;
  }

  #renderToggle(filter: TargetFilter): TemplateResult {
    return html`<button class="toggle" aria-pressed=${filter === this.filter} @click=${() => this.#ask({ filter })}>
      ${filterText(filter)}
    </button>`;
  }

  #renderChip(group: string): TemplateResult {
    return html`<div class="chip">
      <span class="clip">${msg(str`Members of ${group}`)}</span>
      <button
        class="icon-button"
        aria-label=${msg(str`Don't limit to members of ${group}`)}
        title=${msg(str`Don't limit to members of ${group}`)}
        @click=${() => {
          this.#ask({ group: undefined });
          this.field.focus();
        }}
      >
        ${icon(close)}
      </button>
    </div>`;
  }

  #renderGrid(slice: TargetsSlice): TemplateResult {
    return html`<div
      class="grid"
      id="targets"
      role="grid"
      aria-label=${msg('Internal targets')}
      aria-rowcount=${slice.total}
      .style=${`block-size: ${slice.total * ROW_HEIGHT}px`}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#keepFocus()}
    >
      ${repeat(slice.rows, targetKeyOf, (target, offset) =>
        renderTargetRow(target, slice.first + offset, slice.first + offset === this.#active.index, this.#canMake, this.#rowActions),
      )}
    </div>`;
  }

  /** The keyboard goes on from the row that was clicked. */
  #keepFocus(): void {
    if (!this.shadowRoot?.activeElement) {
      this.field.focus();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-team-communicator': TeamCommunicator;
  }
}
