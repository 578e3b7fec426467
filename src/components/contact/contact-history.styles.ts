import { css } from 'lit';

export const contactHistoryStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    container-type: inline-size;
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
  }
  :host > * {
    flex: none;
  }
  .search {
    padding: 4px 8px 0;
  }
  .advanced {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    min-block-size: 26px;
    margin-inline: 8px;
  }
  .advanced:dir(rtl) .icon {
    transform: scaleX(-1);
  }
  p {
    margin: 0;
    padding: 2px 12px 6px;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .panes {
    display: flex;
    flex: 1 0 0;
    flex-direction: column;
    min-block-size: 180px;
    border-block-start: 1px solid var(--vscode-panel-border);
  }
  .panes.detailed {
    min-block-size: 420px;
  }
  .table {
    position: relative;
    flex: 1 1 0;
    min-inline-size: 0;
    container-type: inline-size;
  }
  backchannel-past-interaction {
    flex: 1.4 1 0;
    min-inline-size: 0;
    min-block-size: 0;
    border-block-start: 1px solid var(--vscode-panel-border);
  }
  .grid {
    --row-height: 28px;
    --columns: 140px minmax(0, 3.4fr) 156px 58px minmax(0, 1.4fr) minmax(0, 1.4fr);
    position: absolute;
    inset: 0;
    overflow: hidden auto;
    scrollbar-width: thin;
    scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
  }
  .header {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: grid;
    grid-template-columns: var(--columns);
    gap: 0 8px;
    padding-inline: 12px;
    border-block-end: 1px solid var(--vscode-panel-border);
    background: var(--backchannel-context-background, var(--vscode-editor-background));
  }
  .header > span {
    min-inline-size: 0;
  }
  .header button {
    display: inline-flex;
    align-items: center;
    max-inline-size: 100%;
    min-block-size: 24px;
    font-size: 12px;
    font-weight: 600;
  }
  .rows {
    position: relative;
    block-size: calc(var(--total) * var(--row-height));
  }
  .row {
    position: absolute;
    inset-inline: 0;
    inset-block-start: calc(var(--index) * var(--row-height));
    display: grid;
    grid-template-columns: var(--columns);
    gap: 0 8px;
    block-size: var(--row-height);
    padding-inline: 12px;
    cursor: pointer;
  }
  .medium {
    display: flex;
    gap: 6px;
    align-items: center;
    min-inline-size: 0;
    overflow: hidden;
  }
  .row .muted {
    font-size: 12px;
  }
  .row .clip {
    align-self: center;
  }
  .short {
    display: none;
  }
  .word {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  mark {
    background: none;
    color: inherit;
    font-weight: 700;
    text-decoration: underline;
  }
  /* One thing of the window is selected, the interaction that is shown. The row that the keys act on is marked otherwise. */
  .row.selected {
    background: none;
    color: inherit;
  }
  .row.selected:hover,
  .row.shown,
  .grid:focus .row.selected {
    background: var(--vscode-list-hoverBackground);
  }
  .row.selected .muted {
    color: var(--vscode-descriptionForeground);
  }
  .grid:focus .row.selected {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  @container (min-width: 720px) {
    .panes.detailed {
      flex-direction: row;
      min-block-size: 260px;
    }
    .table {
      flex-grow: 1.4;
    }
    backchannel-past-interaction {
      flex-grow: 1;
      border-block-start: 0;
      border-inline-start: 1px solid var(--vscode-panel-border);
    }
  }
  .sort {
    display: none;
    gap: 4px;
    align-items: center;
    padding: 2px 8px 4px 12px;
    font-size: 12px;
  }
  .sort select {
    inline-size: auto;
    min-inline-size: 0;
  }
  /* Rows fold into two lines, the subject on one of its own. There are no columns then that titles could stand over. */
  @container (max-width: 560px) {
    .sort {
      display: flex;
    }
    .grid {
      --row-height: 44px;
    }
    /* Screen readers still name each cell by its column. By keyboard the titles come into sight. */
    .header {
      display: flex;
      flex-wrap: wrap;
      gap: 0 10px;
    }
    .header:not(:focus-within) {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      padding: 0;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .row {
      grid-template: 'medium subject subject subject subject' 20px 'medium start agent outcome length' 18px / 16px auto minmax(0, 1fr) minmax(
          0,
          1fr
        ) auto;
      align-content: center;
    }
    .row .medium {
      grid-area: medium;
      block-size: 20px;
    }
    .row .subject {
      grid-area: subject;
    }
    .row .start {
      grid-area: start;
    }
    .row .length {
      grid-area: length;
    }
    .row .agent {
      grid-area: agent;
    }
    .row .outcome {
      grid-area: outcome;
    }
    .short {
      display: inline;
    }
    .word,
    .long {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
