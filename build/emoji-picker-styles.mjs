import { patchedModule } from './patched-module.mjs';

/** How emoji-picker-element styles itself, which needs the policy `'unsafe-inline'`, and how it styles itself here, which no policy forbids. */
const REPLACEMENTS = [
  // A <style> in its shadow root: a constructable style sheet instead.
  [
    `    const style = document.createElement('style');
    style.textContent = baseStyles + EXTRA_STYLES;
    this.shadowRoot.appendChild(style);
`,
    `    const sheet = new CSSStyleSheet();
    sheet.replaceSync(baseStyles + EXTRA_STYLES);
    this.shadowRoot.adoptedStyleSheets = [sheet];
`,
  ],
  // Style attributes: the same declarations by CSSOM instead.
  [
    '        targetNode.setAttribute(attributeName, newValue);\n',
    `        if (attributeName === 'style') targetNode.style.cssText = newValue;
        else targetNode.setAttribute(attributeName, newValue);
`,
  ],
];

/**
 * Makes emoji-picker-element work on a page whose Content-Security-Policy has no 'unsafe-inline' for styles, which refuses
 * what it does by itself.
 */
export const emojiPickerStyles = () =>
  patchedModule('/emoji-picker-element/picker.js', REPLACEMENTS, 'it sets its styles in another way; see build/emoji-picker-styles.mjs.');
