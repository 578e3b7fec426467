import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { QueryOf } from '../../channel/contract.ts';
import type { GroupTarget, InternalTarget, TargetFilter } from '../../model/internal-target.ts';
import { targetKeyOf } from '../../model/target-ref.ts';
import '../kit/action-menu.ts';
import type { ActionMenu } from '../kit/action-menu.ts';
import type { ActiveConsultations, ConsultationRowActions } from './active-consultations.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { ActiveRowController } from '../kit/active-row-controller.ts';
import { availabilityDotStyles } from '../kit/availability-dot.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { handleCommunicatorKey } from './communicator-keys.ts';
import { CommunicatorMenus } from './communicator-menus.ts';
import { CommunicatorSelection } from './communicator-selection.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { activeConsultations } from '../../model/desk/interaction-tabs.ts';
import { rowStyles } from '../kit/row.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { TargetActions } from './target-actions.ts';
import { renderGroupChip, renderTargetFilters } from './target-filters.ts';
import { emptyTargetsText, targetCountText } from './target-list-text.ts';
import { RowPlaces } from './row-places.ts';
import { renderTargetGrid } from './target-grid.ts';
import { renderTargetSearchField } from './target-search-field.ts';
import { targetRightsOf } from './target-rights.ts';
import { ROW_HEIGHT, type TargetRowActions } from './target-row.ts';
import { teamCommunicatorStyles } from './team-communicator.styles.ts';
import { toggleStyles } from '../kit/toggle.styles.ts';
import { shortcutWith } from '../../words/shortcut-keys.ts';
import { WindowingController } from '../kit/windowing-controller.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';

/**
 * Finds an internal target and starts an instant message to it.
 *
 * @tag backchannel-team-communicator-view
 */
