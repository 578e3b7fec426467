import { css, html, type TemplateResult } from 'lit';

/** How loud something is, 0 to 1, as a bar. It is decoration: words say the same, or it is heard. */
export function levelMeter(level: number): TemplateResult {
  return html`<span class="meter" aria-hidden="true"><span class="level" .style=${`inline-size: ${Math.round(100 * Math.min(1, Math.max(0, level)))}%`}></span></span>`;
}

export const levelMeterStyles = css`
  .meter {
    display: inline-block;
    flex: none;
    inline-size: 48px;
    block-size: 8px;
    overflow: hidden;
    border: 1px solid var(--vscode-input-border);
    border-radius: 4px;
  }
  .level {
    display: block;
    block-size: 100%;
    background: var(--vscode-testing-iconPassed);
  }
  @media (forced-colors: active) {
    .level {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
