import { css } from 'lit';

export const settingsFormStyles = css`
  :host {
    display: grid;
    gap: 12px;
    container-type: inline-size;
  }
  .setting {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 190px;
    gap: 4px 12px;
    align-items: center;
  }
  .hint {
    display: flex;
    grid-column: 1 / -1;
    gap: 4px;
    align-items: center;
    font-size: 12px;
  }
  p {
    margin: 0;
  }
  @container (max-width: 330px) {
    .setting {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
