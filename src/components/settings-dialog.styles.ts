import { css } from 'lit';

export const settingsDialogStyles = css`
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 12px 16px 4px;
  }
  h2,
  h3 {
    margin: 0;
    font-size: 15px;
    font-weight: 600;
  }
  h3 {
    margin-block: 16px 6px;
    font-size: 13px;
  }
  .body {
    display: grid;
    gap: 12px;
    padding: 8px 16px 16px;
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
