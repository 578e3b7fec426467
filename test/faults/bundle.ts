import { resolve } from 'node:path';
import { build } from 'rolldown';
import { BROWSER, productPlugins } from '../../build/bundling.mjs';

/**
 * Makes one file of a browser's thread, which needs no loader of TypeScript.
 * @param owner Names who makes it, because several may at the same time
 * @returns the file's path
 */
export async function bundleBrowserThread(owner: string): Promise<string> {
  const file = resolve('.test', owner, 'browser-thread.mjs');
  await build({
    ...BROWSER,
    input: 'test/faults/browser-thread.ts',
    external: ['ws', /^node:/],
    plugins: productPlugins(),
    output: { codeSplitting: false, file },
  });
  return file;
}
