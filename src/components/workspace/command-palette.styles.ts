import { css } from 'lit';

export const commandPaletteStyles = css`
  dialog {
    inset-block: 40px auto;
    inline-size: min(600px, calc(100vw - 16px));
    max-block-size: min(520px, calc(100vh - 56px));
    padding: 6px;
    overflow: hidden;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  input {
    flex: none;
  }
  ul {
    min-block-size: 0;
    margin: 6px 0 0;
    padding: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    list-style: none;
    scrollbar-width: thin;
  }
  li {
    display: flex;
    gap: 8px;
    align-items: center;
    min-block-size: 28px;
    padding: 2px 8px;
    border-radius: 3px;
    cursor: pointer;
  }
  li[aria-selected='true'] {
    background: var(--vscode-menu-selectionBackground);
    color: var(--vscode-menu-selectionForeground);
    outline: 1px solid var(--vscode-contrastBorder);
    outline-offset: -1px;
  }
  .label {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .problem {
    display: block;
    font-size: 12px;
    font-style: italic;
  }
  li[aria-disabled='true'] {
    cursor: default;
  }
  li[aria-disabled='true'] .name {
    opacity: 0.75;
  }
  kbd {
    flex: none;
    font: inherit;
    font-size: 12px;
  }
  /* Text of its own would have to be part of the option's name. */
  kbd::before {
    content: attr(data-keys);
  }
  p {
    margin: 6px 8px;
  }
  @media (forced-colors: active) {
    li[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
