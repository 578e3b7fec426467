import { Movement } from '../../components/kit/movement.ts';
import { saysWhetherVisible, TRACK_VISIBILITY } from './visibility-entry.ts';

/** How often a window that scripts can move is looked at: browsers have no event for it. */
const LOOK_EVERY_MS = 50;

/**
 * Tells when what the agent sees of an element may have come to another place on the screen, or the pointer to another place of it, without
 * the agent's doing.
 * @returns what ends it
 */
export function watchDisturbances(element: Element, onDisturbed: () => void): () => void {
  const movement = new Movement(element, onDisturbed);
  movement.start();
  const listening = new AbortController();
  for (const type of ['visibilitychange', 'fullscreenchange', 'pointerlockchange']) document.addEventListener(type, onDisturbed, listening);
  // The page can move its window only if a script has opened it. Such a window has no menu bar.
  const watch = menubar.visible ? undefined : watchWindow(onDisturbed);
  return () => {
    movement.stop();
    listening.abort();
    clearInterval(watch);
  };
}

function watchWindow(onMove: () => void): ReturnType<typeof setInterval> {
  let before = [screenX, screenY];
  return setInterval(() => {
    const isMoved = before[0] !== screenX || before[1] !== screenY;
    before = [screenX, screenY];
    if (isMoved) onMove();
  }, LOOK_EVERY_MS);
}

/**
 * Tells when the page begins or ceases to cover an element, or to make it transparent, by Intersection Observer v2; in Firefox, which doesn't have
 * that, never. The frame inside it is told the same by its own observer, but from another process: more than a second late was seen.
 * @returns what ends it
 */
export function watchCovers(element: Element, onCovered: (isCovered: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    const last = entries.at(-1);
    if (last && saysWhetherVisible(last)) onCovered(!last.isVisible);
  }, TRACK_VISIBILITY);
  observer.observe(element);
  return () => observer.disconnect();
}
