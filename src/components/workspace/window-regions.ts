/** A part of the window that F6 goes to. */
export interface Region {
  readonly element: Element | null;
  /** Whether something in the part can have the focus. */
  readonly isUsable: boolean;
  readonly focus: () => void;
}

/**
 * Moves the focus to the next part of the window, or the one before.
 * @param regions In their order; the first is the notifications, which come first from anywhere else.
 * @param inFocus The part that has the focus.
 * @param step 1 forwards, -1 backwards.
 */
export function cycleRegions(regions: readonly Region[], inFocus: Element | null, step: 1 | -1): void {
  const usable = regions.filter((region) => region.isUsable);
  const current = usable.findIndex(({ element }) => element !== null && element === inFocus);
  const isEntering = regions[0]?.isUsable === true && step === 1 && inFocus !== regions[0].element;
  usable.at(isEntering ? 0 : (current + step) % usable.length)?.focus();
}
