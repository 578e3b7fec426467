import type { EmbeddedWorkspace } from './embedded-workspace.ts';

const EVERY_MS = 10_000;
const INPUT = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells the session host of input anywhere in this page. */
export function watchInput(workspace: EmbeddedWorkspace, isWanted: () => boolean): void {
  let reportedAt = -Infinity;
  const note = ({ isTrusted, timeStamp }: Event) => {
    if (!isWanted() || !isTrusted || timeStamp - reportedAt < EVERY_MS) return;
    reportedAt = timeStamp;
    // If the host doesn't hear of it, the next input tells it.
    void workspace.commands.noteActivity({}).catch(() => undefined);
  };
  for (const name of INPUT) globalThis.addEventListener(name, note, { capture: true, passive: true, signal: workspace.ended });
}
