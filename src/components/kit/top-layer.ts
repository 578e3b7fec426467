/** Something of a view opens above everything else (`detail.isOpen`), or closes: a menu, a dialog. */
type TopLayerEvent = CustomEvent<{ readonly isOpen: boolean }>;

/**
 * A listener for `beforetoggle`. It tells outside of the shadow tree that something opens or closes, because the browser's own event
 * doesn't leave that tree.
 */
export function tellTopLayer({ currentTarget, newState }: ToggleEvent): void {
  currentTarget?.dispatchEvent(
    new CustomEvent('top-layer', { bubbles: true, composed: true, detail: { isOpen: newState === 'open' } }) satisfies TopLayerEvent,
  );
}

declare global {
  interface WindowEventMap {
    'top-layer': TopLayerEvent;
  }
}
