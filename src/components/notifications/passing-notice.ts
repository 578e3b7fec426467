import { msg } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../kit/icon.ts';
import type { SaidController } from './said-controller.ts';

/** A notification that passes by itself, and that the agent can dismiss, also by Escape while the focus is in it. */
export function passingNotice(content: unknown, dismiss: () => void, actions: unknown = nothing): TemplateResult {
  const onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;

    // Escape ends here. Otherwise it would also close the dock.
    event.preventDefault();
    event.stopPropagation();
    dismiss();
  };
  return html`<div class="notification" @keydown=${onKeydown}>
    <div class="passing">
      ${content}
      <button class="icon-button" aria-label=${msg('Dismiss')} title=${msg('Dismiss')} @click=${dismiss}>${icon(close)}</button>
    </div>
    ${actions}
  </div>`;
}

/** What the agent is told, if anything is. */
export function saidNotice(said: SaidController): TemplateResult | typeof nothing {
  return said.words ? passingNotice(html`<p class="words">${said.words}</p>`, () => said.say('')) : nothing;
}
