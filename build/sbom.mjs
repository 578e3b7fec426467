import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { packagesShippedIn } from './shipped-packages.mjs';

/**
 * The fields of npm's SBOM that depend on the lock file alone, and not on npm's version.
 * @typedef {{'bom-ref': string, name: string, version: string, purl: string, hashes?: unknown[], licenses?: unknown[]}} Component
 */

/** @type {{components: Component[], dependencies: {ref: string, dependsOn?: string[]}[]} | undefined} */
let made;

/** npm's own list of all packages, the same for each product. @returns {NonNullable<typeof made>} */
function npmSbom() {
  return (made ??= makeNpmSbom());
}

/** @returns {NonNullable<typeof made>} */
function makeNpmSbom() {
  // It runs without `--omit dev`, because a bundled package is shipped even if package.json lists it as a development dependency.
  const { status, stdout, stderr } = spawnSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`\`npm sbom\` failed: ${stderr}`);
  return JSON.parse(stdout);
}

const readJson = (/** @type {string} */ path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * A software bill of materials (CycloneDX 1.5): the third-party packages in a product. The build recorded which packages are in the bundles, which
 * are fewer than the installed ones; npm gives the version, licence and hash of each. The same sources give the same text.
 * @param {'extension' | 'embed'} product
 */
export function sbomOf(product) {
  const folders = product === 'embed' ? ['dist/embed'] : ['dist/chrome', 'dist/firefox'];
  const names = [...new Set(folders.flatMap(packagesShippedIn))].sort();
  const { components, dependencies } = npmSbom();
  const installed = readJson('package-lock.json').packages;
  const shipped = names.map((name) => {
    const component = components.find((one) => one.name === name && one.version === installed[`node_modules/${name}`]?.version);
    if (!component) throw new Error(`${name} is in the bundles, and npm does not know it.`);
    return component;
  });
  const purls = new Map(shipped.map((component) => [component['bom-ref'], component.purl]));
  const { version, description, license } = readJson('package.json');
  const own = `pkg:npm/backchannel@${version}#${product}`;
  const content = {
    metadata: {
      component: {
        type: 'application',
        'bom-ref': own,
        name: `backchannel-${product}`,
        version,
        description,
        purl: own,
        licenses: [{ license: { id: license } }],
      },
    },
    components: shipped.map(({ name, version: of, purl, hashes, licenses }) => ({
      type: 'library',
      'bom-ref': purl,
      name,
      version: of,
      scope: 'required',
      purl,
      hashes,
      licenses,
    })),
    dependencies: [
      { ref: own, dependsOn: [...purls.values()] },
      ...dependencies
        .filter(({ ref }) => purls.has(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref: purls.get(ref), dependsOn: dependsOn.flatMap((one) => purls.get(one) ?? []) })),
    ],
  };
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: serialNumberOf(content),
    version: 1,
    ...content,
  };
  return { path: `dist/backchannel-${product}-${version}.cdx.json`, text: `${JSON.stringify(bom, null, 2)}\n`, count: shipped.length };
}

/** A UUID made from the content (RFC 9562, 5.8), so that the same content has the same one. @param {unknown} content */
function serialNumberOf(content) {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
