import { css } from 'lit';

/** What every element shares: box model, text, focus ring, icons, and texts for screen readers only. */
export const baseStyles = css`
  :host {
    box-sizing: border-box;
    color: var(--vscode-foreground);
    font: var(--vscode-font-size, 13px) / 1.4 var(--vscode-font-family, 'Segoe WPC', 'Segoe UI', system-ui, Inter, 'Noto Sans', sans-serif);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
    box-shadow: inset 0 0 0 1px var(--vscode-focusBorder);
  }
  .icon {
    display: inline-flex;
    flex: none;
  }
  .icon svg {
    inline-size: 16px;
    block-size: 16px;
  }
  .grow {
    flex: 1;
  }
  .muted {
    color: var(--vscode-descriptionForeground);
  }
  .clip {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* A sentence is read as its language is, in a page that goes the other way too. */
  p:not([dir]) {
    unicode-bidi: plaintext;
  }
  /* It stands where its row begins, as a name does, whichever way they are read. */
  p:not([dir]),
  bdi,
  .clip {
    text-align: match-parent;
    text-align: -webkit-match-parent; /* Chromium's name for it */
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .badge {
    min-inline-size: 18px;
    padding: 2px 5px;
    border-radius: 11px;
    background: var(--vscode-activityBarBadge-background);
    color: var(--vscode-activityBarBadge-foreground);
    font-size: 11px;
    font-weight: 400;
    line-height: 14px;
    text-align: center;
  }
`;
