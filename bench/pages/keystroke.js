import './sign-in.js';
import { deepQuery, until } from './deep-query.js';
import { painted } from './painted.js';

/*
 * A desk, and in the same page a bare field, below which stands what is typed into it. Both are measured by the same rule: from the key until the frame
 * that shows what came of it.
 */
const fields = {};

globalThis.openFields = async (account) => {
  await signInDesk(account);
  const input = deepQuery(document.querySelector('backchannel-workspace').shadowRoot, 'input[role="combobox"]');
  const root = input.getRootNode();
  const bare = document.body.appendChild(document.createElement('div'));
  const bareInput = bare.appendChild(document.createElement('input'));
  const shown = bare.appendChild(document.createElement('p'));
  bareInput.addEventListener('input', () => (shown.textContent = bareInput.value));
  fields.desk = { input, root, result: () => root.querySelector('[role="grid"]')?.ariaRowCount ?? '0' };
  fields.bare = { input: bareInput, root: bare, result: () => shown.textContent };
};

globalThis.focusOn = (kind) => fields[kind].input.focus();

/** Sets `keystroke` to the milliseconds from the next key until its result is painted. The key has to change the number of rows. */
globalThis.watchKey = (kind) => {
  const { root, result } = fields[kind];
  const before = result();
  let pressedAt;
  addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), { capture: true, once: true });
  globalThis.keystroke = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (result() === before) return;
      observer.disconnect();
      void painted().then(() => resolve(performance.now() - pressedAt));
    });
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  });
};

/** Empties the field. @returns when its result has changed */
globalThis.emptyField = async (kind) => {
  const { input, result } = fields[kind];
  const before = result();
  input.value = '';
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await until(() => result() !== before, 'the empty field');
};
