import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import terser from '@rollup/plugin-terser';
import { copiedFile } from './build/copied-file.mjs';
import { extensionManifest } from './build/extension-manifest.mjs';
import { packagePlugins, productPlugins as plugins } from './build/product-plugins.mjs';
import { shippedPackages } from './build/shipped-packages.mjs';
import { sizeTable } from './build/size-table.mjs';
import { stanzaBrowser } from './build/stanza-browser.mjs';
import { staticTemplates, trustedTemplates } from './build/static-templates.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const { resolve } = createRequire(import.meta.url);
/** The emoji's names and search words in each language of the views. */
const emojiData = () => [
  copiedFile(resolve('emoji-picker-element-data/en/emojibase/data.json'), 'emoji-data-en.json'),
  copiedFile(resolve('emoji-picker-element-data/de/cldr/data.json'), 'emoji-data-de.json'),
];

/** In the extension no assignment to `innerHTML` is left. */
const extensionPlugins = () => [...staticTemplates(), ...plugins()];

/** @param {string} dir @returns {import('rollup').OutputOptions} */
const output = (dir, isOneFile = false, format = /** @type {'es' | 'iife'} */ ('es')) => ({
  dir,
  format,
  inlineDynamicImports: isOneFile,
  // Named after a module, which may have a dot in its name.
  chunkFileNames: ({ name }) => `chunk-${name.replaceAll('.', '-')}-[hash].js`,
  sourcemap: false,
  plugins: [terser({ module: format === 'es', ecma: 2020, compress: { passes: 2 } }), sizeTable(dir), shippedPackages(dir)],
});

/** Oddities of packages that are known and harmless; everything else is shown. @type {import('rollup').WarningHandlerWithDefault} */
function onwarn(warning, warn) {
  const isFromPackage = [warning.id, ...(warning.ids ?? [])].some((id) => id?.includes('node_modules'));
  if (isFromPackage && (warning.code === 'THIS_IS_UNDEFINED' || warning.code === 'CIRCULAR_DEPENDENCY')) return;
  warn(warning);
}

/** What a CRM page imports, and the worker that holds the session host. @type {import('rollup').RollupOptions[]} */
const embed = [
  {
    input: { backchannel: 'src/embed/index.ts' },
    plugins: [trustedTemplates(), ...plugins(), ...emojiData()],
    output: output('dist/embed'),
    onwarn,
  },
  {
    input: { 'shared-worker': 'src/embed/shared-worker.ts' },
    plugins: plugins(),
    // What is loaded later imports from a chunk, never from the worker's script: under another address that would be a second host.
    preserveEntrySignatures: 'strict',
    output: output('dist/embed'),
    onwarn,
  },
];

/** The scripts of the demo's pages, which load the embed module as any page does. @type {import('rollup').RollupOptions[]} */
const demo = [
  {
    input: { desk: 'demo/pages/desk.ts', 'sign-in': 'demo/pages/sign-in.ts', 'crm-page': 'demo/crm/page/crm-page.ts' },
    external: ['/embed/backchannel.js'],
    plugins: plugins(),
    output: output('dist/demo'),
    onwarn,
  },
];

/** The contact's page is a client of its own, by all of StanzaJS. @type {import('rollup').RollupOptions} */
const callPage = {
  input: { 'call-page': 'demo/call/call-page.ts' },
  plugins: [stanzaBrowser(), ...packagePlugins()],
  output: output('dist/demo'),
  onwarn,
};

