import { css } from 'lit';

export const interactionWindowStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    background: var(--vscode-editor-background);
  }
  .bar {
    display: flex;
    flex: none;
    align-items: center;
    block-size: 35px;
    background: var(--vscode-sideBar-background);
    border-block-end: 1px solid var(--vscode-panel-border);
  }
  .tabs {
    display: flex;
    flex: 0 1 auto;
    min-inline-size: 0;
    block-size: 35px;
    overflow: auto hidden;
    scrollbar-width: none;
  }
  .tab {
    display: flex;
    flex: none;
    gap: 6px;
    align-items: center;
    max-inline-size: min(220px, 60cqi);
    min-inline-size: 60px;
    block-size: 35px;
    padding-inline: 10px;
    border-inline-end: 1px solid var(--vscode-panel-border);
    border-block-start: 2px solid transparent;
    color: var(--vscode-descriptionForeground);
  }
  .detail {
    flex: 1 1000 auto;
    font-size: 12px;
    opacity: 0.85;
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
  .tab[aria-selected='true'] {
    background: var(--vscode-editor-background);
    border-block-start-color: var(--vscode-tab-activeBorderTop);
    color: var(--vscode-foreground);
  }
  .line {
    display: inline-flex;
    flex: none;
    color: var(--vscode-testing-iconPassed);
  }
  .line.held {
    color: inherit;
  }
  .line.left {
    color: var(--vscode-editorWarning-foreground);
  }
  .close {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    inline-size: 24px;
    block-size: 24px;
    margin-inline-end: -6px;
    border-radius: 5px;
  }
  .close:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .panel {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }
  .panel > * {
    flex: 1;
    min-block-size: 0;
  }
  .empty {
    margin: auto;
    padding: 24px;
    max-inline-size: 36em;
    text-align: center;
  }
`;