@customElement('backchannel-team-communicator-view')
@localized()
export class TeamCommunicator extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, rowStyles, availabilityDotStyles, toggleStyles, teamCommunicatorStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  @state() private search = '';
  @state() private filter: TargetFilter = 'all';
  /** Only members of this group are listed. */
  @state() private group: GroupTarget | undefined;
  /** What the last action has to say. */
  @state() private said = '';

  @query('input') private field!: HTMLInputElement;
  @query('.scroller') private scroller!: HTMLElement | null;
  @query('backchannel-action-menu') private menu!: ActionMenu;
  @query('backchannel-active-consultations') private consultations!: ActiveConsultations | null;

  /** Whether the agent has pressed a filter and hasn't gone back since. Then no consultation is selected by default. */
  #isFilterPressed = false;
  #consulting: string | undefined;

  readonly #window = new WindowingController(this, { rowHeight: ROW_HEIGHT, overscan: 10, scroller: () => this.scroller });
  readonly #targets = new SliceController<'targets'>(
    this,
    // Asked before it is known how many rows there is room for, the question would be asked twice.
    () => (this.#window.isMeasured ? this.#question : undefined),
    (slice) => this.#active.follow(slice),
  );
  readonly #active = new ActiveRowController<InternalTarget>(this, {
    keyOf: targetKeyOf,
    source: () => this.#targets,
    window: this.#window,
  });

  readonly #places = new RowPlaces(() => this.shadowRoot?.activeElement === this.field && !this.scroller?.matches(':active'));
  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  readonly #selection = new CommunicatorSelection(this, {
    consultations: () => activeConsultations(this.active?.consulting, this.#overview.slice?.sessions ?? []),
    targets: this.#active,
    targetCount: () => this.#targets.slice?.total ?? 0,
    pageLength: () => this.#window.pageLength,
  });

  readonly #actions = new TargetActions({
    rights: () => targetRightsOf(this.#overview.slice, this.active?.consulting),
    commands: () => this.#targets.workspace?.commands,
    consulting: () => this.active?.consulting,
    showMembers: (group) => this.#showMembers(group),
    showSession: (sessionId) => this.active?.show(tabOfSession(sessionId), { isFocusWanted: true }),
    say: (words) => (this.said = words),
  });
  readonly #menus = new CommunicatorMenus({
    menu: () => this.menu,
    rows: () => this.#targets.slice?.rows ?? [],
    consultations: () => this.consultations,
    actions: this.#actions,
  });
  readonly #rowActions: TargetRowActions = {
    isConsulting: () => this.#actions.isConsulting,
    activate: (index) => this.#selection.chooseTarget(index),
    run: (target) => this.#actions.run(target),
    openMenu: (target, anchor) => void this.#menus.openForTarget(target, anchor),
  };
  readonly #consultationActions: ConsultationRowActions = {
    actions: this.#actions,
    choose: (sessionId) => this.#selection.chooseConsultation(sessionId),
    openMenu: (anchor, itemsNow) => void this.menu.open(anchor, itemsNow),
  };

  /** Moves the focus to the search field. */
  override focus(): void {
    this.field.focus();
    this.field.select();
  }

  override firstUpdated(): void {
    this.#window.update();
  }

  override willUpdate(): void {
    const consulting = this.active?.consulting;
    if (consulting !== this.#consulting) {
      this.#consulting = consulting;
      this.#isFilterPressed = this.filter !== 'all';
      // The last search was for something else, so that it is cleared.
      if (consulting !== undefined && this.hasUpdated) this.#clear();
      this.#selection.restart(this.#isDefaultDue);
    }
  }

  override updated(): void {
    if (this.#actions.isConsulting) void import('./active-consultations.ts');

    this.menu.refresh();
  }

  get #question(): QueryOf<'targets'> {
    const { search, filter, group } = this;
    return { kind: 'targets', search, filter, ...(group && { membersOf: { kind: group.kind, id: group.id } }), ...this.#window.range };
  }

  /** Whether nothing is searched for and no filter is pressed. */
  get #isDefaultDue(): boolean {
    return this.search.trim() === '' && this.group === undefined && !this.#isFilterPressed;
  }

  /** Chooses a filter. Pressing *All* counts as pressing a filter only where it was pressed already; otherwise it leaves another filter. */
  #pressFilter(filter: TargetFilter): void {
    this.#isFilterPressed = filter !== 'all' || this.filter === 'all';
    this.#ask({ filter });
  }

  /**
   * Asks a new question. If words are searched, the first row of the answer becomes active. Without any question, a consultation that goes
   * on is selected.
   */
  #ask(question: { search?: string; filter?: TargetFilter; group?: GroupTarget | undefined }): void {
    this.search = question.search ?? this.search;
    this.filter = question.filter ?? this.filter;
    this.group = 'group' in question ? question.group : this.group;
    this.#active.restart(this.search.trim() !== '');
    this.#selection.restart(this.#isDefaultDue);
    this.said = '';
    if (this.scroller) this.scroller.scrollTop = 0;

    this.#window.update();
  }

  #clear(): void {
    this.field.value = '';
    this.#ask({ search: '', group: undefined });
  }

  #showMembers(group: GroupTarget): void {
    this.field.value = '';
    this.#ask({ search: '', filter: 'all', group });
    this.field.focus();
  }

  #leaveGroup(): void {
    this.#ask({ group: undefined });
    this.field.focus();
  }

  #onKeydown(event: KeyboardEvent): void {
    handleCommunicatorKey(event, {
      field: this.field,
      selection: this.#selection,
      rows: this.#active,
      actions: this.#actions,
      openMenu: (target) =>
        void this.#menus.openForTarget(target, this.shadowRoot?.querySelector(`#row-${this.#active.index} .more`) ?? this.field),
      openConsultationMenu: (id) => void this.#menus.openForConsultation(id),
      leave: () => this.#leave(),
    });
  }

  /** Clears the search or, if nothing is searched, ends choosing whom to consult. @returns whether there was anything to leave */
  #leave(): boolean {
    if (this.field.value || this.group !== undefined) this.#clear();
    else if (this.#actions.isConsulting) this.active?.consult(undefined);
    else return false;

    return true;
  }

  override render(): TemplateResult {
    const { consultation, targetIndex } = this.#selection;
    const slice = this.#targets.slice;
    const hasRows = (slice?.total ?? 0) > 0;
    return html`
      <div class="communicator" role="search" aria-label=${msg('Team Communicator')}>
        ${this.#actions.isConsulting ? html`<backchannel-active-consultations .selectedId=${consultation?.id ?? ''} .rowActions=${this.#consultationActions}></backchannel-active-consultations>` : nothing}
        ${renderTargetSearchField({
          consultationId: consultation?.id,
          rowIndex: targetIndex >= 0 && this.#active.row ? targetIndex : undefined,
          hasRows,
          shortcut: shortcutWith('T', this.#overview.slice?.settings.shortcuts),
          search: (words) => this.#ask({ search: words }),
          onKeydown: (event) => this.#onKeydown(event),
        })}
        ${renderTargetFilters(this.filter, (filter) => this.#pressFilter(filter))}
        ${this.group === undefined ? nothing : renderGroupChip(this.group.name, () => this.#leaveGroup())}
        <p class="said" role="status">${this.said}</p>
        ${hasRows ? nothing : html`<p class="empty muted">${emptyTargetsText(slice, { search: this.search, filter: this.filter, group: this.group }, this.#overview)}</p>`}
        <div class="scroller" @scroll=${() => this.#window.update()}>
          ${hasRows && slice ? renderTargetGrid(slice, { selected: targetIndex, canMake: this.#actions.canMake, places: this.#places, rowActions: this.#rowActions, onClick: () => this.#keepFocus() }) : nothing}
        </div>
        <div class="visually-hidden" aria-live="polite">${this.search && slice?.isLoaded ? targetCountText(slice.total) : ''}</div>
      </div>
      <backchannel-action-menu label=${msg('Actions')}></backchannel-action-menu>
    `;
  }

  /** Moves the focus to the search field after a click, so that keys go on from the row that was clicked. */
  #keepFocus(): void {
    if (!this.shadowRoot?.activeElement) this.field.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-team-communicator-view': TeamCommunicator;
  }
}
