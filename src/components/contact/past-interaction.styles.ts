import { css } from 'lit';

export const pastInteractionStyles = css`
  :host {
    display: flex;
    flex-direction: column;
  }
  .region {
    flex: 1 1 0;
    min-block-size: 0;
    overflow: hidden auto;
    scrollbar-width: thin;
    scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
  }
  .title {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 6px 8px 0 12px;
  }
  h3 {
    flex: 1;
    min-inline-size: 0;
    margin: 3px 0 0;
    font-size: 13px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  h4 {
    margin: 0;
    padding: 6px 12px 0;
    color: var(--vscode-descriptionForeground);
    font-size: 12px;
    font-weight: 600;
  }
  p {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .notes {
    padding-block: 4px;
  }
  a {
    unicode-bidi: isolate;
  }
  ol {
    margin: 0;
    padding: 4px 12px 12px;
    list-style: none;
  }
  li {
    padding-block: 3px;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 42px;
  }
  li p {
    padding: 0;
  }
  .author {
    font-size: 12px;
    font-weight: 600;
  }
  li time,
  .day {
    font-size: 11px;
  }
  .day {
    padding-block: 4px;
    color: var(--vscode-descriptionForeground);
  }
`;
