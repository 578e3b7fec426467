import { localized, msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { formattingLocale } from '../../words/localization.ts';
import { SliceController } from '../../components/kit/slice-controller.ts';
import { sectionStyles } from './section.styles.ts';

/**
 * How much of what came in was not taken, by reason: for who looks for a fault. The reasons are codes, as support knows them.
 *
 * @tag backchannel-dropped-section
 */
@customElement('backchannel-dropped-section')
@localized()
export class DroppedSection extends LitElement {
  static override styles = [baseStyles, sectionStyles];

  readonly #diagnostics = new SliceController<'diagnostics'>(this, () => ({ kind: 'diagnostics' }));

  override render(): TemplateResult | typeof nothing {
    const diagnostics = this.#diagnostics.slice;
    if (!diagnostics) {
      return nothing;
    }
    if (diagnostics.dropped.length === 0) {
      return html`<p class="muted">${msg('Everything that came in since Backchannel was started was taken.')}</p>`;
    }
    return html`
      <p class="muted">${msg('What came in since Backchannel was started and was not taken, by reason. Nothing of what was written, or by whom, is kept.')}</p>
      <dl>
        ${diagnostics.dropped.map(({ reason, count }) => html`<dt class="muted" dir="ltr" translate="no">${reason}</dt><dd>${count.toLocaleString(formattingLocale())}</dd>`)}
      </dl>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-dropped-section': DroppedSection;
  }
}
