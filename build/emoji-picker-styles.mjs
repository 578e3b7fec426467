const ELEMENT = `    const style = document.createElement('style');
    style.textContent = baseStyles + EXTRA_STYLES;
    this.shadowRoot.appendChild(style);
`;
const SHEET = `    const sheet = new CSSStyleSheet();
    sheet.replaceSync(baseStyles + EXTRA_STYLES);
    this.shadowRoot.adoptedStyleSheets = [sheet];
`;

/**
 * emoji-picker-element puts a <style> into its shadow root, which a page whose Content-Security-Policy has no
 * 'unsafe-inline' for styles refuses. A constructable style sheet is allowed everywhere.
 * @returns {import('rollup').Plugin}
 */
export function emojiPickerStyles() {
  return {
    name: 'emoji-picker-styles',
    transform(code, id) {
      if (!id.endsWith('/emoji-picker-element/picker.js')) return null;
      if (!code.includes(ELEMENT)) this.error('emoji-picker-element sets its styles in another way now; see build/emoji-picker-styles.mjs.');
      return { code: code.replace(ELEMENT, SHEET), map: null };
    },
  };
}
