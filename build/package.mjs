import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { folderZip } from './folder-zip.mjs';
import { buildProducts } from './products.mjs';
import { sbomOf } from './sbom.mjs';

/*
 * `npm run package`: builds the extension and packs it for the stores, as dist/backchannel-BROWSER-VERSION.zip. It lists the third-party packages in
 * it in dist/backchannel-extension-VERSION.cdx.json. The same sources give the same bytes on any machine, so that whoever is given a zip can make it
 * again and compare. With --built it packs the last build.
 */
if (!process.argv.includes('--built')) await buildProducts(['extension']);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
for (const browser of ['chrome', 'firefox']) {
  const path = `dist/backchannel-${browser}-${version}.zip`;
  const zip = await folderZip(`dist/${browser}`);
  await writeFile(path, zip);
  console.log(`${path}  ${(zip.length / 1000).toFixed(1)} kB  sha256 ${createHash('sha256').update(zip).digest('hex')}`);
}
const { path, text, count } = sbomOf('extension');
await writeFile(path, text);
console.log(`${path}  ${count} packages`);
