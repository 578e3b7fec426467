import { css } from 'lit';

export const workspaceRootStyles = css`
  :host {
    position: relative;
    display: block;
    min-inline-size: 0;
    block-size: 100%;
    /*
     * "hidden" wouldn't do: the browser scrolls such an element to show what has the focus. One pixel moves a notification, whose buttons
     * then settle anew.
     */
    overflow: clip;
    container: backchannel-workspace / inline-size;
    background: var(--vscode-editor-background);
  }
  /* A page may say how the element itself is laid out. */
  .desk {
    display: flex;
    flex-direction: column;
    block-size: 100%;
  }
  .window {
    display: grid;
    grid-template: 35px minmax(0, 1fr) 24px / 340px minmax(0, 1fr);
    flex: 1;
    min-block-size: 0;
  }
  .title {
    grid-column: 1 / -1;
    display: flex;
    gap: 10px;
    align-items: center;
    min-inline-size: 0;
    padding-inline: 10px;
    background: var(--vscode-sideBar-background);
    border-block-end: 1px solid var(--vscode-panel-border);
  }
  h1 {
    margin: 0;
    font-size: 13px;
    font-weight: 600;
  }
  .switch {
    position: relative;
    display: none;
    margin-inline-start: -5px;
  }
  .switch .badge {
    position: absolute;
    inset-block-start: -1px;
    inset-inline-start: 13px;
    min-inline-size: 14px;
    padding: 0 3px;
    font-size: 9px;
    line-height: 14px;
  }
  .history[aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground);
    color: var(--vscode-inputOption-activeForeground);
    outline: 1px solid var(--vscode-inputOption-activeBorder);
    outline-offset: -1px;
  }
  backchannel-my-history {
    grid-column: 1 / -1;
  }
  .side {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    overflow: hidden auto;
    background: var(--vscode-sideBar-background);
    border-inline-end: 1px solid var(--vscode-panel-border);
  }
  .side > :first-child {
    border-block-start: 0;
  }
  .list {
    flex: 0 1 auto;
    max-block-size: 40%;
  }
  .list > * {
    overflow: hidden auto;
  }
  .communicator:not([folded]) {
    flex: 1;
    min-block-size: 180px;
  }
  .communicator > * {
    flex: 1;
  }
  .status {
    grid-column: 1 / -1;
    min-inline-size: 0;
    background: var(--vscode-sideBar-background);
    border-block-start: 1px solid var(--vscode-panel-border);
  }
  backchannel-notifications-view {
    position: absolute;
    z-index: 1;
    inset-block-end: 112px;
    inset-inline-end: 12px;
    max-inline-size: calc(100% - 24px);
    max-block-size: calc(100% - 112px - 40px);
  }
  .wait,
  .sign-in {
    grid-column: 1 / -1;
    display: flex;
    min-block-size: 0;
    overflow: auto;
  }
  .wait p {
    margin: auto;
    padding: 16px;
  }
  @container backchannel-workspace (max-width: 400px) {
    .title {
      gap: 6px;
    }
  }
  @container backchannel-workspace (max-width: 680px) {
    .window {
      grid-template: 35px fit-content(25%) minmax(0, 1fr) 24px / minmax(0, 1fr);
    }
    .communicator-shown .side,
    .wait,
    .sign-in {
      grid-row: 2 / 4;
    }
    backchannel-interaction-window {
      grid-row: 3;
    }
    .status {
      grid-row: 4;
    }
    .switch {
      display: inline-flex;
    }
    .logo {
      display: none;
    }
    .side {
      border-inline-end: 0;
    }
    .interaction .side:not(.with-pending),
    .interaction .side > :not(.pending),
    .communicator-shown backchannel-interaction-window {
      display: none;
    }
    /* What is pending stays on top of the interaction too. */
    .interaction .side {
      max-block-size: 120px;
      border-block-end: 1px solid var(--vscode-panel-border);
    }
    .interaction .pending {
      max-block-size: none;
    }
  }
`;
