import { css } from 'lit';

export const historyListStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    background: var(--vscode-sideBar-background);
  }
  .list {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }
  h2 {
    margin: 0;
    padding: 4px 14px 0;
    font-size: 11px;
    font-weight: 700;
    line-height: 20px;
    letter-spacing: 0.02em;
    text-transform: uppercase;
  }
  .search {
    padding: 8px;
  }
  .scroller {
    position: relative;
    flex: 1;
    min-block-size: 88px;
    overflow: hidden auto;
    contain: strict;
    scrollbar-width: thin;
    scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
  }
  .rows {
    position: relative;
  }
  .row {
    position: absolute;
    inset-inline: 0;
    inset-block-start: calc(var(--index) * 62px);
    display: grid;
    grid-template: 20px 18px 18px / 16px minmax(0, 1fr) auto;
    gap: 0 8px;
    align-items: center;
    block-size: 62px;
    padding: 3px 14px;
    overflow: hidden;
    white-space: nowrap;
    cursor: pointer;
  }
  .who {
    display: flex;
    gap: 8px;
    align-items: baseline;
    min-inline-size: 0;
  }
  .when,
  .how {
    font-size: 12px;
  }
  .about,
  .how {
    grid-column: 2 / -1;
  }
  .scroller:not(.active) .row.selected {
    background: var(--vscode-list-hoverBackground);
    color: inherit;
  }
  .scroller:not(.active) .row.selected .muted {
    color: var(--vscode-descriptionForeground);
  }
  .empty,
  .searching {
    margin: 0;
    padding: 4px 14px;
    overflow-wrap: anywhere;
  }
`;
