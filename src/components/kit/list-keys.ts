/** Where a key moves the active row to; undefined for a key that moves nothing. */
export function movedIndex(key: string, index: number, last: number, pageLength: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, last);
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'PageDown':
      return Math.min(Math.max(0, index) + pageLength, last);
    case 'PageUp':
      return Math.max(index - pageLength, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** Which tab of a row of tabs a key leads to. The first follows the last. Undefined for a key that leads nowhere. */
export function movedTabIndex(key: string, index: number, count: number, isRtl: boolean): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowLeft':
      return (index + ((key === 'ArrowRight') !== isRtl ? 1 : -1) + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
