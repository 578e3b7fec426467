import { msg } from '@lit/localize';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { NewHappenings, type RecentHappenings } from '../../model/desk/happening.ts';
import { invitationOutcomeOf, type InvitationOutcome } from '../../model/desk/invitation-outcomes.ts';
import type { ActiveInteraction } from '../kit/active-interaction.ts';
import { icon } from '../kit/icon.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { showDesktopNotification } from './desktop-notification.ts';
import { passingNotice } from './passing-notice.ts';
import { TOLD_MS } from './said-controller.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';

/** An outcome, and the sentence that says it. */
interface WordedOutcome extends InvitationOutcome {
  readonly sentence: string;
}

export interface InvitationOutcomesOptions {
  readonly active: () => ActiveInteraction | undefined;
  /** Whether the desktop tells it as well. */
  readonly isOnDesktop: () => boolean;
}

/** Tells for a moment what has become of the agent's own invitations, unless it is on screen anyway. */
export class InvitationOutcomes implements ReactiveController {
  #outcomes: readonly WordedOutcome[] = [];
  readonly #new = new NewHappenings();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  /** Functions that take back the desktop notifications. */
  readonly #toldOnDesktop: (() => void)[] = [];

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly options: InvitationOutcomesOptions,
  ) {
    host.addController(this);
    new SliceController<'happenings'>(
      host,
      () => ({ kind: 'happenings' }),
      (recent) => this.#follow(recent),
    );
  }

  hostDisconnected(): void {
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
    this.#toldOnDesktop.splice(0).forEach((close) => close());
  }

  hostUpdate(): void {
    // What the agent sees in the session needn't be told beside it any more.
    const active = this.options.active();
    this.#outcomes = this.#outcomes.filter(({ sessionId }) => !active?.isOnScreen(sessionId));
  }

  render(): TemplateResult {
    return html`${repeat(
      this.#outcomes,
      ({ sessionId }) => sessionId,
      (outcome) => this.#renderOutcome(outcome),
    )}`;
  }

  #follow(recent: RecentHappenings): void {
    for (const happening of this.#new.in(recent)) {
      const outcome = invitationOutcomeOf(happening);
      if (outcome && !this.options.active()?.isOnScreen(outcome.sessionId)) void this.#tell(outcome);
    }
  }

  async #tell(told: InvitationOutcome): Promise<void> {
    const { sessionId, peerName } = told;
    // Nothing is told before an invitation was answered, so that the sentences are loaded then. Where they can't be, the session says it.
    const sentence = await sentenceOf(told).catch(() => '');
    if (!sentence || !this.host.isConnected) return;
    const outcome = { ...told, sentence };
    this.#outcomes = [...this.#outcomes.filter((other) => other.sessionId !== sessionId), outcome];
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#forget(outcome);
    }, TOLD_MS);
    this.#timers.add(timer);
    this.host.requestUpdate();
    // Who wasn't going to answer need not be told outside of the page that they needn't.
    if (this.options.isOnDesktop() && outcome.event !== 'answered-by-colleague') {
      const onClick = () => this.#open(outcome);
      const close = showDesktopNotification({ tag: sessionId, title: sentence, body: peerName, onClick });
      if (close) this.#toldOnDesktop.push(close);
    }
  }

  #forget(outcome: WordedOutcome): void {
    this.#outcomes = this.#outcomes.filter((other) => other !== outcome);
    this.host.requestUpdate();
  }

  #open(outcome: WordedOutcome): void {
    this.#forget(outcome);
    this.options.active()?.show(tabOfSession(outcome.sessionId), { isFocusWanted: true });
  }

  #renderOutcome(outcome: WordedOutcome): TemplateResult {
    // Of what a colleague has answered there is nothing to display, unless the agent has it on a tab.
    if (outcome.event === 'answered-by-colleague')
      return passingNotice(html`<p class="words">${outcome.sentence}</p>`, () => this.#forget(outcome));
    const open = html`<button class="outcome" title=${msg('Display the session')} @click=${() => this.#open(outcome)}>
      ${icon(commentDiscussion)}<span>${outcome.sentence}</span>
    </button>`;
    return passingNotice(open, () => this.#forget(outcome));
  }
}

async function sentenceOf({ event, peerLogon, text, ...parts }: InvitationOutcome): Promise<string> {
  const { sessionEventText } = await import('../../words/session-event-text.ts');
  return sessionEventText(event, peerLogon, 'outgoing', text, parts);
}
