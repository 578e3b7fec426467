import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import * as v from 'valibot';
import { packExtension, ROOT, run, version } from './packed-widget.ts';

const LEFT_OUT = ['node_modules', 'dist', '.git', '.demo', '.test', 'test', 'test-results'];
/** Every Node process of the second packing loads this module first. It sets the clock 400 days ahead. */
const LATER = `data:text/javascript,${encodeURIComponent(`
  const Now = Date;
  const later = () => Now.now() + 400 * 24 * 3600 * 1000;
  globalThis.Date = class extends Now {
    constructor(...given) { given.length ? super(...given) : super(later()); }
    static now() { return later(); }
  };
`)}`;

const manifestShape = v.looseObject({
  version: v.string(),
  permissions: v.array(v.string()),
  optional_host_permissions: v.array(v.string()),
});

const bomShape = v.object({
  components: v.array(v.object({ name: v.string(), version: v.string(), licenses: v.array(v.unknown()), hashes: v.array(v.unknown()) })),
});
const lockShape = v.object({ packages: v.record(v.string(), v.looseObject({ version: v.optional(v.string()) })) });

/** Compares two zips: one of the tested build, and one of a build in another folder, made at another time. */
describe('the packed extension', () => {
  let elsewhere: string;

  before(async () => {
    await packExtension();
    elsewhere = join(await mkdtemp(join(tmpdir(), 'backchannel-package-')), 'a folder', 'of another name');
    await mkdir(elsewhere, { recursive: true });
    await cp(ROOT, elsewhere, { recursive: true, filter: (path) => dirname(path) !== ROOT || !LEFT_OUT.includes(basename(path)) });
    await symlink(join(ROOT, 'node_modules'), join(elsewhere, 'node_modules'));
    const env = { ...process.env, TZ: 'Pacific/Auckland', LANG: 'de_DE.UTF-8', NODE_OPTIONS: `--import=${LATER}` };
    await run('/bin/sh', ['-c', 'umask 077 && exec "$0" build/package.mjs --only extension', process.execPath], { cwd: elsewhere, env });
  });

  after(() => rm(dirname(dirname(elsewhere)), { recursive: true, force: true }));

  for (const browser of ['chrome', 'firefox']) {
    const name = `dist/backchannel-${browser}-${version}.zip`;

    it(`is the same for ${browser}, byte for byte, whoever makes it, wherever and whenever`, async () => {
      const [ours, theirs] = await Promise.all([ROOT, elsewhere].map((folder) => readFile(join(folder, name))));
      assert.ok(ours?.length && theirs && ours.equals(theirs), 'they differ; or dist is older than the sources: `npm run build`');
    });

    it(`contains for ${browser} what the manifest names, in this version, and nothing that only developers need`, async () => {
      const files = new Map(Object.entries(unzipSync(await readFile(join(ROOT, name)))));
      const textOf = (path: string) => strFromU8(files.get(path) ?? assert.fail(`${path} is missing`));
      const paths = [...files.keys()];
      assert.deepEqual(paths, [...paths].sort());
      assert.deepEqual(
        paths.filter((path) => !/^[\w/.-]+\.(js|json|html|css|png|svg)$/.test(path) || /test|spec|\.d\./.test(path)),
        [],
      );
      for (const path of paths) if (path.endsWith('.js')) assert.doesNotMatch(textOf(path), /sourceMappingURL/, path);

      const manifest = v.parse(manifestShape, JSON.parse(textOf('manifest.json')));
      assert.equal(manifest.version, version);
      assert.deepEqual(manifest.optional_host_permissions, ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*']);
      const named = [...JSON.stringify(manifest).matchAll(/[\w/-]+\.(js|html|png|svg|css|json)(?=["?#])/g)].map(([path]) => path);
      assert.ok(named.includes('background.js') && named.includes('popup.html'));
      assert.deepEqual(
        named.filter((path) => !files.has(path)),
        [],
        'named in the manifest and missing',
      );
      // The zip contains what its pages load, and they load nothing from elsewhere.
      for (const page of paths.filter((path) => path.endsWith('.html'))) {
        const loaded = [...textOf(page).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
        assert.deepEqual(
          loaded.filter((address) => !files.has(address)),
          [],
          `loaded by ${page} and missing`,
        );
      }
    });
  }

  const bom = `dist/backchannel-extension-${version}.cdx.json`;

  it('has a background without custom elements, for which a worker has no class', async () => {
    const parts = (await readdir('dist/chrome')).filter((name) => /^background.*\.js$/.test(name));
    assert.ok(parts.includes('background.js') && parts.length > 10);
    for (const part of parts) assert.doesNotMatch(await readFile(join('dist/chrome', part), 'utf8'), /\bHTMLElement\b/, part);
  });

  it('has a background in whose worker each part can be loaded later: one that is not loaded at its installation never can', async () => {
    const parts = (await readdir('dist/chrome')).filter((name) => /^background-.*\.js$/.test(name));
    const script = await readFile('dist/chrome/background.js', 'utf8');
    assert.deepEqual(
      parts.filter((part) => !script.includes(`./${part}`)),
      [],
    );
  });

  it('has no page that loads the script of another page, at once or later', async () => {
    const pages = (await readdir('dist/chrome')).filter((name) => name.endsWith('.html'));
    const textOf = (name: string) => readFile(join('dist/chrome', name), 'utf8');
    const scriptsOf = async (page: string) => [...(await textOf(page)).matchAll(/src="([^"]+)"/g)].map(([, name]) => name ?? '');
    const scripts = new Set((await Promise.all(pages.map(scriptsOf))).flat());
    assert.ok(scripts.has('workspace-page.js') && scripts.has('options-page.js'));
    for (const script of scripts) {
      const loaded = new Set([script]);
      for (const name of loaded)
        for (const [, other] of (await textOf(name)).matchAll(/["`]\.\/([\w-]+\.js)["`]/g)) loaded.add(other ?? '');
      assert.deepEqual(
        [...loaded].filter((name) => scripts.has(name)),
        [script],
      );
    }
  });

  it('has the same bill of materials, byte for byte, whoever makes it, wherever and whenever', async () => {
    const [ours, theirs] = await Promise.all([ROOT, elsewhere].map((folder) => readFile(join(folder, bom))));
    assert.ok(ours?.length && theirs && ours.equals(theirs));
  });

  it('contains exactly the third-party packages that its bill of materials lists', async () => {
    const { components } = v.parse(bomShape, JSON.parse(await readFile(join(ROOT, bom), 'utf8')));
    const names = components.map(({ name }) => name);
    // Packages that are easily missed: bundled development dependencies, copied data, and icons that are text in the code.
    for (const name of ['stanza', 'lit', 'sdp', 'emoji-picker-element-data', '@vscode/codicons', '@noble/hashes'])
      assert.ok(names.includes(name), name);
    for (const name of ['rolldown', 'typescript', 'ws', '@types/node', 'fast-check', 'backchannel']) assert.ok(!names.includes(name), name);
    const lock = v.parse(lockShape, JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')));
    for (const component of components) {
      assert.equal(component.version, lock.packages[`node_modules/${component.name}`]?.version, component.name);
      assert.ok(component.licenses.length > 0 && component.hashes.length > 0, `${component.name} has no licence or no hash`);
    }
  });
});
