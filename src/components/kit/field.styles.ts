import { css } from 'lit';

/** Text fields in VS Code's manner. */
export const fieldStyles = css`
  input,
  select,
  textarea {
    font: inherit;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border);
    border-radius: 2px;
  }
  input,
  select {
    inline-size: 100%;
    block-size: 28px;
    padding-inline: 8px;
  }
  .check {
    display: flex;
    gap: 8px;
    align-items: center;
    min-block-size: 24px;
  }
  .check input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--vscode-button-background);
  }
  input[aria-invalid='true'],
  textarea[aria-invalid='true'] {
    border-color: var(--vscode-errorForeground);
  }
  ::placeholder {
    color: var(--vscode-input-placeholderForeground);
    opacity: 1;
  }
  .error {
    color: var(--vscode-errorForeground);
  }
`;
