import { ContextProvider } from '@lit/context';
import type { ReactiveElement } from 'lit';
import { tabsOf } from '../../model/desk/interaction-tabs.ts';
import { isSameTab, neighbourOf, type TabRef, tabRefOf } from '../../model/desk/tab-ref.ts';
import type { InteractionId, SessionId } from '../../model/ids.ts';
import type { Overview } from '../../model/workspace.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';

/** What the workspace does about what is asked of its active interaction. */
export interface ActiveInteractionOptions {
  readonly show: (tab: TabRef, isFocusWanted: boolean) => void;
  /** The Team Communicator was opened for an interaction, or isn't about any more. */
  readonly onConsult: () => void;
}

/** Keeps which interaction the window shows, and provides it to all views within. */
export class ActiveInteractionProvider {
  readonly #provider: ContextProvider<typeof activeInteractionContext>;
  /** An id for each window that shows the session; a page may have several of one session. */
  #onScreen: readonly SessionId[] = [];
  #tabs: readonly TabRef[] = [];
  #value: ActiveInteraction;

  constructor(
    private readonly host: ReactiveElement,
    private readonly options: ActiveInteractionOptions,
  ) {
    this.#value = this.#of(undefined);
    this.#provider = new ContextProvider(host, { context: activeInteractionContext, initialValue: this.#value });
  }

  get value(): ActiveInteraction {
    return this.#value;
  }

  get tab(): TabRef | undefined {
    return this.#value.tab;
  }

  /** Makes a tab the active one. The Team Communicator isn't about an interaction any more. */
  activate(tab: TabRef): void {
    if (!isSameTab(tab, this.tab) || this.#value.consulting !== undefined) this.#set(tab);
  }

  /**
   * Follows the desk. When the active tab is gone, its neighbour takes its place. Where none was active, the newest becomes active. An interaction
   * that is opened becomes active, unless the agent is writing something about another one.
   * @returns what this has changed: `first` if there was no tab before; `opened` for another interaction; `replaced` or `none-left` if the active
   * tab is gone
   */
  follow(overview: Overview, isWriting: boolean): 'nothing' | 'first' | 'opened' | 'replaced' | 'none-left' {
    const { tab, consulting } = this.#value;
    if (consulting !== undefined && !overview.interactions.some(({ id }) => id === consulting)) this.#set(tab);
    const before = this.#tabs;
    const now = (this.#tabs = tabsOf(overview, tab));
    if (tab === undefined) {
      const newest = now.at(-1);
      if (newest) this.#set(newest);
      return newest && before.length === 0 ? 'first' : 'nothing';
    }
    const opened = now.findLast((one) => one.of === 'interaction' && !before.some((other) => isSameTab(one, other)));
    if (opened && before.length > 0 && !isWriting) {
      this.activate(opened);
      return 'opened';
    }
    const isIn = (tabs: readonly TabRef[]) => tabs.some((other) => isSameTab(other, tab));
    if (!isIn(before) || isIn(now)) return 'nothing';
    const neighbour = neighbourOf(tab, before, now);
    this.#set(neighbour);
    return neighbour ? 'replaced' : 'none-left';
  }

  /** Forgets what an agent did here, so that the next one sees none of it. */
  forget(): void {
    this.#tabs = [];
    this.#onScreen = [];
    this.#set(undefined);
  }

  #set(tab: TabRef | undefined, consulting?: InteractionId): void {
    this.#value = this.#of(tab && tabRefOf(tab), consulting);
    this.#provider.setValue(this.#value);
    this.host.requestUpdate();
  }

  #of(tab: TabRef | undefined, consulting?: InteractionId): ActiveInteraction {
    return {
      tab,
      consulting,
      show: (shown, options) => this.options.show(shown, options?.isFocusWanted ?? false),
      consult: (interactionId) => {
        this.#set(this.tab, interactionId);
        this.options.onConsult();
      },
      isOnScreen: (id) => this.#onScreen.includes(id),
      reportOnScreen: (id, isOnScreen) => {
        const at = this.#onScreen.indexOf(id);
        this.#onScreen = isOnScreen ? [...this.#onScreen, id] : this.#onScreen.filter((_, index) => index !== at);
      },
    };
  }
}
