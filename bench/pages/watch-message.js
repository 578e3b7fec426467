import { painted } from './painted.js';

// What both kinds of desks share: how a message is written, and how its arrival is noted. The clock is the one that all pages of a machine share.
export const now = () => performance.timeOrigin + performance.now();

export function typeInto(field, text) {
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** @returns {number} the time of the key press */
export function pressEnterIn(field) {
  const start = now();
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
  return start;
}

/** Resolves when the text is in the element, and has been painted. @returns {Promise<{at: number, paintedAt: number}>} */
export function seenIn(element, text) {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!element.textContent.includes(text)) return;
      observer.disconnect();
      const at = now();
      void painted().then((paintedAt) => resolve({ at, paintedAt }));
    });
    observer.observe(element, { subtree: true, childList: true, characterData: true });
  });
}
