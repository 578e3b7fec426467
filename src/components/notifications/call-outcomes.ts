import { msg } from '@lit/localize';
import callOutgoing from '@vscode/codicons/src/icons/call-outgoing.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isHeld } from '../../model/desk/call-lists.ts';
import { type CallOutcome, callOutcomeOf } from '../../model/desk/call-outcomes.ts';
import { NewHappenings, type RecentHappenings } from '../../model/desk/happening.ts';
import { tabOfCall } from '../../model/desk/tab-of-call.ts';
import { isSameTab } from '../../model/desk/tab-ref.ts';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import type { Overview } from '../../model/workspace.ts';
import { callOutcomeText, heldContactText } from '../../words/call-outcome-text.ts';
import type { ActiveInteraction } from '../kit/active-interaction.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { icon } from '../kit/icon.ts';
import { passingNotice } from './passing-notice.ts';
import { TOLD_MS } from './said-controller.ts';
import { SliceController } from '../kit/slice-controller.ts';

/** How long retrieving a contact from hold may take before the agent is told that it failed. */
const RETRIEVED_WITHIN_MS = 2_000;

export interface CallOutcomesOptions {
  readonly active: () => ActiveInteraction | undefined;
  readonly overview: () => Overview | undefined;
  /** The button by which the agent retrieves a contact from hold. */
  readonly retrieveButton: (interaction: InteractionView) => TemplateResult;
}

/** An outcome, and when the agent was told. */
interface ToldOutcome extends CallOutcome {
  readonly at: number;
}

/** Tells for a moment what has become of calls; longer if the contact who was on hold for one isn't back. */
export class CallOutcomes implements ReactiveController {
  #outcomes: readonly ToldOutcome[] = [];
  readonly #new = new NewHappenings();

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly options: CallOutcomesOptions,
  ) {
    host.addController(this);
    new SliceController<'happenings'>(
      host,
      () => ({ kind: 'happenings' }),
      (recent) => this.#follow(recent),
    );
    new ClockController(host, () => this.#outcomes.length > 0);
  }

  hostUpdate(): void {
    this.#outcomes = this.#outcomes.filter((outcome) => performance.now() - outcome.at < TOLD_MS || this.#isContactHeldAfter(outcome));
  }

  render(): TemplateResult {
    return html`${repeat(
      this.#outcomes,
      ({ call }) => call.id,
      (outcome) => this.#renderOutcome(outcome),
    )}`;
  }

  #follow(recent: RecentHappenings): void {
    for (const happening of this.#new.in(recent)) {
      const outcome = callOutcomeOf(happening, this.options.overview()?.interactions ?? []);
      if (!outcome || (outcome.interactionId === undefined && isSameTab(tabOfCall(outcome.call), this.options.active()?.tab))) continue;

      const others = this.#outcomes.filter(({ call }) => call.id !== outcome.call.id);
      this.#outcomes = [...others, { ...outcome, at: performance.now() }];
    }
  }

  #heldContact({ interactionId }: CallOutcome): InteractionView | undefined {
    return this.options.overview()?.interactions.find(({ id }) => id === interactionId);
  }

  #isContactHeldAfter(outcome: CallOutcome): boolean {
    const contact = this.#heldContact(outcome);
    return contact !== undefined && isHeld(contact);
  }

  #forget(outcome: ToldOutcome): void {
    this.#outcomes = this.#outcomes.filter((other) => other !== outcome);
    this.host.requestUpdate();
  }

  #open(outcome: ToldOutcome): void {
    this.#forget(outcome);
    this.options.active()?.show(tabOfCall(outcome.call), { isFocusWanted: true });
  }

  #renderOutcome(outcome: ToldOutcome): TemplateResult {
    const contact = this.#heldContact(outcome);
    const isHeldNow = this.#isContactHeldAfter(outcome);
    const isHeldAfter = isHeldNow && performance.now() - outcome.at >= RETRIEVED_WITHIN_MS;
    const about = isHeldAfter || !isHeldNow ? heldContactText(outcome, this.options.overview()) : '';
    const open = html`<button class="outcome" title=${msg('Display the session')} @click=${() => this.#open(outcome)}>
      ${icon(isHeldAfter ? warning : callOutgoing)}<span>${callOutcomeText(outcome)}${about ? html`. <strong>${about}</strong>` : nothing}</span>
    </button>`;
    const retrieve = isHeldAfter && contact ? html`<div class="actions">${this.options.retrieveButton(contact)}</div>` : nothing;
    return passingNotice(open, () => this.#forget(outcome), retrieve);
  }
}
