import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build as esbuild } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build as vite } from 'vite';
import webpack from 'webpack';
import { chromiumForPages } from '../fixtures/chromium.ts';
import { installWidget, packWidget, ROOT, run, TARBALL, TYPE_CHECK } from './packed-widget.ts';
import { serveFolders, type WidgetSite } from './widget-site.ts';

const PAGE = (script: string) =>
  `<!doctype html><html lang="de"><meta charset="utf-8"><title>CRM</title><backchannel-workspace></backchannel-workspace><script type="module" src="${script}"></script></html>`;
const SCRIPT = `
import { openWorkspace } from '@backchannel/widget';
const workspace = openWorkspace();
document.querySelector('backchannel-workspace').workspace = workspace;
// Looking for a server takes a part of the worker that is loaded then.
workspace.commands.signIn({ jid: 'alice@nowhere.invalid', password: 'secret' }).then((result) => (document.title = JSON.stringify(result)));
`;

describe("the widget's package", () => {
  let folder: string;
  let installed: string;
  let site: WidgetSite;
  let browser: Browser;

  before(async () => {
    await packWidget();
    folder = await mkdtemp(join(tmpdir(), 'backchannel-widget-'));
    await installWidget(folder);
    installed = join(folder, 'node_modules/@backchannel/widget');
    for (const name of ['plain', 'vite', 'webpack', 'esbuild']) await mkdir(join(folder, name));
    await mkdir(join(folder, 'source'));
    await writeFile(join(folder, 'source/main.js'), SCRIPT);
    [site, browser] = await Promise.all([
      serveFolders(Object.fromEntries(['plain', 'vite', 'webpack', 'esbuild'].map((name) => [`/${name}/`, join(folder, name)]))),
      chromium.launch(chromiumForPages),
    ]);
  });

  after(async () => {
    await Promise.all([site.stop(), browser.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** The page's sign-in form is there, in a language that is loaded when it is needed, and the worker has loaded more of itself. */
  async function expectToWork(name: string): Promise<void> {
    const page: Page = await browser.newPage();
    const missing: string[] = [];
    page.on(
      'response',
      (response) => void (response.status() >= 400 && response.url().startsWith(site.origin) && missing.push(response.url())),
    );
    await page.goto(`${site.origin}/${name}/index.html`);
    await page
      .getByRole('heading', { name: 'Anmelden' })
      .or(page.getByRole('button', { name: 'Anmelden' }))
      .first()
      .waitFor();
    await page.waitForFunction(() => document.title.startsWith('{'));
    assert.deepEqual(JSON.parse(await page.title()), { refused: 'sign-in', problem: 'server-not-found', detail: 'nowhere.invalid' });
    assert.deepEqual(
      missing.filter((url) => !url.endsWith('/favicon.ico')),
      [],
    );
    await page.close();
  }

  it('contains the built modules, their declarations and what a reader needs, and no source, test or demo', async () => {
    const names = await readdir(installed, { recursive: true });
    assert.deepEqual(
      names.filter(
        (name) =>
          !/^chunk-[\w-]+\.js$/.test(name) &&
          !/^elements(\/[\w-]+\.(js|d\.ts))?$/.test(name) &&
          ![
            'CHANGELOG.md',
            'LICENSE',
            'README.md',
            'backchannel.d.ts',
            'backchannel.js',
            'bundled.js',
            'custom-elements.json',
            'emoji-data-de.json',
            'emoji-data-en.json',
            'dock-client.d.ts',
            'dock-client.js',
            'frame-loader.d.ts',
            'frame-loader.js',
            'frame.css',
            'frame.html',
            'frame.js',
            'package.json',
            'react.d.ts',
            'sbom.cdx.json',
            'shared-worker.d.ts',
            'shared-worker.js',
            'storage-access.js',
            'vue.d.ts',
          ].includes(name),
      ),
      [],
    );
    for (const name of names.filter((one) => one.endsWith('.js'))) {
      const text = await readFile(join(installed, name), 'utf8');
      for (const [, path] of text.matchAll(/["'`]\.\.?\/([\w-]+\.(?:js|json))["'`]/g))
        // A deployment puts its list beside the frame's document.
        assert.ok(path && (path === 'frame.json' || names.includes(path)), `${name} names ${path}`);
    }
  });

  it('is declared by one file that imports nothing, and compiles by itself', async () => {
    for (const name of ['backchannel.d.ts', 'dock-client.d.ts', 'frame-loader.d.ts'])
      assert.doesNotMatch(await readFile(join(installed, name), 'utf8'), /\bfrom ['"]|import\(|valibot/, name);
    await writeFile(
      join(folder, 'source/uses.ts'),
      `import { openWorkspace, type InteractionEvent, type Refusal } from '@backchannel/widget';
import { openDock } from '@backchannel/widget/dock-client.js';
import { type BackchannelClient, openFrame } from '@backchannel/widget/frame-loader.js';
const workspace = openWorkspace({ profile: 'a' });
const element = document.createElement('backchannel-workspace');
element.workspace = workspace;
const provider = document.createElement('backchannel-provider');
provider.workspace = workspace;
provider.addEventListener('interaction-pick', ({ detail }) => provider.showInteraction(detail));
document.createElement('backchannel-im-window').sessionId = 'a';
// @ts-expect-error A misspelt property is an error.
document.createElement('backchannel-im-window').session = 'a';
workspace.onInteractionEvent((event: InteractionEvent) => console.log(event.name));
const { refused }: { refused?: Refusal['refused'] } = await workspace.commands.signIn({ jid: 'a@b.example', password: 'x' });
const clients: BackchannelClient[] = [openFrame({ getToken: async () => 'a' }), openDock(), await workspace.client(element)];
clients[0]?.before('send', ({ text }) => ({ text: text.trim() }));
// @ts-expect-error The answer of another hook is an error.
clients[0]?.before('share', () => ({ text: '' }));
// @ts-expect-error A misspelt option is an error.
openWorkspace({ profil: refused });
`,
    );
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--types', ''];
    await run(process.execPath, [...TYPE_CHECK, ...options, 'source/uses.ts'], { cwd: folder });
  });

  it('has elements by themselves, of which a page with the Team Communicator loads no IM window', async () => {
    await writeFile(
      join(folder, 'plain/communicator.html'),
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>CRM</title><backchannel-provider><backchannel-team-communicator></backchannel-team-communicator></backchannel-provider>
<script type="module">
import { openWorkspace } from './widget/backchannel.js';
import './widget/elements/team-communicator.js';
document.querySelector('backchannel-provider').workspace = openWorkspace();
</script></html>`,
    );
    await cp(installed, join(folder, 'plain/widget'), { recursive: true });
    const page = await browser.newPage();
    await page.goto(`${site.origin}/plain/communicator.html`);
    await page.getByRole('status').filter({ hasText: 'Signed out' }).waitFor();
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    assert.deepEqual(
      loaded.filter((name) => /im-window|interaction-tab|im-transcript/.test(name)),
      [],
    );
    assert.ok(loaded.some((name) => name.endsWith('/elements/team-communicator.js')));
    await page.close();
  });

  it('describes every element in its manifest, and in the typings for React and Vue', async () => {
    const { modules } = JSON.parse(await readFile(join(installed, 'custom-elements.json'), 'utf8')) as {
      modules: readonly { path: string; declarations: readonly { tagName: string }[] }[];
    };
    const tags = modules.flatMap(({ declarations }) => declarations.map(({ tagName }) => tagName));
    const defined = (await readdir(join(installed, 'elements')))
      .filter((name) => name.endsWith('.js'))
      .map((name) => `backchannel-${basename(name, '.js')}`);
    assert.deepEqual(tags.toSorted(), ['backchannel-workspace', ...defined].toSorted());
    for (const name of ['react.d.ts', 'vue.d.ts', 'backchannel.d.ts']) {
      const text = await readFile(join(installed, name), 'utf8');
      assert.deepEqual(
        tags.filter((tag) => !text.includes(`'${tag}'`)),
        [],
      );
    }
  });

  it('has nothing that publint finds', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, strict: true, pack: false });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  it('has types that each resolution of an ES module finds', async () => {
    // It is an ES module only, so that `require` of it isn't looked at.
    await run(process.execPath, ['node_modules/@arethetypeswrong/cli/dist/index.js', TARBALL, '--profile', 'esm-only'], { cwd: ROOT });
  });

  it('works without a bundler, from a static server', async () => {
    await cp(installed, join(folder, 'plain/widget'), { recursive: true });
    await writeFile(join(folder, 'plain/index.html'), PAGE('main.js'));
    await writeFile(join(folder, 'plain/main.js'), SCRIPT.replace('@backchannel/widget', './widget/backchannel.js'));
    await expectToWork('plain');
  });

  it('works with Vite, without any configuration', async () => {
    await writeFile(join(folder, 'source/index.html'), PAGE('./main.js'));
    await vite({
      root: join(folder, 'source'),
      base: './',
      configFile: false,
      logLevel: 'error',
      build: { outDir: join(folder, 'vite'), minify: false, emptyOutDir: true },
    });
    await expectToWork('vite');
  });

  it('works with webpack, without any configuration', async () => {
    const problems = await new Promise<string>((resolve, reject) => {
      webpack(
        {
          mode: 'none',
          context: join(folder, 'source'),
          entry: './main.js',
          output: { path: join(folder, 'webpack'), filename: 'main.js' },
        },
        (error, stats) =>
          error ? reject(error) : resolve(stats?.hasErrors() || stats?.hasWarnings() ? stats.toString('errors-warnings') : ''),
      );
    });
    assert.equal(problems, '');
    await writeFile(join(folder, 'webpack/index.html'), PAGE('main.js'));
    await expectToWork('webpack');
  });

  it('works with esbuild, which is given the worker as a second entry', async () => {
    await esbuild({
      absWorkingDir: folder,
      entryPoints: { main: 'source/main.js', 'shared-worker': '@backchannel/widget/shared-worker.js' },
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: 'esbuild',
      logLevel: 'error',
    });
    await writeFile(join(folder, 'esbuild/index.html'), PAGE('main.js'));
    await expectToWork('esbuild');
  });
});
