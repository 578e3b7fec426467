import { css } from 'lit';

/** What the sections of the options page share: paragraphs, facts in two columns, rows of buttons. */
export const sectionStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  p,
  ul,
  dl,
  dd {
    margin: 0;
  }
  ul {
    padding: 0;
    list-style: none;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 4px 16px;
  }
  dd {
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  [role='alertdialog'] {
    display: grid;
    gap: 12px;
  }
  .locked {
    display: flex;
    gap: 6px;
    align-items: center;
  }
`;
