/**
 * Takes comments and indentation out of the style sheets in `css` templates, which no minifier looks into. Lines stay where they are.
 * @returns {import('rolldown').Plugin}
 */
export function plainStyles() {
  return {
    name: 'plain-styles',
    transform: {
      filter: { id: /[\\/]src[\\/].*\.ts$/, code: 'css`' },
      handler: (code) => ({ code: code.replaceAll(/\bcss`[^`]*`/g, plain), map: null }),
    },
  };
}

/** @param {string} styles */
const plain = (styles) => styles.replaceAll(/\/\*.*?\*\//gs, (comment) => comment.replaceAll(/[^\n]/g, '')).replaceAll(/\n +/g, '\n');
