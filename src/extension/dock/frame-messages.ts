import * as v from 'valibot';

/** What the frame in a dock asks the background for. */
export const frameRequest = v.object({ type: v.picklist(['dock-frame-start', 'collapse-dock', 'open-main-window']) });
export type FrameRequest = v.InferOutput<typeof frameRequest>;

/** What a page can have shown: a tab of the Interaction window, or the Team Communicator. */
const shown = v.union([
  v.object({ of: v.picklist(['session', 'interaction']), id: v.string() }),
  v.object({ of: v.literal('team-communicator') }),
]);
export type ShownInDock = v.InferOutput<typeof shown>;

/** The answer to `dock-frame-start`: the tab that the frame is in, and what it shall show. */
export const frameStart = v.object({ tabId: v.number(), shown: v.optional(shown) });
export type FrameStart = v.InferOutput<typeof frameStart>;

/** The background asks the frame in a tab's dock to show something; it answers `true`. */
export const showInDock = v.object({ type: v.literal('show-in-dock'), tabId: v.number(), shown });
export type ShowInDock = v.InferOutput<typeof showInDock>;
