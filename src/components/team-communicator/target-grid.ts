import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { TargetsSlice } from '../../channel/contract.ts';
import { targetKeyOf } from '../../model/target-ref.ts';
import { renderTargetRow, ROW_HEIGHT, type TargetRowActions } from './target-row.ts';

/** What the grid of internal targets needs beside its rows. */
export interface TargetGrid {
  /** The place of the row that the keys act on; -1 for none. */
  readonly selected: number;
  /** Whether the agent may start sessions. */
  readonly canMake: boolean;
  readonly rowActions: TargetRowActions;
  readonly onClick: () => void;
}

/** The internal targets in sight, in a grid that is as high as all of them. */
export function renderTargetGrid(
  { rows, first, total }: TargetsSlice,
  { selected, canMake, rowActions, onClick }: TargetGrid,
): TemplateResult {
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
    ${repeat(rows, targetKeyOf, (target, offset) =>
      renderTargetRow(target, first + offset, first + offset === selected, canMake, rowActions),
    )}
  </div>`;
}
