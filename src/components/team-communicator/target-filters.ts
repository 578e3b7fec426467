import { msg, str } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import { html, type TemplateResult } from 'lit';
import { TARGET_FILTERS, type TargetFilter } from '../../model/internal-target.ts';
import { icon } from '../kit/icon.ts';
import { filterText } from './target-list-text.ts';

/** The filters of the Team Communicator, of which one is pressed. */
export function renderTargetFilters(current: TargetFilter, press: (filter: TargetFilter) => void): TemplateResult {
  return html`<div class="toggles" role="group" aria-label=${msg('Show')}>
    ${TARGET_FILTERS.map(
      (filter) =>
        html`<button class="toggle" aria-pressed=${filter === current} @click=${() => press(filter)}>${filterText(filter)}</button>`,
    )}
  </div>`;
}

/** Says that only the members of a group are listed, with a button that lists all again. */
export function renderGroupChip(group: string, leave: () => void): TemplateResult {
  return html`<div class="chip">
    <bdi class="clip">${msg(str`Members of ${group}`)}</bdi>
    <button
      class="icon-button"
      aria-label=${msg(str`Don't limit to members of ${group}`)}
      title=${msg(str`Don't limit to members of ${group}`)}
      @click=${leave}
    >
      ${icon(close)}
    </button>
  </div>`;
}
