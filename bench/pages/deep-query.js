/** The elements that match, in a root and in any shadow root below it. */
export function* deepQueryAll(root, selector) {
  yield* root.querySelectorAll(selector);
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot) yield* deepQueryAll(element.shadowRoot, selector);
}

/** The first element that matches, in a root or in any shadow root below it. */
export function deepQuery(root, selector) {
  return deepQueryAll(root, selector).next().value ?? null;
}

/** How often is looked. A look after each task would keep a processor busy, which the session host and the server need. */
const LOOK_EVERY_MS = 4;

/** Calls `look` until it finds something, and resolves to what it found. */
export async function until(look, what, timeoutMs = 30_000) {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
