/** The elements that match, in a root and in any shadow root below it. */
export function* deepQueryAll(root, selector) {
  yield* root.querySelectorAll(selector);
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot) yield* deepQueryAll(element.shadowRoot, selector);
}

/** The first element that matches, in a root or in any shadow root below it. */
export function deepQuery(root, selector) {
  return deepQueryAll(root, selector).next().value ?? null;
}

/** Calls `look` after each task until it finds something, and resolves to what it found. */
export async function until(look, what, timeoutMs = 30_000) {
  const { port1, port2 } = new MessageChannel();
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  }
}
