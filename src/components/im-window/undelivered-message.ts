import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { TranscriptMessage } from '../../model/session/im-session.ts';

/** The agent wants a message that wasn't delivered to be sent again. */
export class SendAgainEvent extends Event {
  constructor(
    readonly messageId: string,
    readonly isSplit: boolean,
  ) {
    super('send-again', { bubbles: true, composed: true });
  }
}

/** Why a message wasn't delivered, and what can be done about it. @param canSendAgain Whether the session goes on */
export function renderUndelivered({ id, failure }: TranscriptMessage, canSendAgain: boolean): TemplateResult {
  return html`<div class="undelivered">
    ${failure ? html`<p class="muted">${failureText(failure)}</p>` : nothing}
    ${
      canSendAgain
        ? html`${renderAction(msg('Retry'), id, false)}${failure === 'too-large' ? renderAction(msg('Split'), id, true) : nothing}`
        : nothing
    }
  </div>`;
}

function renderAction(label: string, id: string, isSplit: boolean): TemplateResult {
  const onClick = ({ currentTarget }: MouseEvent) => currentTarget?.dispatchEvent(new SendAgainEvent(id, isSplit));
  return html`<button class="expand" @click=${onClick}>${label}</button>`;
}

function failureText(failure: NonNullable<TranscriptMessage['failure']>): string {
  switch (failure) {
    case 'too-large':
      return msg('The message is longer than your server takes. Split it to send it in parts.');
    case 'not-taken':
      return msg("Your server doesn't take this message, and doesn't say why.");
  }
}

declare global {
  interface HTMLElementEventMap {
    'send-again': SendAgainEvent;
  }
}
