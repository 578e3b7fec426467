import { msg } from '@lit/localize';
import { FullView } from './full-view.ts';

/** For so long what has come or moved takes neither press nor key: it was meant for what was there before. */
const SETTLES_IN_MS = 500;
/** Firefox alone says where on the screen a frame is. */
const LOOK_EVERY_MS = 50;
/** Tries that belong together. */
const TRIES_WITHIN_MS = 3_000;
const HINT_MS = 4_000;

const PRESSES = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend', 'click', 'dblclick', 'auxclick', 'contextmenu', 'dragstart', 'drop'] as const;
const KEYS = ['keydown', 'keypress', 'keyup', 'beforeinput', 'paste'] as const;
/** They do nothing but move the focus, or leave. */
const HARMLESS_KEYS = ['Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta'];

declare global {
  interface Window {
    /** Firefox's: where the frame is on the screen. */
    readonly mozInnerScreenX?: number;
    readonly mozInnerScreenY?: number;
  }
}

/**
 * In a dock presses and keys count only when the frame has been in full view, on the screen and still for half a second, and keys only when the
 * focus has been in it as long or came by a press that counted: else a page could have the agent press what they don't see, or didn't mean.
 * Who tries again is told why.
 */
export function takeOnlySettledInput(element: HTMLElement): void {
  const notice = document.createElement('p');
  notice.className = 'covered';
  notice.role = 'status';
  element.before(notice);
  let isCovered = false;
  let isHinted = false;
  const tell = () => {
    notice.textContent = isCovered
      ? msg('Something on the page covers Backchannel. Until it is gone, clicks here do nothing.')
      : isHinted
        ? msg('Backchannel has just come into view, or was moved. Presses and keys count here half a second later.')
        : '';
  };
  const state = { stillSince: 0, focusedAt: -Infinity, pressedAt: -Infinity };
  let settling: ReturnType<typeof setTimeout> | undefined;
  const onDisturbed = () => {
    state.stillSince = performance.now();
    // Nothing looks as if it could be pressed.
    document.documentElement.classList.add('settling');
    clearTimeout(settling);
    settling = setTimeout(() => document.documentElement.classList.remove('settling'), SETTLES_IN_MS);
  };
  onDisturbed();
  const view = new FullView(onDisturbed, (covered) => {
    isCovered = covered;
    tell();
  });
  addEventListener('resize', onDisturbed);
  document.addEventListener('visibilitychange', onDisturbed);
  addEventListener('focus', () => (state.focusedAt = performance.now()));
  const lookWhere = followPlace(onDisturbed);

  let isStoppedPress = false;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  const tries: number[] = [];
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onTry = () => {
    const now = performance.now();
    tries.push(now);
    isHinted ||= tries.filter((at) => now - at < TRIES_WITHIN_MS).length > 1;
    tell();
    clearTimeout(hiding);
    hiding = setTimeout(() => {
      isHinted = false;
      tell();
    }, HINT_MS);
  };
  const isSettled = (event: Event) => {
    lookWhere();
    return performance.now() - state.stillSince >= SETTLES_IN_MS && view.has(event.composedPath());
  };
  const onPress = (event: Event) => {
    if (event.type === 'pointerdown' || event.type === 'touchstart') isStoppedPress = !isSettled(event);
    // One that was stopped doesn't count at its end either. A key's click has no press of its own.
    if (isSettled(event) && !(isStoppedPress && isOfPointer(event))) {
      if (event.type === 'pointerdown') state.pressedAt = performance.now();
      return;
    }
    stop(event);
    if (event.type === 'pointerdown') onTry();
  };
  const stoppedKeys = new Set<string>();
  const onKey = (event: Event) => {
    const key = event instanceof KeyboardEvent ? event.key : '';
    if (HARMLESS_KEYS.includes(key)) return;
    const sinceFocus = performance.now() - state.focusedAt;
    // The press that gives the focus comes just before it, or just after.
    const isFocusTheirs = sinceFocus >= SETTLES_IN_MS || Math.abs(state.pressedAt - state.focusedAt) < SETTLES_IN_MS || isTyping(event);
    // The end of a key is as its beginning was: a button is pressed by it.
    const isEndOfStopped = event.type === 'keyup' ? stoppedKeys.delete(key) : event.type === 'keypress' && stoppedKeys.has(key);
    if (!isEndOfStopped && isFocusTheirs && isSettled(event)) return void (event.type === 'keydown' && stoppedKeys.delete(key));
    stop(event);
    if (event.type !== 'keydown') return;
    stoppedKeys.add(key);
    onTry();
  };
  for (const type of PRESSES) addEventListener(type, onPress, { capture: true, passive: false });
  for (const type of KEYS) addEventListener(type, onKey, { capture: true });
}

/** `detail` counts the presses of a pointer; a click by a key or a script has none. */
function isOfPointer(event: Event): boolean {
  return !(event instanceof UIEvent) || event.type !== 'click' || event.detail > 0;
}

/** A letter in a field does nothing yet. */
function isTyping(event: Event): boolean {
  if (!(event instanceof KeyboardEvent)) return event instanceof InputEvent && event.inputType === 'insertText';
  const [target] = event.composedPath();
  return event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey && target instanceof Element && target.matches('input, textarea') && target.checkVisibility() && !target.matches('[type="checkbox"], [type="radio"], [type="range"]');
}

/** @returns looks at once, where the browser says it */
function followPlace(onMove: () => void): () => void {
  if (window.mozInnerScreenX === undefined) return () => undefined;
  let before = '';
  const look = () => {
    const now = `${window.mozInnerScreenX} ${window.mozInnerScreenY}`;
    if (before !== '' && now !== before) onMove();
    before = now;
  };
  setInterval(look, LOOK_EVERY_MS);
  look();
  return look;
}
