import { gzipSync } from 'node:zlib';

/** @type {Map<string, {raw: number, gzip: number}>} */
const sizes = new Map();

/**
 * Remembers the size of each written file.
 * @returns {import('rolldown').OutputPlugin}
 */
export function sizeTable(/** @type {string} */ folder) {
  return {
    name: 'size-table',
    writeBundle(_options, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        sizes.set(`${folder}/${name}`, { raw: content.length, gzip: gzipSync(content, { level: 9 }).length });
      }
    },
  };
}

const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(12);

/** Prints what was built since this program began. */
export function printSizes() {
  const width = Math.max(...[...sizes.keys()].map((name) => name.length));
  console.log(`\n${'bundle'.padEnd(width)}${'raw'.padStart(12)}${'gzip'.padStart(12)}`);
  for (const [name, { raw, gzip }] of [...sizes].sort()) console.log(`${name.padEnd(width)}${kilobytes(raw)}${kilobytes(gzip)}`);
}
