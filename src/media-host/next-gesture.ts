const GESTURES = ['pointerup', 'keydown'] as const;

/** Does what a browser allows only when somebody presses something in the page. @returns a function that gives it up */
export function atNextGesture(action: () => void): () => void {
  const waiting = new AbortController();
  for (const gesture of GESTURES) {
    addEventListener(
      gesture,
      () => {
        waiting.abort();
        action();
      },
      { capture: true, signal: waiting.signal },
    );
  }
  return () => waiting.abort();
}
