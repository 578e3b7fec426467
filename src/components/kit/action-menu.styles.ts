import { css } from 'lit';

export const actionMenuStyles = css`
  .menu {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 4px;
    min-inline-size: 200px;
    max-inline-size: calc(100vw - 8px);
    max-block-size: calc(100vh - 8px);
    overflow: auto;
    border: 1px solid var(--vscode-menu-border);
    border-radius: 5px;
    background: var(--vscode-menu-background);
    color: var(--vscode-menu-foreground);
    box-shadow: 0 4px 14px var(--vscode-widget-shadow);
    font: inherit;
  }
  .item {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 26px;
    padding: 2px 10px;
    border-radius: 3px;
    cursor: pointer;
    outline: none;
  }
  .item > .icon,
  .item > .no-icon {
    inline-size: 16px;
  }
  .item:focus {
    background: var(--vscode-menu-selectionBackground);
    color: var(--vscode-menu-selectionForeground);
    outline: 1px solid var(--vscode-contrastBorder);
    box-shadow: none;
  }
  .item[aria-disabled='true'] {
    cursor: default;
  }
  .item[aria-disabled='true'] .label {
    opacity: 0.75;
  }
  .label {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .reason {
    display: block;
    font-size: 12px;
    font-style: italic;
  }
  kbd {
    margin-inline-start: 16px;
    font: inherit;
    font-size: 12px;
  }
  hr {
    margin: 4px 0;
    border: 0;
    border-block-start: 1px solid var(--vscode-menu-border);
  }
  @media (forced-colors: active) {
    .item:focus {
      outline: 2px solid Highlight;
    }
  }
  /* The style sheet draws the keys, so that they aren't part of the item's text, which is its accessible name. */
  kbd::after {
    content: attr(data-keys);
  }
`;
