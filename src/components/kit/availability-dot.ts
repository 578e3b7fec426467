import { css, html, type TemplateResult } from 'lit';
import type { Availability } from '../../model/agent.ts';

/** A status by colour and by shape. Its words always stand beside it, so that nobody depends on the colour. */
export function availabilityDot(availability: Availability): TemplateResult {
  return html`<span class="dot ${availability}" aria-hidden="true"></span>`;
}

export const availabilityDotStyles = css`
  .dot {
    flex: none;
    inline-size: 9px;
    block-size: 9px;
    border: 2px solid var(--vscode-descriptionForeground);
    border-radius: 50%;
  }
  .dot.ready,
  .dot.after-call-work {
    background: var(--vscode-testing-iconPassed);
    border-color: var(--vscode-testing-iconPassed);
  }
  .dot.after-call-work {
    border-radius: 50% 50% 50% 0;
  }
  .dot.not-ready,
  .dot.on-call {
    border-color: var(--vscode-editorWarning-foreground);
  }
  .dot.on-call {
    background: var(--vscode-editorWarning-foreground);
  }
  .dot.do-not-disturb {
    background: var(--vscode-errorForeground);
    border-color: var(--vscode-errorForeground);
    border-radius: 2px;
  }
  .dot.reconnecting,
  .dot.unknown {
    border-style: dotted;
  }
  @media (forced-colors: active) {
    .dot {
      forced-color-adjust: none;
    }
  }
`;
