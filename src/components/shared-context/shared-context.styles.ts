import { css } from 'lit';

export const sharedContextStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
  }
  .tabs {
    display: flex;
    flex: none;
    padding-inline: 6px;
    border-block-end: 1px solid var(--vscode-panel-border);
  }
  .tab {
    min-inline-size: 24px;
    padding: 6px;
    border-block-end: 1px solid transparent;
    color: var(--vscode-descriptionForeground);
    line-height: 22px;
    cursor: pointer;
  }
  .tab:hover {
    color: var(--vscode-foreground);
  }
  .tab[aria-selected='true'] {
    border-block-end-color: var(--vscode-focusBorder);
    color: var(--vscode-foreground);
  }
  .panel {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
  }
  /* The history scrolls within itself. */
  backchannel-contact-history {
    block-size: 100%;
  }
  p {
    margin: 0;
    padding: 8px 12px;
    font-size: 12px;
  }
  @media (forced-colors: active) {
    .tab[aria-selected='true'] {
      border-block-end: 2px solid Highlight;
    }
  }
`;
