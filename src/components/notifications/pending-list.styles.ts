import { css } from 'lit';

/** A list of what is pending, each with its answers. */
export const pendingListStyles = css`
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .open {
    display: flex;
    flex: 1;
    gap: 8px;
    align-items: center;
    min-inline-size: 0;
    block-size: 28px;
  }
  .name {
    font-weight: 600;
  }
  .row {
    gap: 0;
  }
  .more {
    padding: 2px 14px;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  p {
    margin: 0;
    padding: 4px 14px;
  }
  .empty {
    padding-block: 2px 6px;
    font-size: 12px;
  }
`;