/** The extension's folders for the two browsers, of the same bundles. @type {import('rollup').RollupOptions[]} */
const extension = [
  {
    input: { background: 'src/extension/service-worker.ts' },
    plugins: extensionPlugins(),
    output: [output('dist/chrome', true), output('dist/firefox', true)],
    onwarn,
  },
  {
    input: { 'media-document': 'src/extension/call-sound/media-document.ts' },
    plugins: [...extensionPlugins(), copiedFile('src/extension/call-sound/media-document.html', 'media-document.html')],
    output: output('dist/chrome', true),
    onwarn,
  },
  {
    input: { 'call-sound-page': 'src/extension/call-sound/call-sound-page.ts' },
    plugins: [
      ...extensionPlugins(),
      copiedFile('src/extension/workspace.html', 'call-sound.html', (text) =>
        // A pinned tab shows nothing else.
        text
          .replaceAll('backchannel-workspace', 'backchannel-call-sound')
          .replace('workspace-page', 'call-sound-page')
          .replace('    <link', '    <link rel="icon" href="icon-32.png" />\n    <link'),
      ),
    ],
    output: output('dist/firefox', true),
    onwarn,
  },
  {
    // A classic script: browsers put no module into a page. Within a function, since a page may get it twice.
    input: { 'dock-content': 'src/extension/dock/content-script.ts' },
    plugins: plugins(),
    output: [output('dist/chrome', true, 'iife'), output('dist/firefox', true, 'iife')],
    onwarn,
  },
  {
    input: {
      'workspace-page': 'src/extension/workspace-page.ts',
      'options-page': 'src/extension/options/options-page.ts',
      'microphone-page': 'src/extension/microphone/microphone-page.ts',
    },
    plugins: [
      ...extensionPlugins(),
      copiedFile('src/extension/workspace.html', 'workspace.html'),
      // The popup is the same page; workspace-page.ts shows the Gadget view in it.
      copiedFile('src/extension/workspace.html', 'popup.html', (text) => text.replace('<html', '<html class="popup"')),
      // So is the frame in a page's dock.
      copiedFile('src/extension/workspace.html', 'dock.html', (text) => text.replace('<html', '<html class="dock"')),
      copiedFile('src/extension/workspace.html', 'options.html', (text) =>
        text.replaceAll('backchannel-workspace', 'backchannel-options').replace('workspace-page', 'options-page'),
      ),
      copiedFile('src/extension/workspace.html', 'microphone.html', (text) =>
        text.replaceAll('backchannel-workspace', 'backchannel-microphone').replace('workspace-page', 'microphone-page'),
      ),
      copiedFile('src/extension/workspace.css', 'workspace.css'),
      ...[16, 32, 48, 128].map((size) => copiedFile(`src/extension/icons/icon-${size}.png`, `icon-${size}.png`)),
      ...['en', 'de'].map((locale) => copiedFile(`src/extension/_locales/${locale}/messages.json`, `_locales/${locale}/messages.json`)),
      ...emojiData(),
    ],
    output: /** @type {const} */ (['chrome', 'firefox']).map((browser) => {
      const options = output(`dist/${browser}`);
      const manifest = copiedFile('manifest.json', 'manifest.json', (text) => extensionManifest(browser, text, version));
      const policy = browser === 'chrome' ? [copiedFile('src/extension/managed-schema.json', 'managed-schema.json')] : [];
      return { ...options, plugins: [options.plugins, manifest, ...policy] };
    }),
    onwarn,
  },
];

/** `rollup --config` builds everything, `--configEmbed` only what the demo shows, `--configExtension` only the extension. */
export default (/** @type {Record<string, unknown>} */ args) => {
  const isEmbedBuilt = !args.configExtension;
  const isExtensionBuilt = !args.configEmbed;
  // Chunks of an earlier build have other names: they would stay, and be packed.
  // The note of which sources it was of goes with it (demo/build.ts).
  for (const part of [
    ...(isEmbedBuilt ? ['embed', 'demo', '.embed-sources'] : []),
    ...(isExtensionBuilt ? ['chrome', 'firefox', '.extension-sources'] : []),
  ]) {
    rmSync(`dist/${part}`, { recursive: true, force: true });
  }
  return [...(isEmbedBuilt ? [...embed, ...demo, callPage] : []), ...(isExtensionBuilt ? extension : [])];
};
