import { readFile } from 'node:fs/promises';

/**
 * Lets code import an icon's text: `import add from '@vscode/codicons/src/icons/add.svg'`.
 * @returns {import('rolldown').Plugin}
 */
export function svgString() {
  return {
    name: 'svg-string',
    async load(id) {
      return id.endsWith('.svg') ? `export default ${JSON.stringify((await readFile(id, 'utf8')).trim())};` : null;
    },
  };
}
