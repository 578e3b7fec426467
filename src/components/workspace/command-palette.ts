import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { matcherOf, wordsOf } from '../../model/target-search.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { icon } from '../kit/icon.ts';
import { movedIndex } from '../kit/list-keys.ts';
import { modalStyles } from '../kit/modal.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { tellTopLayer } from '../kit/top-layer.ts';
import { TargetActions } from '../team-communicator/target-actions.ts';
import { targetMenu } from '../team-communicator/target-menu.ts';
import { targetRightsOf } from '../team-communicator/target-rights.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';
import { commandPaletteStyles } from './command-palette.styles.ts';
import type { PaletteCommand } from './palette-command.ts';
import { paletteCommands } from './palette-commands.ts';
import type { WindowActions } from './shortcuts.ts';
import comment from '@vscode/codicons/src/icons/comment.svg';

const MAX_SEARCH_LENGTH = 200;
/** How many targets' commands are offered beside the desk's own. */
const MOST_TARGETS = 4;
const PAGE_LENGTH = 8;

/**
 * Every command of the desk, found by its name, and those on internal targets, found by theirs. Loaded when it is first opened.
 *
 * @tag backchannel-command-palette
 */
@customElement('backchannel-command-palette')
@localized()
export class CommandPalette extends LitElement {
  static override styles = [baseStyles, fieldStyles, modalStyles, commandPaletteStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  /** What the window can do. */
  @property({ attribute: false }) actions: WindowActions | undefined;

  @state() private isOpen = false;
  @state() private search = '';
  @state() private index = 0;
  /** The sentence that says why the last command wasn't carried out. */
  @state() private refusal = '';

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('input') private field!: HTMLInputElement;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #targets = new SliceController<'targets'>(this, () =>
    this.isOpen && this.search.trim() ? { kind: 'targets', search: this.search, filter: 'all', first: 0, count: MOST_TARGETS } : undefined,
  );
  readonly #targetActions = new TargetActions({
    rights: () => targetRightsOf(this.#overview.slice, this.active?.consulting),
    commands: () => this.#overview.workspace?.commands,
    consulting: () => this.active?.consulting,
    showMembers: () => this.actions?.focusSearch(),
    showSession: (sessionId) => this.active?.show(tabOfSession(sessionId), { isFocusWanted: true }),
    say: (words) => void this.#tell(words),
  });

  /** Opens the palette, unless nobody is signed in. */
  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.#overview.slice?.me || this.dialog.open) return;

    this.search = this.field.value = '';
    this.index = 0;
    this.refusal = '';
    this.isOpen = true;
    this.dialog.showModal();
    this.field.focus();
  }

  protected override updated(): void {
    // The agent was signed out, by the server or in another window.
    if (this.isOpen && !this.#overview.slice?.me) this.dialog.close();
  }

  /** Opens the palette again to say why something wasn't done. */
  async #tell(refusal: string): Promise<void> {
    if (!refusal) return;
    await this.show();
    this.refusal = refusal;
  }

  get #commands(): readonly PaletteCommand[] {
    const { slice: overview, workspace } = this.#overview;
    if (!this.isOpen || !overview?.me || !workspace || !this.actions) return [];

    const match = matcherOf(this.search);
    const commands = paletteCommands({ overview, active: this.active, workspace, actions: this.actions });
    return [...commands.filter(({ label }) => match(wordsOf([label])) > 0), ...this.#ofTargets];
  }

  /** What can be done with the targets whose name was typed. */
  get #ofTargets(): readonly PaletteCommand[] {
    if (!this.search.trim()) return [];
    return (this.#targets.slice?.rows ?? []).flatMap((target) =>
      targetMenu(target, this.#targetActions, this.#targetActions.canMake).map((item) => ({
        key: `target ${item.label}`,
        label: item.label,
        shape: item.icon ?? comment,
        shortcut: item.shortcut,
        ...(item.disabledReason ? { problem: item.disabledReason } : {}),
        run: item.run,
      })),
    );
  }

  #onInput(): void {
    this.search = this.field.value;
    this.index = 0;
    this.refusal = '';
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.isComposing) return;

    const commands = this.#commands;
    // Home and End stay the field's.
    const isOfField = event.key === 'Home' || event.key === 'End';
    const moved = isOfField ? undefined : movedIndex(event.key, this.index, commands.length - 1, PAGE_LENGTH);
    if (moved !== undefined) this.#choose(moved);
    else if (event.key === 'Enter') void this.#run(commands[this.index]);
    else return;

    event.preventDefault();
  }

  #choose(index: number): void {
    this.index = index;
    void this.updateComplete.then(() => this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
  }

  async #run(command: PaletteCommand | undefined): Promise<void> {
    if (!command) return;
    if (command.problem) {
      this.refusal = command.problem;
      return;
    }
    // The focus goes back first, because the command may move it on from there.
    this.dialog.close();
    const refusal: unknown = await command.run();
    if (typeof refusal === 'string') await this.#tell(refusal);
  }

  override render(): TemplateResult {
    const commands = this.#commands;
    const index = Math.min(this.index, commands.length - 1);
    return html`<dialog
      aria-label=${msg('Command Palette')}
      @beforetoggle=${tellTopLayer}
      @close=${() => (this.isOpen = false)}
      @click=${(event: Event) => event.target === this.dialog && this.dialog.close()}
    >
      <input
        type="text"
        role="combobox"
        aria-label=${msg('Command')}
        placeholder=${msg('Type a command, or a name')}
        autocomplete="off"
        spellcheck="false"
        maxlength=${MAX_SEARCH_LENGTH}
        aria-autocomplete="list"
        aria-expanded=${commands.length > 0}
        aria-controls="commands"
        aria-activedescendant=${index < 0 ? nothing : `command-${index}`}
        @input=${this.#onInput}
        @keydown=${this.#onKeydown}
      />
      <div role="alert">${this.refusal ? html`<p>${this.refusal}</p>` : nothing}</div>
      <ul id="commands" role="listbox" aria-label=${msg('Commands')}>
        ${repeat(
          commands,
          ({ key }) => key,
          (command, place) => this.#renderCommand(command, place, place === index),
        )}
      </ul>
      ${this.isOpen && commands.length === 0 ? html`<p class="muted">${msg(str`No command matches “${this.search.trim()}”.`)}</p>` : nothing}
      <div class="visually-hidden" aria-live="polite">${this.search ? countText(commands.length) : ''}</div>
    </dialog>`;
  }

  #renderCommand(command: PaletteCommand, place: number, isSelected: boolean): TemplateResult {
    const { label, shape, shortcut, problem } = command;
    return html`<li
      role="option"
      id="command-${place}"
      aria-selected=${isSelected}
      aria-keyshortcuts=${shortcut?.aria ?? nothing}
      aria-disabled=${problem ? 'true' : nothing}
      @click=${() => void this.#run(command)}
    >
      ${icon(shape)}<span class="label"><bdi class="name">${label}</bdi>${problem ? html`<bdi class="problem">${problem}</bdi>` : nothing}</span>
      ${shortcut ? html`<kbd aria-hidden="true" data-keys=${shortcut.shown}></kbd>` : nothing}
    </li>`;
  }
}

function countText(count: number): string {
  return count === 1 ? msg('1 command') : msg(str`${count} commands`);
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-command-palette': CommandPalette;
  }
}
