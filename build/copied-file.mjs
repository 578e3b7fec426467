import { readFile } from 'node:fs/promises';

/**
 * Copies a file to the bundles' folder.
 * @param {string} from @param {string} fileName @param {(text: string) => string} [change] changes the text of the copy
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
