import { readFile } from 'node:fs/promises';

/** The JavaScript module that an imported SVG file becomes: its text as the default export. */
export function svgModule(/** @type {string} */ svg) {
  return `export default ${JSON.stringify(svg.trim())};`;
}

/**
 * Lets code import an icon's text: `import add from '@vscode/codicons/src/icons/add.svg'`.
 * @returns {import('rollup').Plugin}
 */
export function svgString() {
  return {
    name: 'svg-string',
    async load(id) {
      return id.endsWith('.svg') ? svgModule(await readFile(id, 'utf8')) : null;
    },
  };
}

/**
 * The same for @web/test-runner's server.
 * @returns {import('@web/dev-server-core').Plugin}
 */
export function svgStringForTests() {
  return {
    name: 'svg-string',
    resolveMimeType: ({ path }) => (path.endsWith('.svg') ? 'js' : undefined),
    transform: (context) => (context.path.endsWith('.svg') ? svgModule(String(context.body)) : undefined),
  };
}
