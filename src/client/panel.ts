import type { ViewOptions } from './backchannel-client.ts';

const DEFAULT_SIZE = 360;

/** Puts an element at the page's start or end, over its whole height. What is absent stays. */
export function placePanel({ style }: HTMLElement, { isOpen, side, size }: NonNullable<ViewOptions['panel']>): void {
  if (isOpen !== undefined) style.display = isOpen ? 'block' : 'none';
  if (side === undefined && size === undefined) return;
  style.position = 'fixed';
  style.insetBlock = '0';
  style.blockSize = '100%';
  if (side) style.insetInline = side === 'start' ? '0 auto' : 'auto 0';
  style.inlineSize = `min(100%, ${Number(size) || parseInt(style.inlineSize.split(',')[1] ?? '', 10) || DEFAULT_SIZE}px)`;
}
