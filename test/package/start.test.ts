import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { EmbeddedWorkspace, OpenWorkspaceOptions } from '../../src/embed/index.ts';
import { chromiumForPages } from '../fixtures/chromium.ts';
import { ROOT } from './packed-widget.ts';
import { serveFolders, type WidgetSite } from './widget-site.ts';

declare global {
  var openWorkspace: (options?: OpenWorkspaceOptions) => EmbeddedWorkspace;
  var opened: EmbeddedWorkspace;
}

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>CRM</title><body><script type="module" src="main.js"></script></body></html>`;
const SCRIPT = `import { openWorkspace } from '/embed/backchannel.js'; globalThis.openWorkspace = openWorkspace;`;
const TRUSTED = "require-trusted-types-for 'script'; trusted-types lit-html emoji-picker-element";

/** What a real browser does with a workspace that can't start, of the build. */
describe('a page that opens a workspace', () => {
  let folder: string;
  let site: WidgetSite;
  let browser: Browser;
  let context: BrowserContext;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backchannel-start-'));
    await writeFile(join(folder, 'index.html'), PAGE);
    await writeFile(join(folder, 'main.js'), SCRIPT);
    const folders = { '/embed/': join(ROOT, 'dist/embed'), '/page/': folder, '/no-workers/': folder, '/trusted/': folder };
    [site, browser] = await Promise.all([
      serveFolders(folders, { '/no-workers/': "worker-src 'none'", '/trusted/': TRUSTED }),
      chromium.launch(chromiumForPages),
    ]);
  });

  after(async () => {
    await Promise.all([site.stop(), browser.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function openPage(path = '/page/', prepare = ''): Promise<Page> {
    context = await browser.newContext();
    await context.addInitScript(prepare);
    return anotherPage(path);
  }

  async function anotherPage(path = '/page/'): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${site.origin}${path}index.html`);
    await page.waitForFunction(() => 'openWorkspace' in globalThis);
    return page;
  }

  /** Opens a workspace with its element. @returns what `ready` settles to, and how a command is answered then */
  function start(page: Page, options: OpenWorkspaceOptions = {}): Promise<readonly [ready: string, refused: string | undefined]> {
    return page.evaluate(async (given) => {
      const workspace = (globalThis.opened = openWorkspace(given));
      const element = document.createElement('backchannel-workspace');
      element.workspace = workspace;
      document.body.append(element);
      const early = workspace.commands.lock({});
      const ready = await workspace.ready.then(
        () => 'ready',
        (error: { code: string }) => error.code,
      );
      await early;
      return [ready, (await workspace.commands.lock({})).refused] as const;
    }, options);
  }

  async function expectReason(page: Page, code: string, options: OpenWorkspaceOptions = {}): Promise<void> {
    assert.deepEqual(await start(page, options), [code, 'not-possible-now']);
    await page.getByRole('alert').filter({ hasText: 'Backchannel can’t start in this page.' }).waitFor();
    await context.close();
  }

  it('is told that the worker’s script isn’t there', async () => {
    await expectReason(await openPage(), 'worker-not-found', { workerUrl: '/elsewhere/shared-worker.js' });
  });

  it('is told that its own policy keeps the worker from being loaded', async () => {
    await expectReason(await openPage('/no-workers/'), 'worker-not-found');
  });

  it('is told that the worker is of another origin', async () => {
    const workerUrl = `${site.origin.replace('127.0.0.1', 'localhost')}/embed/shared-worker.js`;
    await expectReason(await openPage(), 'other-origin', { workerUrl });
  });

  it('is told that its list of Trusted Types policies lacks the widget’s', async () => {
    await expectReason(await openPage('/trusted/'), 'trusted-types');
  });

  it('is told that the browser has neither SharedWorkers nor Web Locks', async () => {
    await expectReason(await openPage('/page/', 'delete globalThis.SharedWorker; delete Navigator.prototype.locks;'), 'no-shared-worker');
  });

  it('has one session host for all tabs without SharedWorkers too, and another tab has it when its tab is closed', async () => {
    const first = await openPage('/page/', 'delete globalThis.SharedWorker;');
    assert.deepEqual(await start(first), ['ready', 'not-signed-in']);
    const second = await anotherPage();
    assert.deepEqual(await start(second), ['ready', 'not-signed-in']);
    assert.deepEqual([first.workers().length, second.workers().length], [1, 0]);
    const worker = second.waitForEvent('worker');
    await first.close();
    await worker;
    assert.equal((await second.evaluate(() => opened.commands.lock({}))).refused, 'not-signed-in');
    await context.close();
  });

  it('has nothing left of a workspace that it has destroyed, the fifth time either', async () => {
    const page = await openPage();
    const session = await context.newCDPSession(page);
    const listenersOf = async (expression: string) => {
      const { result } = await session.send('Runtime.evaluate', { expression });
      const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' });
      return listeners.map(({ type }) => type).sort();
    };
    const left = async () => ({
      window: await listenersOf('window'),
      document: await listenersOf('document'),
      navigation: await listenersOf('navigation'),
      ...(await page.evaluate(async () => ({
        title: document.title,
        elements: document.body.children.length + document.documentElement.children.length,
        locks: (await navigator.locks.query()).pending?.length,
      }))),
    });
    const mount = () =>
      page.evaluate(async () => {
        const element = document.createElement('backchannel-workspace');
        const workspace = openWorkspace();
        element.workspace = workspace;
        document.body.append(element);
        await workspace.ready;
        workspace.destroy();
        element.remove();
      });
    await mount();
    const once = await left();
    for (let times = 0; times < 4; times += 1) await mount();
    assert.deepEqual(await left(), once);
    assert.ok(
      !once.window.includes('pagehide') && !once.window.includes('keydown') && !once.document.includes('keydown'),
      JSON.stringify(once),
    );
    assert.equal(once.locks, 0);
    await context.close();
  });
});
