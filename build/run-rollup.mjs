import { spawnSync } from 'node:child_process';

/**
 * Builds as rollup.config.mjs says, with rollup's options, and shows its messages.
 * @param {readonly string[]} options
 * @returns {boolean} whether the build succeeded
 */
export function runRollup(...options) {
  const { status } = spawnSync(process.execPath, ['node_modules/rollup/dist/bin/rollup', '--config', 'rollup.config.mjs', ...options], {
    stdio: 'inherit',
  });
  return status === 0;
}
