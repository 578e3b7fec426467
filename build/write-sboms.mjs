import { writeFileSync } from 'node:fs';
import { buildProducts } from './products.mjs';
import { sbomOf } from './sbom.mjs';

/* `npm run sbom`: builds, and writes what of others is in the extension and in the embedded widget. With --built of what was built last. */
if (!process.argv.includes('--built')) await buildProducts();
for (const product of /** @type {const} */ (['extension', 'embed'])) {
  const { path, text, count } = sbomOf(product);
  writeFileSync(path, text);
  console.log(`${path}  ${count} packages`);
}
