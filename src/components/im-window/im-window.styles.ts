import { css } from 'lit';

export const imWindowStyles = css`
  /* The element around this one decides its width and its height. */
  :host {
    container-type: size;
  }
  .header {
    position: relative;
  }
  .state {
    display: flex;
    flex: 1;
    gap: 8px;
    align-items: center;
    min-inline-size: 0;
    white-space: nowrap;
  }
  .logon {
    min-inline-size: 3em;
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 600;
  }
  .words {
    flex: 1 1 0;
    min-inline-size: 0;
  }
  .mark {
    flex: none;
    inline-size: 8px;
    block-size: 8px;
    border: 2px solid var(--vscode-descriptionForeground);
    border-radius: 50%;
  }
  .mark.connected {
    background: var(--vscode-testing-iconPassed);
    border-color: var(--vscode-testing-iconPassed);
  }
  .mark.inviting,
  .mark.invited {
    border-color: var(--vscode-editorWarning-foreground);
  }
  /* Otherwise the fill, which alone tells Connected from Ended, is lost. */
  @media (forced-colors: active) {
    .mark {
      forced-color-adjust: none;
    }
  }
  .locked {
    display: inline-flex;
    flex: none;
    gap: 6px;
    align-items: center;
    font-size: 12px;
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
  .body {
    display: flex;
    flex: 1;
    min-block-size: 0;
  }
  .conversation {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-inline-size: 0;
  }
  .context {
    display: flex;
    flex: none;
    inline-size: min(300px, 40%);
    border-inline-start: 1px solid var(--vscode-panel-border);
    background: var(--vscode-sideBar-background);
    --backchannel-context-background: var(--vscode-sideBar-background);
  }
  .context > * {
    flex: 1;
  }
  .context-switch {
    display: none;
  }
  .context-switch[aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground);
    color: var(--vscode-inputOption-activeForeground);
  }
  backchannel-im-transcript {
    flex: 1;
    min-block-size: 0;
  }
  .typing {
    flex: none;
    block-size: 24px;
    padding-inline: 14px;
    font-size: 12px;
    line-height: 24px;
  }
  /* The transcript and the shared case don't fit side by side, so that a switch shows one at a time. */
  @container (max-width: 640px) {
    .context-switch {
      display: inline-flex;
    }
    .body:not(.context-shown) .context,
    .context-shown .conversation {
      display: none;
    }
    .context {
      inline-size: 100%;
      border-inline-start: 0;
    }
  }
  /* High rather than wide: the case stands above the conversation, and the switch gives it all the room. */
  @container (max-width: 640px) and (min-height: 600px) {
    .body {
      flex-direction: column;
    }
    .body:not(.context-shown) .context {
      display: flex;
      order: -1;
      max-block-size: 40%;
      border-block-end: 1px solid var(--vscode-panel-border);
    }
    .context-shown .context {
      flex: 1;
      min-block-size: 0;
    }
    .conversation {
      min-block-size: 0;
    }
  }
  @container (max-height: 240px) {
    .typing:empty {
      display: none;
    }
  }
  @container (max-width: 480px) {
    .header .button {
      inline-size: 26px;
      padding: 0;
      border-color: transparent;
      border-radius: 5px;
      background: none;
      color: inherit;
    }
    .header .button:hover {
      background: var(--vscode-toolbar-hoverBackground);
    }
    .header .label {
      display: none;
    }
  }
`;
