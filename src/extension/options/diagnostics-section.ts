import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { DiagnosticsSlice } from '../../channel/contract.ts';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { buttonStyles } from '../../components/kit/button.styles.ts';
import { saveJson } from '../../components/kit/save-file.ts';
import { SliceController } from '../../components/kit/slice-controller.ts';
import type { LogEntry } from '../../model/log-entry.ts';
import { formattingLocale } from '../../words/localization.ts';
import { dateTimeText } from '../../words/date-format.ts';
import { sectionStyles } from './section.styles.ts';

/** How many entries are shown, the newest ones. The file has all of them. */
const SHOWN = 30;

/**
 * Shows what went wrong, and how the connection fared, to somebody who looks for a fault: codes, counts and times (docs/deploying.md).
 *
 * @tag backchannel-diagnostics-section
 */
@customElement('backchannel-diagnostics-section')
@localized()
export class DiagnosticsSection extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    sectionStyles,
    css`
      h3 {
        margin: 0;
        font-size: inherit;
      }
      dl {
        grid-template-columns: minmax(0, max-content) minmax(0, 1fr);
      }
      .entries {
        max-block-size: 240px;
        overflow-y: auto;
      }
    `,
  ];

  readonly #diagnostics = new SliceController<'diagnostics'>(this, () => ({ kind: 'diagnostics' }));

  override render(): TemplateResult | typeof nothing {
    const diagnostics = this.#diagnostics.slice;
    if (!diagnostics) return nothing;

    const { counts, entries } = diagnostics;
    return html`
      <p class="muted">${msg('What failed, what came in and was not taken, and how the connection fared, as codes for support. Nothing of what was written, or by whom, is kept.')}</p>
      ${
        counts.length > 0
          ? html`<h3 id="counts">${msg('Since Backchannel was started')}</h3>
            <dl aria-labelledby="counts">${counts.map(({ reason, count }) => html`<dt class="muted" dir="ltr" translate="no">${reason}</dt><dd>${count.toLocaleString(formattingLocale())}</dd>`)}</dl>`
          : nothing
      }
      ${
        entries.length > 0
          ? html`<h3 id="entries">${msg('What happened last')}</h3>
            <div class="entries" role="group" aria-labelledby="entries" tabindex="0">
              <dl>${entries
                .slice(-SHOWN)
                .reverse()
                .map((entry) => this.#renderEntry(entry))}</dl>
            </div>`
          : nothing
      }
      <div class="actions"><button class="button secondary" @click=${() => this.#export(diagnostics)}>${msg('Export Diagnostics')}</button></div>
    `;
  }

  #renderEntry({ at, code, count, ms }: LogEntry): TemplateResult {
    const numberText = (number: number) => number.toLocaleString(formattingLocale());
    return html`<dt class="muted">${dateTimeText(at)}</dt>
      <dd>
        <span dir="ltr" translate="no">${code}</span>${count > 1 ? html` · ${msg(str`${numberText(count)} times`)}` : nothing}${ms === undefined ? nothing : html` · ${msg(str`${numberText(ms)} ms`)}`}
      </dd>`;
  }

  #export({ counts, entries }: DiagnosticsSlice): void {
    const { version } = browser.runtime.getManifest();
    const exportedAt = new Date().toISOString();
    saveJson(`backchannel-diagnostics-${exportedAt.slice(0, 10)}.json`, {
      format: 'backchannel-diagnostics',
      version: 1,
      exportedAt,
      backchannel: version,
      browser: navigator.userAgent,
      counts,
      entries,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-diagnostics-section': DiagnosticsSection;
  }
}
