/** Where the dock stands in the pages of an origin. */
export interface DockPlace {
  /** Undefined until the agent has chosen. Then the dock is where the page's lines end: on the right or, in an RTL page, on the left. */
  readonly side?: 'left' | 'right';
  /** The width of the workspace in the dock, in CSS pixels. */
  readonly width: number;
  readonly isCollapsed: boolean;
}

export const MIN_WIDTH = 320;
export const MAX_WIDTH = 960;
export const DEFAULT_PLACE: DockPlace = { width: 380, isCollapsed: true };
