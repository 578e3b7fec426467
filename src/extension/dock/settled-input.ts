import { msg } from '@lit/localize';
import { FullView } from './full-view.ts';

/**
 * How long the frame takes neither press nor key after it has appeared, moved or changed. The agent meant them for what was there before.
 */
const SETTLES_IN_MS = 500;
/** How long the focus takes at most to follow a press into the frame. The browser's own process moves it. */
const FOCUS_FOLLOWS_IN_MS = 500;
/** How close together two tries are for the second one to be explained. */
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
/** Keys that do nothing but move the focus, or leave the frame. They always count. */
const HARMLESS_KEYS = ['Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta'];
const TEXT_FIELDS = 'textarea, input:not([type]), input[type="text"], input[type="search"]';

/**
 * Drops presses and keys that the agent may not have meant for the frame in a dock; a page could otherwise make them press what they don't
 * see. A press counts only when the frame has been in full view and of one size for half a second. A key counts only when, besides, the
 * focus has been in the frame for half a second or came by a press that counted. An agent who tries again is told why. The browser doesn't
 * tell a frame when the page moves it, so that the content script sees to that (`Shield`).
 */
export class SettledInput {
  readonly #notice = document.createElement('p');
  #isCovered = false;
  #isHinted = false;
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #triedAt = -Infinity;

  readonly #view: FullView;
  #stillSince = 0;
  #size = '';
  #settling: ReturnType<typeof setTimeout> | undefined;

  #focusedAt = -Infinity;
  #pressedAt = -Infinity;
  /** Whether the press that is going on counts, or the last one if none is. */
  #isPressTaken = false;
  /** The keys that are held down and whose beginning counted. */
  readonly #takenKeys = new Set<string>();

  constructor(element: HTMLElement) {
    this.#notice.className = 'notice';
    this.#notice.role = 'status';
    element.before(this.#notice);
    this.#view = new FullView({
      onAppear: this.unsettle,
      onCovered: (isCovered) => {
        this.#isCovered = isCovered;
        this.#tell();
      },
    });
    addEventListener('resize', this.unsettle);
    document.addEventListener('visibilitychange', this.unsettle);
    addEventListener('focus', () => (this.#focusedAt = performance.now()));
    for (const type of PRESSES) addEventListener(type, (event) => this.#onPress(event), { capture: true, passive: false });
    for (const type of KEYS) addEventListener(type, (event) => this.#onKey(event), { capture: true });
    this.unsettle();
  }

  /** Begins the half second anew. To be called when what the agent sees in the frame changes, or may have changed. */
  readonly unsettle = (): void => {
    this.#stillSince = performance.now();
    this.#size = sizeNow();
    const { classList } = document.documentElement;
    classList.add('settling');
    clearTimeout(this.#settling);
    // A frame that isn't in full view by then settles when it comes into view. One that is covered later isn't marked as settling, because
    // its menus would close by that.
    this.#settling = setTimeout(() => this.#view.isFull && classList.remove('settling'), SETTLES_IN_MS);
  };

  /** Whether the frame had settled when the event was made. The time of the event is compared, because a busy page delays its arrival. */
  #isSettledFor({ timeStamp }: Event): boolean {
    // `resize` comes only before the next drawing. A press that comes earlier already hits what the new size has put there, so that the
    // size is looked at here too.
    if (sizeNow() !== this.#size) this.unsettle();
    return this.#view.isFull && timeStamp - this.#stillSince >= SETTLES_IN_MS;
  }

  #onPress(event: Event): void {
    const isBegin = event.type === 'pointerdown';
    // A click that a key makes has no press before it.
    const isOfKey = event.type === 'click' && event instanceof UIEvent && event.detail === 0;
    if (isBegin) this.#isPressTaken = this.#isSettledFor(event);
    if (this.#isSettledFor(event) && (this.#isPressTaken || isOfKey)) {
      if (isBegin) this.#pressedAt = performance.now();
      return;
    }
    refuse(event);
    if (isBegin) this.#hintAtSecondTry();
  }

  #onKey(event: Event): void {
    if (!(event instanceof KeyboardEvent)) {
      if (!this.#isKeyTaken(event)) refuse(event);
      return;
    }
    if (HARMLESS_KEYS.includes(event.key)) return;
    const { type, code, repeat } = event;
    const isBegin = type === 'keydown' && !repeat;
    // A repeated or released key counts as its beginning did. It may have been pressed down in the page around the frame.
    const isTaken = isBegin ? this.#isKeyTaken(event) : this.#takenKeys.has(code);
    if (type === 'keyup' || !isTaken) this.#takenKeys.delete(code);
    else this.#takenKeys.add(code);
    if (isTaken) return;
    refuse(event);
    if (isBegin) this.#hintAtSecondTry();
  }

  /**
   * Whether a key counts. A page can move the focus into the frame, so that keys count only after the agent has had half a second to see
   * where it is.
   */
  #isKeyTaken(event: Event): boolean {
    const isFocusMeant = event.timeStamp - this.#focusedAt >= SETTLES_IN_MS || this.#pressedAt > this.#focusedAt - FOCUS_FOLLOWS_IN_MS;
    return this.#isSettledFor(event) && (isFocusMeant || isTyping(event));
  }

  #hintAtSecondTry(): void {
    const now = performance.now();
    this.#isHinted ||= now - this.#triedAt < TRIES_WITHIN_MS;
    this.#triedAt = now;
    this.#tell();
    clearTimeout(this.#hiding);
    this.#hiding = setTimeout(() => {
      this.#isHinted = false;
      this.#tell();
    }, HINT_MS);
  }

  #tell(): void {
    this.#notice.textContent = this.#isCovered
      ? msg('Something on the page covers Backchannel. Until it is gone, clicks here do nothing.')
      : this.#isHinted
        ? msg('Backchannel has just come into view, or was moved. Presses and keys count here half a second later.')
        : '';
  }
}

/** The frame's size, with the page's zoom. */
const sizeNow = (): string => [innerWidth, innerHeight, devicePixelRatio].join();

function refuse(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Whether the event types a letter into a text field, which by itself does nothing yet. */
function isTyping(event: Event): boolean {
  const isLetter =
    event instanceof KeyboardEvent
      ? event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey
      : event instanceof InputEvent && event.inputType === 'insertText';
  const [target] = event.composedPath();
  return isLetter && target instanceof Element && target.matches(TEXT_FIELDS);
}
