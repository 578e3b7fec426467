import { css } from 'lit';

/**
 * What has just come under the pointer, or moved there, takes no press for half a second: the press was meant for what was there before. The
 * keyboard, which goes where the focus is, isn't slowed. Two animations that are the same, as one begins anew only under another name: see
 * `SettlingController`.
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
