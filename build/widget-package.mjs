import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { widgetProgram, writeDeclarations } from './declarations.mjs';
import { elementsManifest } from './elements-manifest.mjs';
import { reference } from './reference.mjs';
import { sbomOf } from './sbom.mjs';

const FOLDER = 'dist/widget';
const REFERENCE = 'docs/embedding-reference.md';

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
    './shared-worker.js': { types: './shared-worker.d.ts', default: './shared-worker.js' },
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
  if (reference(program) !== readFileSync(REFERENCE, 'utf8'))
    throw new Error(`${REFERENCE} is older than the sources: \`npm run reference\``);
  await writeDeclarations(program, join(FOLDER, 'backchannel.d.ts'));
  writeFileSync(join(FOLDER, 'shared-worker.d.ts'), '// The worker exports nothing.\nexport {};\n');
  writeFileSync(join(FOLDER, 'custom-elements.json'), `${JSON.stringify(elementsManifest(program), null, 2)}\n`);
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
