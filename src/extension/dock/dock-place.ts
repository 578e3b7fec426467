/** Where the dock stands in the pages of an origin. */
export interface DockPlace {
  /** Undefined until the agent chose: at the end of the page's lines, right or (in an RTL page) left. */
  readonly side?: 'left' | 'right';
  /** Of the workspace in it, in CSS pixels. */
  readonly width: number;
  readonly isCollapsed: boolean;
}

export const MIN_WIDTH = 320;
export const MAX_WIDTH = 960;
export const DEFAULT_PLACE: DockPlace = { width: 380, isCollapsed: true };
