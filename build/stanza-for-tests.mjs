import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { stanzaSlim } from './stanza-slim.mjs';

const JINGLE_PATH = '/stanza-jingle.js';

/**
 * Gives @web/test-runner's server StanzaJS's Jingle as the product has it: browsers load no CommonJS.
 * @returns {import('@web/dev-server-core').Plugin}
 */
export function stanzaForTests() {
  /** @type {Promise<string> | undefined} */
  let bundled;
  return {
    name: 'stanza-jingle',
    resolveImport: ({ source }) => (source === 'stanza/jingle' ? JINGLE_PATH : undefined),
    serve({ path }) {
      if (path !== JINGLE_PATH) return undefined;
      bundled ??= bundle();
      return bundled.then((body) => ({ body, type: 'js' }));
    },
  };
}

async function bundle() {
  const entry = "export { MediaSession, SessionManager } from 'stanza/jingle';";
  const build = await rollup({
    input: 'entry',
    plugins: [
      { name: 'entry', resolveId: (source) => (source === 'entry' ? source : null), load: (id) => (id === 'entry' ? entry : null) },
      stanzaSlim(),
      nodeResolve({ browser: true, preferBuiltins: false }),
      commonjs(),
    ],
    onwarn: () => undefined,
  });
  const { output } = await build.generate({ format: 'es' });
  await build.close();
  return output[0].code;
}
