import { localized, msg, str } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { PastInteractionDetails } from '../../model/contact/contact.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { caseDataStyles } from '../case-data/case-data.styles.ts';
import { renderCaseMarks, renderCaseValue } from '../case-data/case-value.ts';
import './contact-freshness.ts';
import { historyMediumText, historyStatusText, subjectText } from './contact-history-text.ts';
import { icon } from '../kit/icon.ts';
import { renderLinked } from '../kit/linked-text.ts';
import { formattingLocale } from '../../words/localization.ts';
import { pastInteractionStyles } from './past-interaction.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { dateTimeText, dayText, fullTimeText } from '../../words/date-format.ts';
import { durationText } from '../../words/duration-format.ts';
import { timeText } from '../../words/time-format.ts';

type Entry = PastInteractionDetails['transcript'][number];

/** How many entries are rendered in one frame. */
const BLOCK_LENGTH = 200;

/**
 * One of a contact's past interactions: what is known of it, notes, case data and transcript.
 *
 * @tag backchannel-past-interaction
 */
@customElement('backchannel-past-interaction')
@localized()
export class PastInteractionView extends LitElement {
  static override styles = [baseStyles, buttonStyles, caseDataStyles, pastInteractionStyles];

  /** Whose contact it is. */
  @property() of: 'interaction' | 'session' = 'session';
  /** The interaction's id, or the session's. */
  @property() sourceId = '';
  /** The past interaction; one element shows one all its life. */
  @property() interactionId = '';
  /** Called to close it. */
  @property({ attribute: false }) close: (() => void) | undefined;

  /** How many blocks of the transcript are rendered so far. A long transcript is rendered over several frames. */
  @state() private blocks = 1;

  @query('.region') private region!: HTMLElement | null;

  readonly #slice = new SliceController<'past-interaction'>(this, () => ({
    kind: 'past-interaction',
    of: this.of,
    id: this.sourceId,
    interactionId: this.interactionId,
  }));

  /** Moves the focus to the text, which arrow keys then scroll. */
  override focus(): void {
    this.region?.focus({ preventScroll: true });
  }

  override updated(): void {
    if (this.blocks * BLOCK_LENGTH < (this.#slice.slice?.interaction?.transcript.length ?? 0))
      requestAnimationFrame(() => (this.blocks += 1));
  }

  override render(): TemplateResult {
    const slice = this.#slice.slice;
    const subject = slice?.interaction && subjectText(slice.interaction.subject);
    const label = msg('Close details');
    return html`<div class="region" role="region" tabindex="0" aria-label=${subject ? msg(str`Past interaction: ${subject}`) : msg('Past interaction')}>
      <div class="title">
        <h3 dir="auto">${subject}</h3>
        <button class="icon-button" aria-label=${label} title=${label} @click=${() => this.close?.()}>${icon(close)}</button>
      </div>
      ${slice ? html`<backchannel-contact-freshness .of=${this.of} .sourceId=${this.sourceId} .freshness=${slice} .isFreshSilent=${true}></backchannel-contact-freshness>` : nothing}
      ${slice?.interaction ? this.#renderInteraction(slice.interaction) : nothing}
    </div>`;
  }

  #renderInteraction(interaction: PastInteractionDetails): TemplateResult {
    const { medium, agent, startedAt, lengthMs, status, outcome, notes, caseData, transcript } = interaction;
    return html`
      <dl>
        ${renderField(msg('Medium'), historyMediumText(medium))} ${renderField(msg('Agent'), html`<span title=${agent.id}>${agent.name || agent.id}</span>`)}
        ${renderField(msg('Start'), html`<time datetime=${new Date(startedAt).toISOString()} title=${fullTimeText(startedAt)}>${dateTimeText(startedAt)}</time>`)}
        ${renderField(msg('Length'), durationText(lengthMs))} ${renderField(msg('Status'), historyStatusText(status))}
        ${outcome ? renderField(msg('Outcome'), outcome) : nothing}
      </dl>
      ${notes.trim() ? html`<h4>${msg('Notes')}</h4><p class="notes" dir="auto">${renderLinked(notes)}</p>` : nothing}
      ${caseData.length ? html`<h4>${msg('Case Data')}</h4><dl>${caseData.map((field) => renderField(field.key, [renderCaseValue(field), renderCaseMarks(field)]))}</dl>` : nothing}
      ${transcript.length ? html`<h4 id="transcript">${msg('Transcript')}</h4>${this.#renderTranscript(transcript)}` : nothing}
    `;
  }

  /** Renders the transcript by blocks, so that Lit doesn't render a block again when the next one comes. */
  #renderTranscript(transcript: readonly Entry[]): TemplateResult {
    const starts = Array.from(
      { length: Math.min(this.blocks, Math.ceil(transcript.length / BLOCK_LENGTH)) },
      (_, block) => block * BLOCK_LENGTH,
    );
    return html`<ol aria-labelledby="transcript">
      ${starts.map((start) =>
        guard([transcript, formattingLocale()], () =>
          transcript.slice(start, start + BLOCK_LENGTH).map((entry, offset) => renderEntry(entry, transcript[start + offset - 1])),
        ),
      )}
    </ol>`;
  }
}

function renderField(label: string, value: unknown): TemplateResult {
  return html`<div class="field">
    <dt><bdi>${label}</bdi></dt>
    <dd dir="auto">${value}</dd>
  </div>`;
}

function renderEntry({ at, author, text }: Entry, before: Entry | undefined): TemplateResult {
  const isNewDay = before !== undefined && new Date(at).toDateString() !== new Date(before.at).toDateString();
  return html`<li>
    ${isNewDay ? html`<div class="day">${dayText(at)}</div>` : nothing}<bdi class="author">${author}</bdi>
    <time class="muted" datetime=${new Date(at).toISOString()} title=${fullTimeText(at)}>${timeText(at)}</time>
    <p dir="auto">${renderLinked(text)}</p>
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-past-interaction': PastInteractionView;
  }
}
