import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { HISTORY_MEDIA, HISTORY_STATUSES, type HistoryConditions, type PastInteraction } from '../../model/contact/contact.ts';
import { logonOf } from '../../model/logon.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { dayOf, NEWEST_FIRST, startOfDay } from './contact-history-question.ts';
import { historyMediumText, historyStatusText } from './contact-history-text.ts';
import { fieldStyles } from '../kit/field.styles.ts';

/** The years that the contact service knows. */
const FIRST_DAY = '1900-01-01';
const LAST_DAY = '2199-12-30';

/**
 * The advanced search of a contact's history: by medium, status, agent and dates.
 *
 * @tag backchannel-contact-history-conditions
 */
@customElement('backchannel-contact-history-conditions')
@localized()
export class ContactHistoryConditions extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    css`
      :host {
        display: block;
        padding: 0 12px 8px;
        font-size: 12px;
      }
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 120px), 1fr));
        gap: 6px 12px;
      }
      fieldset {
        display: flex;
        flex-wrap: wrap;
        grid-column: 1 / -1;
        gap: 0 12px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        color: var(--vscode-descriptionForeground);
      }
      .check {
        gap: 4px;
      }
      .field {
        display: block;
        min-inline-size: 0;
      }
      .field span {
        color: var(--vscode-descriptionForeground);
      }
      .button {
        align-self: end;
        justify-self: start;
      }
      p {
        grid-column: 1 / -1;
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) conditions: HistoryConditions = NEWEST_FIRST;
  /** The agents that can be chosen. */
  @property({ attribute: false }) agents: readonly PastInteraction['agent'][] = [];
  /** Called with the conditions that the agent has changed. */
  @property({ attribute: false }) change: ((change: Partial<HistoryConditions>) => void) | undefined;

  @query('form') private form!: HTMLFormElement;

  #clear(): void {
    this.form.reset();
    this.change?.({ media: [], statuses: [], agent: undefined, from: undefined, to: undefined });
  }

  override render(): TemplateResult {
    const { media, statuses, from, to } = this.conditions;
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      ${renderChoices(msg('Medium'), HISTORY_MEDIA, media, historyMediumText, (chosen) => this.change?.({ media: chosen }))}
      ${renderChoices(msg('Status'), HISTORY_STATUSES, statuses, historyStatusText, (chosen) => this.change?.({ statuses: chosen }))}
      ${renderDay(msg('From'), from, (day) => this.change?.({ from: day === undefined ? undefined : startOfDay(day) }))}
      ${renderDay(msg('To'), to === undefined ? undefined : to - 1, (day) => this.change?.({ to: day === undefined ? undefined : startOfDay(day, 1) }))}
      ${this.#renderAgents()}
      <button class="button secondary" type="button" @click=${() => this.#clear()}>${msg('Clear')}</button>
      <p class="error" role="status">${from !== undefined && to !== undefined && from >= to ? msg('The first day is after the last one: nothing can match.') : ''}</p>
    </form>`;
  }

  #renderAgents(): TemplateResult {
    const { agent: chosen } = this.conditions;
    const isListed = chosen === undefined || this.agents.some(({ id }) => id === chosen);
    return html`<label class="field">
      <span>${msg('Agent')}</span>
      <select .value=${live(chosen ?? '')} @change=${(event: Event) => this.change?.({ agent: (event.currentTarget as HTMLSelectElement).value || undefined })}>
        <option value="" ?selected=${chosen === undefined}>${msg('All agents')}</option>
        ${isListed ? nothing : html`<option value=${chosen} selected>${logonOf(chosen)}</option>`}
        ${this.agents.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen}>${name ? `${name} (${logonOf(id)})` : logonOf(id)}</option>`)}
      </select>
    </label>`;
  }
}

function renderChoices<T extends string>(
  legend: string,
  all: readonly T[],
  chosen: readonly T[],
  textOf: (value: T) => string,
  choose: (chosen: T[]) => void,
): TemplateResult {
  return html`<fieldset>
    <legend>${legend}</legend>
    ${all.map((value) => {
      const isChosen = chosen.includes(value);
      return html`<label class="check">
        <input type="checkbox" .checked=${live(isChosen)} @change=${() => choose(all.filter((other) => (other === value ? !isChosen : chosen.includes(other))))} />${textOf(value)}
      </label>`;
    })}
  </fieldset>`;
}

/** A field for a day. As long as what is typed isn't a day yet, the condition stays as it was. */
function renderDay(label: string, at: number | undefined, choose: (day: string | undefined) => void): TemplateResult {
  const onChange = ({ currentTarget }: Event): void => {
    const { value, validity } = currentTarget as HTMLInputElement;
    if (validity.valid) choose(value || undefined);
  };
  return html`<label class="field">
    <span>${label}</span>
    <input type="date" min=${FIRST_DAY} max=${LAST_DAY} .value=${at === undefined ? '' : dayOf(at)} @input=${onChange} />
  </label>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-contact-history-conditions': ContactHistoryConditions;
  }
}
