import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TargetsSlice } from '../../channel/contract.ts';
import { targetKeyOf } from '../../model/target-ref.ts';
import { formattingLocale } from '../../words/localization.ts';
import type { RowPlaces } from './row-places.ts';
import { renderTargetRow, ROW_HEIGHT, type TargetRowActions } from './target-row.ts';

/** What the grid of internal targets needs beside its rows. */
export interface TargetGrid {
  /** The place of the row that the keys act on; -1 for none. */
  readonly selected: number;
  /** Whether the agent may start sessions. */
  readonly canMake: boolean;
  readonly places: RowPlaces;
  readonly rowActions: TargetRowActions;
  readonly onClick: () => void;
}

/** The internal targets in sight, in a grid that is as high as all of them. Rows are rendered again only if something of them can have changed. */
export function renderTargetGrid(slice: TargetsSlice, { selected, canMake, places, rowActions, onClick }: TargetGrid): TemplateResult {
  const { rows, first, total } = slice;
  return html`<div
    class="grid"
    id="targets"
    role="grid"
    aria-label=${msg('Internal targets')}
    aria-rowcount=${total}
    .style=${`block-size: ${total * ROW_HEIGHT}px`}
    @mousedown=${(event: Event) => event.preventDefault()}
    @click=${onClick}
  >
    ${guard([slice, selected, canMake, rowActions.isConsulting(), formattingLocale()], () => {
      const placeOf = places.assign(rows.map(targetKeyOf));
      return repeat(
        rows,
        (_, offset) => placeOf[offset],
        (target, offset) => renderTargetRow(target, first + offset, first + offset === selected, canMake, rowActions),
      );
    })}
  </div>`;
}
