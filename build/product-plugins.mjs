import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { emojiPickerStyles } from './emoji-picker-styles.mjs';
import { stanzaSlim } from './stanza-slim.mjs';
import { svgString } from './svg-string.mjs';

/** For what isn't Backchannel's: packages as they are. */
export const packagePlugins = () => [
  // `preferBuiltins: false`: "events" is the npm package, not Node's.
  nodeResolve({ browser: true, preferBuiltins: false, exportConditions: ['production'] }),
  commonjs({ include: /node_modules/ }),
  esbuild({ target: 'es2022', tsconfig: 'tsconfig.json' }),
];

/** What makes the product of its sources; the tests of whole session hosts are made by it too. */
export const productPlugins = () => [stanzaSlim(), svgString(), emojiPickerStyles(), ...packagePlugins()];
