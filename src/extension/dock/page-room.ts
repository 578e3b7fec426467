/** A page that would be left with less than this is covered, because it couldn't be used any more. In CSS pixels. */
const LEAST_PAGE_WIDTH = 480;

type Side = 'left' | 'right';

/** Makes room in the page beside the dock, so that the dock covers nothing: the page's root gets a margin. What the page had there comes back. */
export class PageRoom {
  #taken: { readonly side: Side; readonly value: string; readonly priority: string } | undefined;

  /** Makes room on a side, in place of what was made before; where there isn't enough of it, none. */
  make(side: Side, width: number): void {
    if (this.#taken?.side !== side || innerWidth - width < LEAST_PAGE_WIDTH) this.giveBack();
    if (innerWidth - width < LEAST_PAGE_WIDTH) return;
    const { style } = document.documentElement;
    const name = marginOf(side);
    this.#taken ??= { side, value: style.getPropertyValue(name), priority: style.getPropertyPriority(name) };
    style.setProperty(name, `${width}px`, 'important');
  }

  giveBack(): void {
    if (!this.#taken) return;
    const { side, value, priority } = this.#taken;
    this.#taken = undefined;
    document.documentElement.style.setProperty(marginOf(side), value, priority);
  }
}

/** Takes away the room that a content script made which has ended since. What the page had there itself isn't known any more. */
export function giveBackEarlierRoom(): void {
  const { style } = document.documentElement;
  for (const name of ['left', 'right'].map(marginOf)) if (style.getPropertyPriority(name) === 'important') style.removeProperty(name);
}

function marginOf(side: string): string {
  return `margin-${side}`;
}
