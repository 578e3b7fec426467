import { spawnSync } from 'node:child_process';
import { ROOT } from './packed-widget.ts';

/*
 * `npm run examples`: builds the widget and packs it, builds each example from the package, and drives it through the main job by two browsers at a real
 * server, from the sign-in until both agents are done with the session. What has been done is printed, with the time.
 */
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, BACKCHANNEL_EXAMPLES: 'in-full' } }).status ?? 1;
const files = ['test/package/examples.test.ts', 'test/package/frame.test.ts'];
process.exit(run('build/package.mjs', '--only', 'widget') || run('--import', 'tsx', '--test', '--test-reporter=spec', ...files));
