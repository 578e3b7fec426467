import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { rolldown } from 'rolldown';
import { BROWSER, productPlugins as plugins } from './bundling.mjs';
import { buildId } from './build-id.mjs';
import { copiedFile } from './copied-file.mjs';
import { eagerImports } from './eager-imports.mjs';
import { extensionManifest } from './extension-manifest.mjs';
import { chunks, chunksBehind, chunksBehindFirst, ONE_FILE, partsBehind } from './chunks.mjs';
import { PAGE_ELEMENTS_FOLDER, pageElements } from './page-elements.mjs';
import { patchedModule } from './patched-module.mjs';
import { shippedPackages } from './shipped-packages.mjs';
import { sizeTable } from './size-table.mjs';
import { staticTemplates, trustedTemplates } from './static-templates.mjs';
import { workerParts } from './worker-parts.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const { resolve } = createRequire(import.meta.url);
/** The emoji's names and search words in each language of the views. */
const emojiData = () => [
  copiedFile(resolve('emoji-picker-element-data/en/emojibase/data.json'), 'emoji-data-en.json'),
  copiedFile(resolve('emoji-picker-element-data/de/cldr/data.json'), 'emoji-data-de.json'),
];

/** In the extension no assignment to `innerHTML` is left. */
const extensionPlugins = () => [...staticTemplates(), ...plugins()];

/** @param {string} dir @param {import('rolldown').OutputOptions} files @returns {import('rolldown').OutputOptions} */
const output = (dir, files) => ({ dir, ...files, minify: true, comments: false, plugins: [sizeTable(dir), shippedPackages(dir)] });

/**
 * The sign-in form is a part of the embed module, so that loading it later loads nothing. Without that `import()` the bundler's own runtime, which would be
 * one more file, isn't needed at once.
 */
const signInFormAtOnce = () =>
  patchedModule(
    '/src/components/workspace/without-agent.ts',
    [["void import('../sign-in/sign-in-form.ts')", 'void 0']],
    'the sign-in form is loaded in another way; see build/products.mjs.',
  );

/** The elements that a page puts into a layout of its own, each by itself. They are built with the widget, of which they take what they need. */
const PAGE_ELEMENTS = Object.fromEntries(pageElements().map((name) => [`elements/${name}`, `${PAGE_ELEMENTS_FOLDER}/${name}.ts`]));

/** What the frame shows beside the widget, of which it takes what it needs. */
const STORAGE_ACCESS = 'src/components/workspace/storage-access.ts';

/** Leaves an import to the file of the package that the module is built to. @param {Readonly<Record<string, string>>} files by how a module is imported */
const beside = (files) => ({
  name: 'beside',
  /** @param {string} id */
  resolveId: (id) => (files[id] === undefined ? null : { id: files[id], external: true }),
});

/** What a CRM page imports, and the worker that holds the session host. @type {import('rolldown').RolldownOptions[]} */
const embed = [
  {
    ...BROWSER,
    input: { backchannel: 'src/embed/index.ts', 'storage-access': STORAGE_ACCESS, ...PAGE_ELEMENTS },
    plugins: [trustedTemplates(), signInFormAtOnce(), buildId(), ...plugins(), ...emojiData()],
    preserveEntrySignatures: 'strict',
    output: output('dist/embed', chunksBehindFirst('index')),
  },
  {
    ...BROWSER,
    input: { 'shared-worker': 'src/embed/shared-worker.ts' },
    plugins: [buildId(), ...plugins()],
    // What is loaded later imports from a chunk, never from the worker's script: under another address that would be a second host.
    preserveEntrySignatures: 'strict',
    output: output('dist/embed', chunksBehind()),
  },
];

/** The widget's entry for bundlers. They read it, so that it stays as it is written. @type {import('rolldown').RolldownOptions} */
const bundled = {
  ...BROWSER,
  input: { bundled: 'src/embed/bundled.ts' },
  plugins: [beside({ './index.ts': './backchannel.js' })],
  preserveEntrySignatures: 'strict',
  output: { ...output('dist/embed', {}), minify: false },
};

/** The page in a frame, which loads the embed module for pages that may have it, and what a page opens it or the extension's dock by. @type {import('rolldown').RolldownOptions[]} */
const frame = [
  {
    ...BROWSER,
    input: { frame: 'src/embed/frame.ts' },
    plugins: [
      beside({ './index.ts': './backchannel.js', '../components/workspace/storage-access.ts': './storage-access.js' }),
      ...plugins(),
      ...['html', 'css'].map((kind) => copiedFile(`src/embed/frame.${kind}`, `frame.${kind}`)),
    ],
    preserveEntrySignatures: 'strict',
    output: output('dist/embed', { chunkFileNames: 'chunk-[name]-[hash:7].js' }),
  },
  ...['frame-loader', 'dock-client'].map((name) => ({
    ...BROWSER,
    input: { [name]: `src/embed/${name}.ts` },
    plugins: plugins(),
    output: output('dist/embed', ONE_FILE),
  })),
];

