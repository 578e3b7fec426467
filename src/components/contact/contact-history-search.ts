import { msg } from '@lit/localize';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../kit/icon.ts';
import { conditionCount, type HistoryQuestion } from './contact-history-question.ts';

const MAX_SEARCH_LENGTH = 200;

/** What the search of a contact's history shows and does. */
export interface HistorySearch {
  readonly question: HistoryQuestion;
  /** Whether the conditions of *Advanced Search* are shown. */
  readonly isAdvanced: boolean;
  readonly search: (words: string) => void;
  readonly onKeydown: (event: KeyboardEvent) => void;
  readonly toggleAdvanced: () => void;
}

/** The search field, and the button that shows the conditions. */
export function renderHistorySearch({ question, isAdvanced, search, onKeydown, toggleAdvanced }: HistorySearch): TemplateResult {
  const count = conditionCount(question);
  return html`
    <div class="search">
      <input
        type="search"
        aria-label=${msg('Search contact history')}
        placeholder=${msg('Search contact history')}
        autocomplete="off"
        spellcheck="false"
        maxlength=${MAX_SEARCH_LENGTH}
        .value=${live(question.search)}
        @input=${(event: Event & { readonly currentTarget: HTMLInputElement }) => search(event.currentTarget.value)}
        @keydown=${onKeydown}
      />
    </div>
    <button class="advanced" aria-expanded=${isAdvanced} aria-controls=${isAdvanced ? 'conditions' : nothing} @click=${toggleAdvanced}>
      ${icon(isAdvanced ? chevronDown : chevronRight)}${msg('Advanced Search')}${count ? html` <span class="badge">${count}</span>` : nothing}
    </button>
  `;
}
