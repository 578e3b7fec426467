import { css } from 'lit';

export const historySessionStyles = css`
  :host {
    background: var(--vscode-editor-background);
  }
  .header {
    padding-block: 6px;
  }
  .what {
    flex: 1;
    min-inline-size: 0;
  }
  h2,
  p {
    margin: 0;
  }
  h2 {
    font-size: 13px;
    font-weight: 600;
  }
  .logon {
    font-weight: 400;
  }
  .what p {
    font-size: 12px;
  }
  .back {
    /* The button is shown only where there is no room for the list beside the transcript. */
    display: var(--back-display, none);
    margin-inline-start: -6px;
  }
  .back:dir(rtl) .icon {
    transform: scaleX(-1);
  }
  .notice {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 4px 12px;
    border-block-end: 1px solid var(--vscode-panel-border);
    background: var(--vscode-sideBar-background);
    font-size: 12px;
  }
  backchannel-im-transcript {
    flex: 1;
    min-block-size: 0;
  }
  @container (max-width: 480px) {
    .what p {
      white-space: normal;
    }
    .header .write {
      inline-size: 26px;
      padding: 0;
      border-color: transparent;
      border-radius: 5px;
      background: none;
      color: inherit;
    }
    .header .write:hover {
      background: var(--vscode-toolbar-hoverBackground);
    }
    .write .label {
      display: none;
    }
  }
`;
