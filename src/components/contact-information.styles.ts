import { css } from 'lit';

export const contactInformationStyles = css`
  dd {
    display: flex;
    gap: 4px;
    align-items: flex-start;
  }
  .value {
    flex: 1;
    min-inline-size: 0;
    user-select: text;
  }
  .value > :is(a, bdi) {
    unicode-bidi: isolate;
  }
  .field .icon-button {
    margin-block: -4px;
  }
  .field .icon-button .icon {
    margin: 0;
  }
`;
