import { css } from 'lit';

export const teamCommunicatorStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .communicator {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }
  .search {
    padding: 8px;
  }
  .chip {
    display: flex;
    gap: 6px;
    align-items: center;
    align-self: flex-start;
    max-inline-size: calc(100% - 16px);
    margin: 0 8px 8px;
    padding-inline-start: 8px;
    border: 1px solid var(--vscode-dropdown-border);
    border-radius: 4px;
    background: var(--vscode-input-background);
  }
  .scroller {
    position: relative;
    flex: 1;
    min-block-size: 84px;
    overflow: hidden auto;
    contain: strict;
    scrollbar-width: thin;
    scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
  }
  .grid {
    position: relative;
  }
  .row {
    position: absolute;
    inset-inline: 0;
    inset-block-start: calc(var(--index) * 28px);
    cursor: default;
    /* A row is laid out by itself, so that the next letter shows its results a frame sooner. */
    contain: strict;
  }
  /* The last rows are laid out only where they are in sight. The first ones are as a rule; the browser would lay out the list twice to find that out. */
  .row:nth-child(n + 21) {
    content-visibility: auto;
  }
  .target {
    display: flex;
    flex: 1;
    gap: 8px;
    align-items: center;
    min-inline-size: 0;
  }
  .favorite {
    display: flex;
    opacity: 0.8;
  }
  .favorite svg {
    inline-size: 12px;
    block-size: 12px;
  }
  .status {
    font-size: 12px;
  }
  .actions {
    position: absolute;
    inset-inline-end: 6px;
    display: flex;
    gap: 0;
    opacity: 0;
  }
  .row:hover .actions,
  .row.selected .actions,
  .actions:focus-within {
    opacity: 1;
  }
  .row:hover .status,
  .row.selected .status {
    opacity: 0;
    min-inline-size: 56px;
  }
  @media (hover: none) {
    .actions {
      position: static;
      opacity: 1;
    }
    .row .status,
    .row:hover .status,
    .row.selected .status {
      opacity: 1;
      min-inline-size: 0;
    }
  }
  /* One thing of the window is selected, the interaction that is shown. The row that the keys act on is marked otherwise. */
  .row.selected {
    background: var(--vscode-list-hoverBackground);
    color: inherit;
  }
  .row.selected .muted {
    color: var(--vscode-descriptionForeground);
  }
  .communicator:focus-within .row.selected {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .about {
    display: flex;
    gap: 6px;
    align-items: center;
    padding-inline: 14px 4px;
    border-inline-start: 2px solid var(--vscode-focusBorder);
  }
  .about span {
    flex: 1;
  }
  h3 {
    margin: 0;
    padding: 4px 14px 2px;
    font-size: 11px;
    font-weight: 600;
  }
  .row.consultation {
    position: static;
  }
  .buttons {
    display: flex;
  }
  .empty,
  .said {
    margin: 0;
    padding: 4px 14px;
    overflow-wrap: anywhere;
  }
  .said:empty {
    display: none;
  }
`;
