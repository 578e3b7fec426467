import { emojiPickerStyles } from './emoji-picker-styles.mjs';
import { plainStyles } from './plain-styles.mjs';
import { stanzaSlim } from './stanza-slim.mjs';
import { svgString } from './svg-string.mjs';

/** How every bundle is made: for browsers, of packages as they are published for production. @type {import('rolldown').InputOptions} */
export const BROWSER = {
  platform: 'browser',
  tsconfig: 'tsconfig.json',
  resolve: { conditionNames: ['production', 'browser', 'import', 'default'] },
  transform: { target: 'es2022' },
  // A module may be loaded later by one script, and at once by another.
  checks: { ineffectiveDynamicImport: false },
};

/** What makes the product of its sources; the tests of whole session hosts are made by it too. */
export const productPlugins = () => [stanzaSlim(), svgString(), emojiPickerStyles(), plainStyles()];
