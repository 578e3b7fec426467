import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import ts from 'typescript';
import { elementDeclarations } from './elements-typings.mjs';
import { PAGE_ELEMENTS_FOLDER, pageElements } from './page-elements.mjs';
import { contractDeclarations } from './contract-declarations.mjs';

/** Where each module's declarations are written before they are bundled. */
const FOLDER = 'dist/.declarations';
/** What each of the package's modules that a page imports is made of. */
const ENTRIES = {
  backchannel: 'src/embed/index.ts',
  'frame-loader': 'src/embed/frame-loader.ts',
  'dock-client': 'src/embed/dock-client.ts',
};
const CONTRACT = 'src/channel/contract.ts';
const ELEMENTS = pageElements().map((name) => `${PAGE_ELEMENTS_FOLDER}/${name}.ts`);

/** What the widget's declarations are made of. */
export function widgetProgram() {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, resolve('.'));
  return ts.createProgram([...Object.values(ENTRIES), ...ELEMENTS, 'src/components/kit/svg.d.ts'], {
    ...options,
    types: [],
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    // Emitting would check each file as a whole otherwise, which the type check does.
    noCheck: true,
    rewriteRelativeImportExtensions: false,
    declarationDir: resolve(FOLDER),
    rootDir: resolve('src'),
  });
}

/**
 * Writes the declarations of each module into a folder, each as one file without imports. The contract's shapes are valibot's, so that TypeScript would declare
 * them by valibot's types: they are declared as what they mean (build/contract-declarations.mjs).
 * @param {ts.Program} program @param {string} folder @param {import('./elements-typings.mjs').Manifest} manifest
 */
export async function writeDeclarations(program, folder, manifest) {
  rmSync(FOLDER, { recursive: true, force: true });
  const write = (/** @type {string} */ file, /** @type {string} */ text) => {
    mkdirSync(dirname(file), { recursive: true });
    // A path to a source means the declarations beside it.
    writeFileSync(file, text.replaceAll(/(["'])(\.[^"']+)\.ts\1/g, '$1$2.js$1'));
  };
  program.emit(undefined, write);
  for (const [file, text] of contractDeclarations(program, CONTRACT))
    write(join(FOLDER, relative(resolve('src'), file)).replace(/\.ts$/, '.d.ts'), text);
  for (const [name, path] of Object.entries(ENTRIES)) {
    const entry = resolve(FOLDER, relative('src', path)).replace(/\.ts$/, '.d.ts');
    const bundle = await rolldown({ input: { [name]: entry }, plugins: [dts({ dtsInput: true, tsconfig: false })] });
    const { output } = await bundle.generate({ format: 'es' });
    await bundle.close();
    const [chunk, ...others] = output.filter((file) => file.type === 'chunk');
    if (!chunk || others.length) throw new Error('The declarations are not one file.');
    writeFileSync(join(folder, `${name}.d.ts`), name === 'backchannel' ? `${chunk.code}${elementDeclarations(manifest)}` : chunk.code);
  }
}
