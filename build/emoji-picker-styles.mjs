import { patchedModule } from './patched-module.mjs';

/**
 * Pairs: how emoji-picker-element styles itself, which needs the policy `'unsafe-inline'`; and a way that does the same and that no policy forbids.
 */
const REPLACEMENTS = [
  // It puts a <style> into its shadow root; a constructable style sheet replaces it.
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
  // It sets style attributes; CSSOM sets the same declarations.
  [
    '        targetNode.setAttribute(attributeName, newValue);\n',
    `        if (attributeName === 'style') targetNode.style.cssText = newValue;
        else targetNode.setAttribute(attributeName, newValue);
`,
  ],
];

/**
 * Changes emoji-picker-element so that it is styled on a page whose Content-Security-Policy has no 'unsafe-inline' for styles. Such a page refuses
 * what the package does by itself.
 */
export const emojiPickerStyles = () =>
  patchedModule('/emoji-picker-element/picker.js', REPLACEMENTS, 'it sets its styles in another way; see build/emoji-picker-styles.mjs.');
