import { writeFileSync } from 'node:fs';
import { runRollup } from './run-rollup.mjs';
import { sbomOf } from './sbom.mjs';

/* `npm run sbom`: builds, and writes what of others is in the extension and in the embedded widget. With --built of what was built last. */
if (!process.argv.includes('--built') && !runRollup('--silent')) {
  console.error('Nothing is written: the build failed; its messages are above.');
  process.exit(1);
}
for (const product of /** @type {const} */ (['extension', 'embed'])) {
  const { path, text, count } = sbomOf(product);
  writeFileSync(path, text);
  console.log(`${path}  ${count} packages`);
}
