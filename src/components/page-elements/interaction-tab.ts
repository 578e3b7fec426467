import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import { callOfInteraction, isHeld, isLeftOnHold } from '../../model/desk/call-lists.ts';
import type { Overview } from '../../model/workspace.ts';
import type { InteractionTabView } from '../interaction-tab/interaction-tab.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { FocusWishController } from './focus-wish.ts';
import { PageElement, renderLine } from './page-element.ts';

/**
 * An active interaction with a contact: who it is, how it stands, its case data, and *Start Consultation*.
 *
 * @tag backchannel-interaction-tab
 * @attr interaction-id - The interaction that is shown, by the id that `openInteraction` was given. Without it the element follows the agent: it shows the
 * interaction that they have brought up last, also by a consultation about it.
 * @slot empty - What stands there while there is no interaction to show, in place of a line that says so.
 */
@customElement('backchannel-interaction-tab')
export class InteractionTabElement extends PageElement {
  static override styles = [
    PageElement.styles,
    css`
      :host {
        background: var(--vscode-editor-background);
      }
    `,
  ];

  /** The interaction that is shown, by its id; the same as the attribute. */
  @property({ attribute: 'interaction-id' }) interactionId = '';

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;
  @query('backchannel-interaction-tab-view') private view!: InteractionTabView | null;

  /** The interaction that the agent was at last. */
  #followed: string | undefined;

  constructor() {
    super();
    // Draws again every second while a contact is on hold, because one who has been on hold for too long is marked.
    new ClockController(this, () => this.desk?.interactions.some(isHeld) ?? false);
    new FocusWishController(this, {
      isShown: (target) => target !== 'team-communicator' && target.of === 'interaction' && target.id === this.#shown?.id,
      find: () => this.view,
    });
  }

  /** Moves the focus to Start Consultation. */
  override focus(): void {
    this.view?.focus();
  }

  get #shown(): InteractionView | undefined {
    const { interactions = [], sessions = [] } = this.desk ?? {};
    if (this.interactionId) return interactions.find(({ id }) => id === this.interactionId);

    const tab = this.active?.tab;
    const parent = sessions.find(({ id, direction }) => tab?.of === 'session' && id === tab.id && direction === 'outgoing')?.parent;
    this.#followed = (tab?.of === 'interaction' ? tab.id : parent?.interactionId) ?? this.#followed;
    return interactions.find(({ id }) => id === this.#followed) ?? interactions.at(-1);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // The view is loaded with the first interaction, so that a page needn't wait for it.
    if (this.desk?.interactions.length) void import('../interaction-tab/interaction-tab.ts');
  }

  protected override renderView(overview: Overview): unknown {
    const interaction = this.#shown;
    return interaction
      ? keyed(interaction.id, renderTab(interaction, overview))
      : html`<slot name="empty">${renderLine(msg('No interaction is open.'))}</slot>`;
  }
}

function renderTab(interaction: InteractionView, overview: Overview): TemplateResult {
  const { privileges } = overview.policy ?? {};
  return html`<backchannel-interaction-tab-view
    .interaction=${interaction}
    .call=${callOfInteraction(interaction, overview)}
    .isLeftOnHold=${isLeftOnHold(interaction, overview)}
    .canMake=${!privileges || privileges.canMake || privileges.canCall}
  ></backchannel-interaction-tab-view>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-interaction-tab': InteractionTabElement;
  }
}
