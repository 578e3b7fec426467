import { css } from 'lit';

/** A page's layout decides how large an element is; these are where it says nothing. */
export const pageElementStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    overflow: clip;
    background: var(--vscode-sideBar-background);
  }
  .page {
    display: contents;
  }
  .page > :not(.line) {
    flex: auto;
  }
  .line {
    margin: 0;
    padding: 8px 14px;
    overflow-wrap: anywhere;
  }
`;
