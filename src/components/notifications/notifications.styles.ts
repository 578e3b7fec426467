import { css } from 'lit';

export const notificationsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 8px;
    inline-size: 360px;
    max-inline-size: 100%;
    pointer-events: none;
  }
  /* All of them may be more than fit. */
  :host([all-shown]) {
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  .notification {
    position: relative;
    flex: none;
    padding: 12px;
    overflow: hidden;
    border: 1px solid var(--vscode-widget-border);
    border-radius: 5px;
    background: var(--vscode-editorWidget-background);
    box-shadow: 0 4px 14px var(--vscode-widget-shadow);
    pointer-events: auto;
  }
  /* The menu opens above the page, but inherits from this element that pointers go through, which would make it unusable. */
  backchannel-action-menu {
    display: contents;
    pointer-events: auto;
  }
  .heading {
    display: flex;
    gap: 6px;
    align-items: center;
  }
  h2 {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    font: inherit;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .heading .icon-button {
    margin: -4px;
  }
  blockquote {
    display: -webkit-box;
    margin: 8px 0 0;
    padding-inline-start: 10px;
    overflow: hidden;
    border-inline-start: 2px solid var(--vscode-panel-border);
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
  }
  .highlights {
    display: -webkit-box;
    margin: 6px 0 0;
    overflow: hidden;
    font-size: 12px;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  .actions {
    display: flex;
    gap: 8px;
    justify-content: flex-end;
    margin-block-start: 10px;
  }
  .life {
    position: absolute;
    inset-inline-start: 0;
    inset-block-end: 0;
    block-size: 2px;
    inline-size: 100%;
    background: var(--vscode-focusBorder);
    transform-origin: left;
    animation: life linear both;
  }
  .life:dir(rtl) {
    transform-origin: right;
  }
  @keyframes life {
    to {
      transform: scaleX(0);
    }
  }
  .consequence {
    margin: 6px 0 0;
    overflow-wrap: anywhere;
  }
  .left .icon {
    color: var(--vscode-editorWarning-foreground);
  }
  .more {
    align-self: flex-end;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow);
    pointer-events: auto;
  }
  /* What these hold stands in the host's own column, with its gaps. */
  .outcomes {
    display: contents;
  }
  .outcome {
    display: flex;
    gap: 8px;
    align-items: center;
    inline-size: 100%;
    min-block-size: 24px;
  }
  .passing {
    display: flex;
    gap: 8px;
    align-items: flex-start;
  }
  .passing > :first-child {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .passing .icon-button {
    flex: none;
    margin: -4px;
  }
  @media (prefers-reduced-motion: reduce) {
    .life {
      animation: none;
    }
  }
`;
