import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { sbomOf } from './sbom.mjs';

/* `npm run sbom`: builds, and writes what of others is in the extension and in the embedded widget. With --built of what was built last. */
if (!process.argv.includes('--built')) {
  const { status } = spawnSync(process.execPath, ['node_modules/rollup/dist/bin/rollup', '--config', 'rollup.config.mjs', '--silent'], { stdio: 'inherit' });
  if (status !== 0) {
    console.error('Nothing is written: the build failed; its messages are above.');
    process.exit(1);
  }
}
for (const product of /** @type {const} */ (['extension', 'embed'])) {
  const { path, text, count } = sbomOf(product);
  writeFileSync(path, text);
  console.log(`${path}  ${count} packages`);
}
