import { css } from 'lit';

/** A line of a side bar list: 28 px, one line, actions at its end. */
export const rowStyles = css`
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: 100%;
    block-size: 28px;
    padding-inline: 14px 8px;
    white-space: nowrap;
    overflow: hidden;
  }
  .row:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .row.selected {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
  }
  .row.selected .muted {
    color: inherit;
  }
  .name {
    flex: 0 1 auto;
    min-inline-size: 4em;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .meta {
    flex: 0 1000 auto;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    font-size: 12px;
  }
  @media (forced-colors: active) {
    .row.selected {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
