import { msg, str } from '@lit/localize';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import type { InteractionId } from '../../model/ids.ts';
import type { Overview } from '../../model/workspace.ts';
import type { ActiveInteraction } from '../kit/active-interaction.ts';
import { icon } from '../kit/icon.ts';
import { SliceController } from '../kit/slice-controller.ts';

const TOLD_MS = 8_000;

/** Tells for a moment of interactions that were opened and aren't shown, because the agent was writing about another one. */
export class OpenedInteractions implements ReactiveController {
  #told: readonly InteractionView[] = [];
  /** The interactions that were there before; undefined where nothing can be news. */
  #known: ReadonlySet<InteractionId> | undefined;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly active: () => ActiveInteraction | undefined,
  ) {
    host.addController(this);
    new SliceController<'overview'>(
      host,
      () => ({ kind: 'overview' }),
      (overview) => void this.#follow(overview),
    );
  }

  hostDisconnected(): void {
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
    this.#told = [];
  }

  render(): TemplateResult {
    return html`${repeat(
      this.#told,
      ({ id }) => id,
      (interaction) =>
        html`<div class="notification">
          <button class="outcome" title=${msg('Display the interaction')} @click=${() => this.#show(interaction)}>
            ${icon(commentDiscussion)}<span>${msg(str`The interaction with ${interaction.contact.name} was opened.`)}</span>
          </button>
        </div>`,
    )}`;
  }

  async #follow({ me, lock, interactions }: Overview): Promise<void> {
    const known = this.#known;
    this.#known = me && !lock ? new Set(interactions.map(({ id }) => id)) : undefined;
    this.#keep((told) => interactions.some(({ id }) => id === told.id));
    if (!known) return;
    // The window shows it first, if it does.
    await this.host.updateComplete;
    const shown = this.active()?.tab;
    const opened = interactions.filter(({ id }) => !known.has(id) && shown && !(shown.of === 'interaction' && shown.id === id));
    for (const interaction of opened) this.#tell(interaction);
  }

  #tell(interaction: InteractionView): void {
    this.#told = [...this.#told, interaction];
    this.host.requestUpdate();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#keep(({ id }) => id !== interaction.id);
    }, TOLD_MS);
    this.#timers.add(timer);
  }

  #keep(isKept: (interaction: InteractionView) => boolean): void {
    const kept = this.#told.filter(isKept);
    if (kept.length === this.#told.length) return;
    this.#told = kept;
    this.host.requestUpdate();
  }

  #show({ id }: InteractionView): void {
    this.#keep((other) => other.id !== id);
    this.active()?.show({ of: 'interaction', id }, { isFocusWanted: true });
  }
}
