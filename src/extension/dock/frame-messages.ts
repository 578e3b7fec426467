import * as v from 'valibot';

/** What the frame in a dock asks the background for. */
export const frameRequest = v.object({ type: v.picklist(['dock-frame-start', 'collapse-dock', 'open-main-window']) });
export type FrameRequest = v.InferOutput<typeof frameRequest>;

/** The answer to `dock-frame-start`: the tab that the frame is in, and what it shall show. */
export const frameStart = v.object({ tabId: v.number(), sessionId: v.optional(v.string()) });
export type FrameStart = v.InferOutput<typeof frameStart>;

/** The background asks the frame in a tab's dock to show a session; it answers `true`. */
export const showInDock = v.object({ type: v.literal('show-in-dock'), tabId: v.number(), sessionId: v.string() });
export type ShowInDock = v.InferOutput<typeof showInDock>;
