import { css } from 'lit';

export const interactionTabStyles = css`
  h2 {
    flex: 0 1 auto;
    margin: 0;
    font: inherit;
    font-weight: 600;
  }
  .words {
    flex: 1 1 0;
  }
  backchannel-shared-context {
    flex: 1;
  }
  .closing,
  .answers {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .closing {
    padding: 8px 12px;
    border-block-end: 1px solid var(--vscode-panel-border);
    background: var(--vscode-editorWidget-background);
  }
  .closing p {
    flex: 1 1 14em;
    margin: 0;
  }
  .notice {
    display: flex;
    gap: 8px;
    align-items: center;
    margin: 0;
    padding: 4px 12px;
    border-block-end: 1px solid var(--vscode-panel-border);
    background: var(--vscode-sideBar-background);
    font-size: 12px;
  }
  .left {
    border-inline-start: 3px solid var(--vscode-editorWarning-foreground);
    font-weight: 600;
  }
  .left .icon {
    color: var(--vscode-editorWarning-foreground);
  }
  @container (max-width: 480px) {
    .words {
      flex-basis: 4em;
    }
    .header .label {
      display: none;
    }
  }
`;
