import { readFile } from 'node:fs/promises';
import { optimize } from 'svgo';

/**
 * Lets code import an icon's text: `import add from '@vscode/codicons/src/icons/add.svg'`. Its paths are written as short as they can be: two decimals
 * are a fortieth of a pixel on the densest screen.
 * @returns {import('rolldown').Plugin}
 */
export function svgString() {
  return {
    name: 'svg-string',
    async load(id) {
      if (!id.endsWith('.svg')) return null;
      const { data } = optimize(await readFile(id, 'utf8'), { floatPrecision: 2, multipass: true });
      return `export default ${JSON.stringify(data)};`;
    },
  };
}
