import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { storeManifest } from './extension-manifest.mjs';
import { folderZip } from './folder-zip.mjs';
import { parseArgs } from 'node:util';
import { buildProducts } from './products.mjs';
import { sbomOf } from './sbom.mjs';
import { packWidget } from './widget-package.mjs';

/*
 * `npm run package`: builds the extension and packs it for the stores, as dist/backchannel-BROWSER-VERSION.zip. It lists the third-party packages in
 * it in dist/backchannel-extension-VERSION.cdx.json. The same sources give the same bytes on any machine, so that whoever is given a zip can make it
 * again and compare. It packs the widget for npm too, as dist/backchannel-widget-VERSION.tgz. With --built it packs the last build; with
 * `--only extension` or `--only widget` one of them.
 */
const { values } = parseArgs({ options: { built: { type: 'boolean' }, only: { type: 'string' } } });
const isWanted = (/** @type {'extension' | 'widget'} */ product) => values.only === undefined || values.only === product;
const products = [...(isWanted('extension') ? ['extension'] : []), ...(isWanted('widget') ? ['embed'] : [])];
if (!values.built) await buildProducts(/** @type {('extension' | 'embed')[]} */ (products));
if (isWanted('extension')) await packExtension();
if (isWanted('widget')) {
  const { path, size, files } = await packWidget();
  console.log(`${path}  ${kilobytes(size)}, ${files} files`);
}

async function packExtension() {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  for (const browser of ['chrome', 'firefox']) {
    const path = `dist/backchannel-${browser}-${version}.zip`;
    const replaced = browser === 'chrome' ? { 'manifest.json': storeManifest(await readFile('dist/chrome/manifest.json', 'utf8')) } : {};
    const zip = await folderZip(`dist/${browser}`, replaced);
    await writeFile(path, zip);
    console.log(`${path}  ${kilobytes(zip.length)}  sha256 ${createHash('sha256').update(zip).digest('hex')}`);
  }
  const { path, text, count } = sbomOf('extension');
  await writeFile(path, text);
  console.log(`${path}  ${count} packages`);
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
