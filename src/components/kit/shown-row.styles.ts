import { css } from 'lit';

/** A row of a list beside what it opens: marked while that is shown. */
export const shownRowStyles = css`
  .row.shown::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    border-inline-start: 2px solid var(--vscode-focusBorder);
  }
  @media (forced-colors: active) {
    .row.shown::before {
      border-inline-start: 4px solid Highlight;
    }
  }
`;
