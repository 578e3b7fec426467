import { css } from 'lit';

export const imComposerStyles = css`
  :host {
    display: block;
    flex: none;
    padding: 8px 12px;
    border-block-start: 1px solid var(--vscode-panel-border);
  }
  .line {
    display: flex;
    gap: 8px;
    align-items: flex-end;
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 52px;
    /* The IM window is the container: a long draft leaves room for what it answers, and never pushes Send out of sight. */
    max-block-size: max(28px, min(8lh + 12px, 40cqb));
    padding: 5px 8px;
    resize: none;
    field-sizing: content;
    overflow-wrap: anywhere;
    scrollbar-width: thin;
  }
  textarea[aria-disabled='true'] {
    opacity: 0.75;
  }
  .tools {
    display: flex;
    gap: 4px;
    align-items: center;
  }
  .hint {
    margin: 0 0 6px;
    font-size: 12px;
  }
  .question {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 12px;
    align-items: center;
    margin: 0 0 8px;
    padding: 6px 8px;
    border-inline-start: 3px solid var(--vscode-editorWarning-foreground);
    background: var(--vscode-sideBar-background);
    font-size: 12px;
  }
  .question p {
    display: flex;
    flex: 1 1 16em;
    gap: 8px;
    margin: 0;
  }
  .question .icon {
    flex: none;
    color: var(--vscode-editorWarning-foreground);
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .counter {
    margin: 4px 0 0;
    font-size: 12px;
    text-align: end;
  }
  @container (max-width: 480px) {
    .send {
      inline-size: 38px;
      padding: 0;
    }
    .send .label {
      display: none;
    }
    .tools {
      flex-direction: column;
      gap: 0;
    }
  }
  /* A window that is as low as zooming in to 400 % makes one (WCAG 1.4.10). */
  @container (max-height: 240px) {
    :host {
      padding: 4px 8px;
    }
    textarea {
      min-block-size: 28px;
    }
    .tools {
      flex-direction: row;
    }
  }
`;
