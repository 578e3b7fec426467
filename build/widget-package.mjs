import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { widgetProgram, writeDeclarations } from './declarations.mjs';
import { elementsManifest } from './elements-manifest.mjs';
import { reactTypings, vueTypings } from './elements-typings.mjs';
import { pageElements } from './page-elements.mjs';
import { referencePages } from './reference-pages.mjs';
import { sbomOf } from './sbom.mjs';

const FOLDER = 'dist/widget';

/** What the package is called, and how Node, bundlers and TypeScript find its files. @param {{version: string, license: string}} facts */
const packageJson = ({ version, license }) => ({
  name: '@backchannel/widget',
  version,
  description: 'Internal instant messaging and voice consultation for contact-centre agents, as a widget for any CRM page.',
  license,
  type: 'module',
  main: './bundled.js',
  types: './backchannel.d.ts',
  exports: {
    '.': { types: './backchannel.d.ts', default: './bundled.js' },
    './backchannel.js': { types: './backchannel.d.ts', default: './backchannel.js' },
    './dock-client.js': { types: './dock-client.d.ts', default: './dock-client.js' },
    './frame-loader.js': { types: './frame-loader.d.ts', default: './frame-loader.js' },
    './shared-worker.js': { types: './shared-worker.d.ts', default: './shared-worker.js' },
    './elements/*.js': { types: './elements/*.d.ts', default: './elements/*.js' },
    './react': { types: './react.d.ts' },
    './vue': { types: './vue.d.ts' },
    './*.json': './*.json',
  },
  // Each module defines elements, or is a worker.
  sideEffects: true,
  customElements: './custom-elements.json',
  keywords: ['xmpp', 'chat', 'contact-center', 'custom-elements', 'widget'],
});

/**
 * Makes the npm package of the widget from the last build: dist/widget, and dist/backchannel-widget-VERSION.tgz.
 * @returns {Promise<{path: string, files: number, size: number}>} of the tarball
 */
export async function packWidget() {
  const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  cpSync('dist/embed', FOLDER, { recursive: true });
  for (const name of ['LICENSE', 'CHANGELOG.md']) cpSync(name, join(FOLDER, name));
  cpSync('docs/widget/README.md', join(FOLDER, 'README.md'));
  const program = widgetProgram();
  for (const [path, text] of referencePages(program))
    if (text !== readFileSync(path, 'utf8')) throw new Error(`${path} is older than the sources: \`npm run reference\``);
  const manifest = elementsManifest(program);
  await writeDeclarations(program, FOLDER, manifest);
  for (const name of pageElements()) {
    const text = `// The module defines <backchannel-${name}>.\nimport '../backchannel.js';\nexport {};\n`;
    writeFileSync(join(FOLDER, `elements/${name}.d.ts`), text);
  }
  writeFileSync(join(FOLDER, 'react.d.ts'), reactTypings(manifest));
  writeFileSync(join(FOLDER, 'vue.d.ts'), vueTypings(manifest));
  writeFileSync(join(FOLDER, 'shared-worker.d.ts'), '// The worker exports nothing.\nexport {};\n');
  writeFileSync(join(FOLDER, 'custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  // What is in it of others, with their licences.
  writeFileSync(join(FOLDER, 'sbom.cdx.json'), sbomOf('embed').text);
  writeFileSync(join(FOLDER, 'package.json'), `${JSON.stringify(packageJson({ version, license }), null, 2)}\n`);
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', '..'], {
    cwd: FOLDER,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`\`npm pack\` failed: ${stderr}`);
  const [{ filename, entryCount, size }] = JSON.parse(stdout);
  return { path: join('dist', filename), files: entryCount, size };
}
