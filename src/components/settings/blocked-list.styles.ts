import { css } from 'lit';

export const blockedListStyles = css`
  h3 {
    margin: 0 0 6px;
    font: inherit;
    font-weight: 600;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    align-items: center;
    padding: 4px 0;
  }
  bdi {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .button {
    margin-inline-start: auto;
  }
  p {
    margin: 4px 0;
  }
`;
