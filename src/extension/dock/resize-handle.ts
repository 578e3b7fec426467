import type { DockColors } from './dock-colors.ts';
import { MAX_WIDTH, MIN_WIDTH } from './dock-place.ts';

const STEP = 16;
const LARGE_STEP = 64;

export interface ResizeHandleOptions {
  /** The width as it is on screen. */
  readonly width: () => number;
  /** The direction in which the handle is dragged to make the dock wider. */
  readonly widerTo: () => 'left' | 'right';
  /** Shows a width; it isn't final while `isDragging`. */
  readonly onWidth: (width: number, isDragging: boolean) => void;
}

/** The separator between the page and the dock: by pointer, arrow keys, Home and End. */
export class ResizeHandle {
  readonly element = document.createElement('div');
  #dragFrom: { readonly x: number; readonly width: number } | undefined;

  constructor(private readonly options: ResizeHandleOptions) {
    const { element } = this;
    element.tabIndex = 0;
    element.role = 'separator';
    element.ariaOrientation = 'vertical';
    element.ariaValueMin = String(MIN_WIDTH);
    element.ariaValueMax = String(MAX_WIDTH);
    element.addEventListener('pointerdown', (event) => this.#startDrag(event));
    element.addEventListener('pointermove', (event) => this.#drag(event, true));
    element.addEventListener('pointerup', (event) => this.#endDrag(event));
    element.addEventListener('pointercancel', (event) => this.#endDrag(event));
    element.addEventListener('keydown', (event) => this.#press(event));
  }

  show(name: string, width: number, { foreground, hover, focus }: DockColors): void {
    const { element } = this;
    element.ariaLabel = name;
    element.title = name;
    element.ariaValueNow = String(Math.round(width));
    element.style.cssText = `all:initial;box-sizing:border-box;flex:1;cursor:ew-resize;touch-action:none;outline-color:${focus};outline-offset:-2px;
      background:linear-gradient(${foreground},${foreground}) center/2px 40px no-repeat ${this.#dragFrom ? hover : 'transparent'}`;
  }

  #startDrag(event: PointerEvent): void {
    if (!event.isTrusted || event.button !== 0) return;
    this.#dragFrom = { x: event.clientX, width: this.options.width() };
    // Without the capture, the frame beside the handle would get the pointer's moves.
    this.element.setPointerCapture(event.pointerId);
  }

  #drag({ isTrusted, clientX }: PointerEvent, isDragging: boolean): void {
    if (!isTrusted || !this.#dragFrom) return;
    const { x, width } = this.#dragFrom;
    const moved = this.options.widerTo() === 'right' ? clientX - x : x - clientX;
    this.options.onWidth(within(width + moved), isDragging);
  }

  #endDrag(event: PointerEvent): void {
    this.#drag(event, false);
    if (event.isTrusted) this.#dragFrom = undefined;
  }

  #press(event: KeyboardEvent): void {
    if (!event.isTrusted) return;
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const width = this.options.width();
    const wider = this.options.widerTo() === 'right' ? 'ArrowRight' : 'ArrowLeft';
    const wanted = { ArrowLeft: width - step, ArrowRight: width - step, Home: MIN_WIDTH, End: MAX_WIDTH, [wider]: width + step }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    this.options.onWidth(within(wanted), false);
  }
}

function within(width: number): number {
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round(width)));
}
