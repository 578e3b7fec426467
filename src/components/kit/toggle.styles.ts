import { css } from 'lit';

/** A row of filter buttons, of which one is pressed. */
export const toggleStyles = css`
  .toggles {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 0 8px 8px;
  }
  .toggle {
    block-size: 24px;
    padding-inline: 7px;
    border: 1px solid transparent;
    border-radius: 3px;
    color: var(--vscode-descriptionForeground);
  }
  .toggle:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .toggle[aria-pressed='true'] {
    border-color: var(--vscode-inputOption-activeBorder);
    background: var(--vscode-inputOption-activeBackground);
    color: var(--vscode-inputOption-activeForeground);
  }
  @media (forced-colors: active) {
    .toggle[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
