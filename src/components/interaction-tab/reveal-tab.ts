/** Scrolls the tab strip until a tab is in sight. It scrolls the strip only: scrollIntoView would move the page around an embedded workspace too. */
export function revealTab(strip: HTMLElement, tab: HTMLElement): void {
  const { left: stripLeft, right: stripRight } = strip.getBoundingClientRect();
  const { left, right } = tab.getBoundingClientRect();
  strip.scrollLeft += left < stripLeft ? left - stripLeft : Math.max(0, right - stripRight);
}
