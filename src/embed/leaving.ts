/** How long the browser may take to replace the page after the agent has followed a link. */
const LONGEST_MS = 60_000;

/** What is used of the Navigation API, which TypeScript doesn't know yet. */
interface NavigateEvent extends Event {
  readonly destination: { readonly url: string; readonly sameDocument: boolean };
  readonly downloadRequest: string | null;
}

/**
 * Tells a page that is closed from one that another page of its origin replaces, as happens at each click in a CRM of many pages. The other page opens
 * the workspace again, so that the agent isn't gone. The browser doesn't announce that the agent reloads a page by its own button, or types another
 * address, so that these look like closing it.
 *
 * @returns whether another page of this origin is about to take this one's place
 */
export function followLeaving(untilEnd: AddEventListenerOptions): () => boolean {
  let leavingAt = -Infinity;
  const { navigation } = globalThis as { readonly navigation?: EventTarget };
  navigation?.addEventListener(
    'navigate',
    (event) => {
      const { destination, downloadRequest } = event as NavigateEvent;
      if (destination.sameDocument || downloadRequest !== null) return;
      leavingAt = new URL(destination.url).origin === location.origin ? performance.now() : -Infinity;
    },
    untilEnd,
  );
  return () => performance.now() - leavingAt < LONGEST_MS;
}
