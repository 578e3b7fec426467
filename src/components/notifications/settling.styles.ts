import { css } from 'lit';

/**
 * A button that has just appeared or moved under the pointer takes no press for half a second, because the press was meant for what was
 * there before. Keys aren't delayed, because they go where the focus is. There are two equal animations, because one begins anew only under
 * another name: `SettlingController` changes the name.
 */
export const settlingStyles = css`
  button {
    animation: settling 500ms;
  }
  :host([has-moved]) button {
    animation-name: settling-anew;
  }
  @keyframes settling {
    from,
    to {
      pointer-events: none;
    }
  }
  @keyframes settling-anew {
    from,
    to {
      pointer-events: none;
    }
  }
`;
