import { css } from 'lit';

/** A dialog over everything else. */
export const modalStyles = css`
  dialog {
    inline-size: min(440px, calc(100vw - 16px));
    max-block-size: calc(100vh - 16px);
    padding: 0;
    overflow: auto;
    border: 1px solid var(--vscode-widget-border);
    border-radius: 5px;
    background: var(--vscode-editorWidget-background);
    color: inherit;
    box-shadow: 0 4px 14px var(--vscode-widget-shadow);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 40%);
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 12px 16px 4px;
  }
  h2 {
    margin: 0;
    font-size: 15px;
    font-weight: 600;
  }
  .body {
    display: grid;
    gap: 12px;
    padding: 8px 16px 16px;
  }
`;
