import { css } from 'lit';

export const unsentRecordsStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  p,
  h3,
  ul {
    margin: 0;
  }
  ul {
    display: grid;
    gap: 12px;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--vscode-panel-border);
    overflow-wrap: anywhere;
  }
  h3 {
    font: inherit;
    font-weight: 600;
  }
  .reason {
    display: flex;
    gap: 6px;
  }
  .refused .icon {
    color: var(--vscode-editorWarning-foreground);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  [role='alertdialog'] {
    display: grid;
    gap: 8px;
  }
`;
