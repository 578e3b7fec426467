import { css } from 'lit';

export const contactInformationStyles = css`
  :host {
    container-type: inline-size;
  }
  dd {
    display: flex;
    gap: 4px;
    align-items: flex-start;
  }
  .value {
    flex: 0 1 auto;
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
  /* A name stands above its value. */
  @container (max-width: 400px) {
    dl {
      grid-template-columns: minmax(0, 1fr);
    }
    dt {
      max-inline-size: none;
      font-size: 12px;
    }
    dd {
      padding-inline-start: 0;
      border-inline-start: 0;
    }
    .value {
      flex-grow: 1;
    }
  }
`;
