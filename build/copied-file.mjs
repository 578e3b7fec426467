import { readFile } from 'node:fs/promises';

/**
 * Puts a file beside the bundles, changed on the way if need be.
 * @param {string} from @param {string} fileName @param {(text: string) => string} [change] of a text file
 * @returns {import('rolldown').Plugin}
 */
export function copiedFile(from, fileName, change) {
  return {
    name: 'copied-file',
    async generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName,
        originalFileName: from,
        source: change ? change(await readFile(from, 'utf8')) : await readFile(from),
      });
    },
  };
}
