import { msg } from '@lit/localize';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, type TemplateResult } from 'lit';
import type { CommandInput } from '../../channel/contract.ts';
import { icon } from '../kit/icon.ts';

/** What the agent decides about a card number in a message. */
export type CardNumbers = NonNullable<CommandInput<'send'>['cardNumbers']>;

/** Asks about a payment card number before it is sent. Enter presses the first button, *Mask*; Escape goes back to the text. */
export function renderCardNumberQuestion(answer: (cardNumbers: CardNumbers) => void, leave: () => void): TemplateResult {
  const onKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      leave();
    }
  };
  return html`<div class="question" role="alertdialog" aria-labelledby="card-number" @keydown=${onKeydown}>
    <p id="card-number">${icon(warning)}<span>${msg('Your message seems to hold a payment card number. Mask it but for its last four digits?')}</span></p>
    <span class="answers">
      <button class="button" @click=${() => answer('mask')}>${msg('Mask')}</button>
      <button class="button secondary" @click=${() => answer('as-is')}>${msg('Send as it is')}</button>
    </span>
  </div>`;
}
