import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { type Shortcut, withShortcut } from '../../words/shortcut-keys.ts';

const MAX_SEARCH_LENGTH = 200;

/** What the search field of the Team Communicator shows and does. */
export interface TargetSearchField {
  /** The consultation that is selected. Keys act on it rather than on a target. */
  readonly consultationId: string | undefined;
  /** The row that is selected; undefined for none. */
  readonly rowIndex: number | undefined;
  readonly hasRows: boolean;
  /** The shortcut that comes here. */
  readonly shortcut: Shortcut | undefined;
  readonly search: (words: string) => void;
  readonly onKeydown: (event: KeyboardEvent) => void;
}

/** The search field. It keeps the focus while keys move through the rows below it. */
export function renderTargetSearchField({
  consultationId,
  rowIndex,
  hasRows,
  shortcut,
  search,
  onKeydown,
}: TargetSearchField): TemplateResult {
  const isInConsultations = consultationId !== undefined;
  const row = rowIndex === undefined ? nothing : `row-${rowIndex}`;
  return html`<div class="search">
    <input
      type="text"
      role="combobox"
      aria-label=${msg('Search internal targets')}
      placeholder=${msg('Search people and groups')}
      autocomplete="off"
      spellcheck="false"
      maxlength=${MAX_SEARCH_LENGTH}
      aria-autocomplete="list"
      aria-haspopup="grid"
      aria-expanded=${hasRows || isInConsultations}
      aria-controls=${isInConsultations ? 'consultations' : 'targets'}
      aria-activedescendant=${isInConsultations ? `consultation-${consultationId}` : row}
      aria-keyshortcuts=${shortcut?.aria ?? nothing}
      title=${withShortcut(msg('Team Communicator'), shortcut)}
      @input=${(event: Event & { readonly currentTarget: HTMLInputElement }) => search(event.currentTarget.value)}
      @keydown=${onKeydown}
    />
  </div>`;
}
