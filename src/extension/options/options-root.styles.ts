import { css } from 'lit';

export const optionsRootStyles = css`
  :host {
    display: block;
    min-block-size: 100vh;
    background: var(--vscode-editor-background);
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 28px;
    box-sizing: border-box;
    max-inline-size: 560px;
    margin-inline: auto;
    padding: 24px 16px 48px;
  }
  h1 {
    display: flex;
    gap: 10px;
    align-items: center;
    margin: 0;
    font-size: 20px;
    font-weight: 400;
  }
  h2 {
    margin: 0 0 12px;
    padding-block-end: 6px;
    border-block-end: 1px solid var(--vscode-panel-border);
    font-size: 15px;
    font-weight: 600;
  }
  p {
    margin: 0;
  }
`;
