import { css } from 'lit';

export const callBarStyles = css`
  :host {
    display: block;
    flex: none;
    container-type: inline-size;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
    min-block-size: 36px;
    padding: 4px 12px;
    border-block-end: 1px solid var(--vscode-panel-border);
    border-inline-start: 3px solid var(--vscode-testing-iconPassed);
    background: var(--vscode-editorWidget-background);
  }
  .bar.waiting {
    border-inline-start-color: var(--vscode-editorWarning-foreground);
  }
  .bar.ended {
    border-inline-start-color: var(--vscode-descriptionForeground);
  }
  .who {
    flex: 0 1 auto;
    min-inline-size: 3em;
    /* A long name is cut, and takes no line of its own. */
    max-inline-size: 40%;
    font-weight: 600;
  }
  .words {
    flex: 1 1 10em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    flex: none;
    gap: 8px;
    align-items: center;
  }
  .button[aria-pressed='true'] {
    border-color: var(--vscode-inputOption-activeBorder);
    background: var(--vscode-inputOption-activeBackground);
    color: var(--vscode-inputOption-activeForeground);
  }
  /* Ending is told from holding and muting by colour and shape. */
  .button.end {
    background: var(--vscode-statusBarItem-errorBackground, #c72e0f);
    color: var(--vscode-statusBarItem-errorForeground, #ffffff);
  }
  .button.end:hover {
    filter: brightness(0.85);
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
    margin: 0;
    padding: 4px 12px;
    border-block-end: 1px solid var(--vscode-panel-border);
    background: var(--vscode-sideBar-background);
    font-size: 12px;
  }
  .notice > span:not(.icon) {
    flex: 1 1 12em;
  }
  .notice > .icon {
    color: var(--vscode-editorWarning-foreground);
  }
  @media (forced-colors: active) {
    .button[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  @container (max-width: 560px) {
    backchannel-call-level,
    .button:not(.worded) .label {
      display: none;
    }
    .actions {
      gap: 4px;
    }
    .bar .button:not(.worded) {
      inline-size: 28px;
      padding: 0;
    }
    .words {
      flex-basis: 4em;
    }
  }
  /* Where there is little room the name is left out, because the header right above says it. */
  @container (max-width: 400px) {
    .who:not(.contact) {
      display: none;
    }
  }
`;