/** The scripts of the demo's pages, which load the embed module as any page does. @type {import('rolldown').RolldownOptions[]} */
const demo = [
  {
    ...BROWSER,
    input: { desk: 'demo/pages/desk.ts', 'sign-in': 'demo/pages/sign-in.ts', 'crm-page': 'demo/crm/page/crm-page.ts' },
    external: ['/embed/backchannel.js'],
    plugins: plugins(),
    preserveEntrySignatures: 'allow-extension',
    output: output('dist/demo', chunks()),
  },
  // The contact's page is a client of its own, by all of StanzaJS.
  { ...BROWSER, input: { 'call-page': 'demo/call/call-page.ts' }, output: output('dist/demo', ONE_FILE) },
];

/** The extension's folders for the two browsers, of the same bundles. @type {import('rolldown').RolldownOptions[]} */
const extension = [
  {
    ...BROWSER,
    input: { background: 'src/extension/service-worker.ts' },
    plugins: extensionPlugins(),
    preserveEntrySignatures: 'strict',
    output: [
      {
        ...output('dist/chrome', partsBehind()),
        format: 'cjs',
        plugins: [workerParts(), sizeTable('dist/chrome'), shippedPackages('dist/chrome')],
      },
      output('dist/firefox', partsBehind()),
    ],
  },
  {
    ...BROWSER,
    input: { 'media-document': 'src/extension/call-sound/media-document.ts' },
    plugins: [...extensionPlugins(), copiedFile('src/extension/call-sound/media-document.html', 'media-document.html')],
    output: output('dist/chrome', ONE_FILE),
  },
  {
    ...BROWSER,
    input: { 'call-sound-page': 'src/extension/call-sound/call-sound-page.ts' },
    plugins: [
      eagerImports(),
      ...extensionPlugins(),
      copiedFile('src/extension/workspace.html', 'call-sound.html', (text) =>
        // A pinned tab shows nothing else.
        text
          .replaceAll('backchannel-workspace', 'backchannel-call-sound')
          .replace('workspace-page', 'call-sound-page')
          .replace('    <link', '    <link rel="icon" href="icon-32.png" />\n    <link'),
      ),
    ],
    output: output('dist/firefox', ONE_FILE),
  },
  {
    ...BROWSER,
    // A classic script: browsers put no module into a page. Within a function, since a page may get it twice.
    input: { 'dock-content': 'src/extension/dock/content-script.ts' },
    plugins: plugins(),
    output: [output('dist/chrome', { ...ONE_FILE, format: 'iife' }), output('dist/firefox', { ...ONE_FILE, format: 'iife' })],
  },
  {
    ...BROWSER,
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
    preserveEntrySignatures: 'allow-extension',
    output: /** @type {const} */ (['chrome', 'firefox']).map((browser) => {
      const options = output(`dist/${browser}`, chunks());
      const manifest = copiedFile('manifest.json', 'manifest.json', (text) => extensionManifest(browser, text, version));
      const policy = browser === 'chrome' ? [copiedFile('src/extension/managed-schema.json', 'managed-schema.json')] : [];
      return { ...options, plugins: [options.plugins, manifest, ...policy] };
    }),
  },
];

/** Which folders of dist each product is, and the note of which sources they were built from (demo/build.ts). */
const PRODUCTS = {
  embed: { bundles: [...embed, bundled, ...frame, ...demo], paths: ['embed', 'demo', '.embed-sources'] },
  extension: { bundles: extension, paths: ['chrome', 'firefox', '.extension-sources'] },
};

/** Builds them anew. @param {readonly (keyof typeof PRODUCTS)[]} names */
export async function buildProducts(names = /** @type {const} */ (['embed', 'extension'])) {
  for (const { bundles, paths } of names.map((name) => PRODUCTS[name])) {
    // Chunks of an earlier build have other names: they would stay, and be packed.
    for (const path of paths) rmSync(`dist/${path}`, { recursive: true, force: true });
    for (const { output, ...input } of bundles) {
      const bundle = await rolldown(input);
      for (const options of [output ?? []].flat()) await bundle.write(options);
      await bundle.close();
    }
  }
}
