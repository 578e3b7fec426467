import { css } from 'lit';

export const imTranscriptStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
  }
  .log {
    flex: 1;
    min-block-size: 0;
    padding: 8px 14px;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
  }
  /* Lines of a length that is read with ease, with the time beside them, however wide the window is. */
  .entries {
    max-inline-size: 720px;
  }
  .empty {
    margin: 16px 0;
    text-align: center;
  }
  .day {
    display: flex;
    gap: 10px;
    align-items: center;
    margin-block: 8px;
    color: var(--vscode-descriptionForeground);
    font-size: 11px;
  }
  .day::before,
  .day::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--vscode-panel-border);
  }
  .event {
    padding-block: 3px;
    color: var(--vscode-descriptionForeground);
    font-size: 12px;
    font-style: italic;
    overflow-wrap: anywhere;
  }
  .entry {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    column-gap: 8px;
    padding-block: 4px;
    contain-intrinsic-block-size: auto 46px;
  }
  /* The few at the end are laid out at once: with this, the browser would lay out each that comes twice. */
  .many .entry {
    content-visibility: auto;
  }
  .who {
    font-size: 12px;
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .own .who {
    color: var(--backchannel-own-logon);
  }
  .peer .who {
    color: var(--backchannel-peer-logon);
  }
  .entry time {
    color: var(--vscode-descriptionForeground);
    font-size: 11px;
  }
  .body {
    grid-column: 1 / -1;
    margin: 1px 0 0;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .body a {
    color: var(--vscode-textLink-foreground);
    unicode-bidi: isolate;
  }
  .undelivered {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: baseline;
    font-size: 12px;
  }
  .undelivered p {
    margin: 0;
  }
  .delivery {
    grid-column: 1 / -1;
    display: flex;
    gap: 4px;
    align-items: center;
    color: var(--vscode-descriptionForeground);
    font-size: 11px;
  }
  .delivery.failed {
    color: var(--vscode-errorForeground);
  }
  .expand {
    grid-column: 1 / -1;
    justify-self: start;
    min-block-size: 24px;
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
  }
  .new {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    inline-size: max-content;
    margin-inline: auto;
    border-radius: 13px;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow);
  }
`;
