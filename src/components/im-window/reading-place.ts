/** The entry of a transcript that the agent reads: the first one in sight, and where it is on the screen. */
export interface ReadingPlace {
  readonly index: number;
  readonly element: Element | undefined;
  readonly top: number;
}

/**
 * Finds the entry that the agent reads. Lines that name a day aren't entries: when earlier entries come, the line above the first one goes, and
 * nothing could be kept where it was.
 */
export function readingPlaceIn(entries: HTMLElement): ReadingPlace {
  const elements = [...entries.children].filter((element) => !element.matches('.day'));
  const edge = entries.parentElement?.getBoundingClientRect().top ?? 0;
  // Entries stand one below the other, so that halving finds the first one whose end is below the edge.
  let [index, after] = [0, elements.length];
  while (index < after) {
    const middle = (index + after) >> 1;
    if ((elements[middle]?.getBoundingClientRect().bottom ?? 0) > edge) after = middle;
    else index = middle + 1;
  }
  const element = elements[index];
  return { index, element, top: element?.getBoundingClientRect().top ?? 0 };
}

/** How far the entry has moved since, in CSS pixels. */
export function movementOf({ element, top }: ReadingPlace): number {
  return element?.isConnected ? element.getBoundingClientRect().top - top : 0;
}
