import { css } from 'lit';

/** What the panels of the Interaction window's place share: a column, with a header line on top. */
export const panelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    container-type: inline-size;
  }
  .header {
    display: flex;
    flex: none;
    gap: 8px;
    align-items: center;
    min-block-size: 36px;
    padding: 4px 12px;
    border-block-end: 1px solid var(--vscode-panel-border);
  }
`;
