import { msg } from '@lit/localize';
import { FullView } from './full-view.ts';

/** For so long what has come or moved takes neither press nor key: it was meant for what was there before. */
const SETTLES_IN_MS = 500;
/** A press gives the frame the focus within this time, by way of the browser's own process. */
const FOCUS_FOLLOWS_IN_MS = 500;
/** Tries that belong together. */
const TRIES_WITHIN_MS = 3_000;
const HINT_MS = 4_000;

const PRESSES = [
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'touchstart',
  'touchend',
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'dragstart',
  'drop',
] as const;
const KEYS = ['keydown', 'keypress', 'keyup', 'beforeinput', 'paste'] as const;
/** They do nothing but move the focus, or leave. */
const HARMLESS_KEYS = ['Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta'];
const TEXT_FIELDS = 'textarea, input:not([type]), input[type="text"], input[type="search"]';

/**
 * In a dock presses and keys count only when the frame has been in full view and of one size for half a second, and keys only when the focus has
 * been in it as long or came by a press that counted: else a page could have the agent press what they don't see, or didn't mean. Who tries
 * again is told why. That the frame keeps its place in the page the content script sees to (`Shield`): the browser doesn't tell a frame.
 */
export class SettledInput {
  private readonly notice = document.createElement('p');
  private isCovered = false;
  private isHinted = false;
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private triedAt = -Infinity;

  private readonly view: FullView;
  private stillSince = 0;
  private size = '';
  private settling: ReturnType<typeof setTimeout> | undefined;

  private focusedAt = -Infinity;
  private pressedAt = -Infinity;
  /** The press that is going on counts, or the last one did. */
  private isPressTaken = false;
  /** The keys that are down, and were pressed when that counted. */
  private readonly takenKeys = new Set<string>();

  constructor(element: HTMLElement) {
    this.notice.className = 'notice';
    this.notice.role = 'status';
    element.before(this.notice);
    this.view = new FullView({
      onAppear: this.unsettle,
      onCovered: (isCovered) => {
        this.isCovered = isCovered;
        this.tell();
      },
    });
    addEventListener('resize', this.unsettle);
    document.addEventListener('visibilitychange', this.unsettle);
    addEventListener('focus', () => (this.focusedAt = performance.now()));
    for (const type of PRESSES) addEventListener(type, (event) => this.onPress(event), { capture: true, passive: false });
    for (const type of KEYS) addEventListener(type, (event) => this.onKey(event), { capture: true });
    this.unsettle();
  }

  /** What is seen changes now, or may have changed. */
  readonly unsettle = (): void => {
    this.stillSince = performance.now();
    this.size = sizeNow();
    const { classList } = document.documentElement;
    classList.add('settling');
    clearTimeout(this.settling);
    // A frame that isn't in full view by then settles when it appears. One that is covered later keeps its menus: a press beside them would close them.
    this.settling = setTimeout(() => this.view.isFull && classList.remove('settling'), SETTLES_IN_MS);
  };

  /** By when it was pressed: a page that is busy has it come later. */
  private isSettledFor({ timeStamp }: Event): boolean {
    // Of a new size `resize` tells only before the next drawing, and a press can come before that: it hits what stands there by the new size.
    if (sizeNow() !== this.size) this.unsettle();
    return this.view.isFull && timeStamp - this.stillSince >= SETTLES_IN_MS;
  }

  private onPress(event: Event): void {
    const isBegin = event.type === 'pointerdown';
    // A key's click has no press of its own.
    const isOfKey = event.type === 'click' && event instanceof UIEvent && event.detail === 0;
    if (isBegin) this.isPressTaken = this.isSettledFor(event);
    if (this.isSettledFor(event) && (this.isPressTaken || isOfKey)) {
      if (isBegin) this.pressedAt = performance.now();
      return;
    }
    refuse(event);
    if (isBegin) this.hintAtSecondTry();
  }

  private onKey(event: Event): void {
    if (!(event instanceof KeyboardEvent)) {
      if (!this.isKeyTaken(event)) refuse(event);
      return;
    }
    if (HARMLESS_KEYS.includes(event.key)) return;
    const { type, code, repeat } = event;
    const isBegin = type === 'keydown' && !repeat;
    // The rest of a key is as its beginning was, which may have been in the page.
    const isTaken = isBegin ? this.isKeyTaken(event) : this.takenKeys.has(code);
    if (type === 'keyup' || !isTaken) this.takenKeys.delete(code);
    else this.takenKeys.add(code);
    if (isTaken) return;
    refuse(event);
    if (isBegin) this.hintAtSecondTry();
  }

  /** A page can bring the focus here, and so can the agent, whom half a second gives time to see it. */
  private isKeyTaken(event: Event): boolean {
    const isFocusMeant = event.timeStamp - this.focusedAt >= SETTLES_IN_MS || this.pressedAt > this.focusedAt - FOCUS_FOLLOWS_IN_MS;
    return this.isSettledFor(event) && (isFocusMeant || isTyping(event));
  }

  private hintAtSecondTry(): void {
    const now = performance.now();
    this.isHinted ||= now - this.triedAt < TRIES_WITHIN_MS;
    this.triedAt = now;
    this.tell();
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => {
      this.isHinted = false;
      this.tell();
    }, HINT_MS);
  }

  private tell(): void {
    this.notice.textContent = this.isCovered
      ? msg('Something on the page covers Backchannel. Until it is gone, clicks here do nothing.')
      : this.isHinted
        ? msg('Backchannel has just come into view, or was moved. Presses and keys count here half a second later.')
        : '';
  }
}

/** Of the frame, with the page's zoom. */
const sizeNow = (): string => [innerWidth, innerHeight, devicePixelRatio].join();

function refuse(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** A letter in a field does nothing yet. */
function isTyping(event: Event): boolean {
  const isLetter =
    event instanceof KeyboardEvent
      ? event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey
      : event instanceof InputEvent && event.inputType === 'insertText';
  const [target] = event.composedPath();
  return isLetter && target instanceof Element && target.matches(TEXT_FIELDS);
}
