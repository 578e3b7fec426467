import { css } from 'lit';

export const settingsDialogStyles = css`
  h3 {
    margin-block: 16px 6px;
    font-size: 13px;
    font-weight: 600;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 4px 12px;
    margin: 0;
  }
  dt,
  dd {
    margin: 0;
  }
  kbd {
    font: inherit;
    font-weight: 600;
  }
`;
