import { css } from 'lit';

export const caseDataStyles = css`
  :host {
    display: block;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(5em, max-content) minmax(0, 1fr);
    gap: 2px 12px;
    margin: 0;
    padding: 8px 12px;
  }
  .field {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    padding-block: 3px;
  }
  dt {
    max-inline-size: 10em;
    color: var(--vscode-descriptionForeground);
    overflow-wrap: anywhere;
  }
  dd {
    margin: 0;
    padding-inline-start: 10px;
    border-inline-start: 2px solid transparent;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .changed dd {
    border-inline-start-color: var(--vscode-focusBorder);
  }
  .left-out dd {
    color: var(--vscode-descriptionForeground);
    text-decoration: line-through;
  }
  .expand {
    display: block;
    min-block-size: 24px;
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
  }
  .editable {
    display: flex;
    gap: 4px;
    align-items: flex-start;
  }
  .value {
    flex: 1;
    min-inline-size: 0;
  }
  .editable > button {
    margin-block: -3px;
  }
  dd .editable > button .icon {
    margin: 0;
  }
  dd .icon {
    margin-inline-start: 4px;
    vertical-align: text-bottom;
  }
  a {
    color: var(--vscode-textLink-foreground);
  }
  label {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    min-block-size: 24px;
  }
  input {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    margin: 1px 0;
    accent-color: var(--vscode-button-background);
  }
  p {
    margin: 0;
    padding: 8px 12px;
  }
`;
