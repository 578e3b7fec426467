import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';
import { Prosody } from '../../demo/prosody.ts';
import type { BackchannelClient } from '../../src/client/backchannel-client.ts';
import type { FrameOptions } from '../../src/embed/frame-loader.ts';
import { chromiumForPages } from '../fixtures/chromium.ts';
import { finishMainJob, isInFull, record } from './main-job.ts';
import { ROOT, run, TYPE_CHECK } from './packed-widget.ts';
import { serveFolders, type WidgetSite } from './widget-site.ts';

declare global {
  var openFrame: (options?: FrameOptions) => BackchannelClient;
}

/** The example's page of VS Code's webview. */
const { webviewHtml } = createRequire(import.meta.url)(join(ROOT, 'examples/vscode/extension.js')) as {
  readonly webviewHtml: (desk: string, nonce: string) => string;
};
/** The longest that the script may be which a page loads for a frame, gzip. */
const MAX_LOADER = 3_000;
const DEPLOYED_AT = 'https://desk.example/backchannel/';

/** What an expression in the page comes to: `done`, or the error's code. */
const codeOf = (page: Page, work: string): Promise<string> => page.evaluate(`(${work}).then(() => 'done', ({ code }) => code)`);

/** A page of one origin with the frame of another one, of the build. The deployment is at localhost, and pages at 127.0.0.1. */
describe('a page with a frame of another origin', () => {
  let folder: string;
  let site: WidgetSite;
  let prosody: Prosody;
  let browser: Browser;
  /** An origin of its own, as each webview has. In VS Code its scheme is `vscode-webview:`, which no browser opens. */
  let webview: string;
  /** Another browser where the main job is done in full. */
  let bobsBrowser: Browser;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backchannel-frame-'));
    const usernames = ['anna', 'bob', 'cleo'];
    prosody = await Prosody.start({
      folder: join(folder, 'prosody'),
      accounts: usernames.map((username) => ({ username, password: username })),
      groups: [{ name: 'Team', members: usernames.map((name) => ({ jid: `${name}@localhost`, name: `Agent ${name}` })) }],
    });
    const [deployed, example, other, vscode] = ['deployed', 'example', 'other', 'vscode'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ];
    await cp(join(ROOT, 'dist/embed'), deployed, { recursive: true });
    await cp(join(ROOT, 'examples/frame'), example, { recursive: true });
    await cp(join(ROOT, 'examples/frame'), other, { recursive: true });
    site = await serveFolders({ '/backchannel/': deployed, '/example/': example, '/other/': other, '/vscode/': vscode });
    const port = new URL(site.origin).port;
    webview = `http://0pmj1ohrqqlt7ieaib88.localhost:${port}`;
    const list = await readFile(join(example, 'frame.json'), 'utf8');
    await writeFile(
      join(deployed, 'frame.json'),
      list
        .replace('"startIm"', '"startIm", "signIn", "getToken", "telephony"')
        .replace('"https://crm.example": {', `"${webview}": {}, "https://crm.example": {`)
        .replace('https://crm.example', site.origin)
        .replace('wss://chat.example/xmpp-websocket', prosody.websocket),
    );
    const page = (await readFile(join(example, 'index.html'), 'utf8')).replace(DEPLOYED_AT, `http://localhost:${port}/backchannel/`);
    await writeFile(join(example, 'index.html'), page);
    const script = `import { openFrame } from 'http://localhost:${port}/backchannel/frame-loader.js'; globalThis.openFrame = openFrame;`;
    await writeFile(join(other, 'index.html'), `<!doctype html><title>Another page</title><body><script type="module">${script}</script>`);
    await mkdir(vscode);
    const webviewAt = (path: string) =>
      webviewHtml(`http://localhost:${port}/${path}`, 'a-nonce').replace('<body>', '<body class="vscode-dark">');
    await writeFile(join(vscode, 'index.html'), webviewAt('backchannel'));
    await writeFile(join(vscode, 'nowhere.html'), webviewAt('nowhere'));
    browser = await chromium.launch(chromiumForPages);
    bobsBrowser = isInFull ? await chromium.launch(chromiumForPages) : browser;
  });

  after(async () => {
    await Promise.all([site?.stop(), browser?.close(), bobsBrowser?.close(), prosody?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function open(path: string, origin = site.origin, inBrowser = browser): Promise<Page> {
    const page = await (await inBrowser.newContext({ locale: 'en-GB' })).newPage();
    await page.goto(`${origin}${path}`);
    return page;
  }

  async function signIn(page: Page, username: string): Promise<FrameLocator> {
    const frame = page.frameLocator('iframe');
    await frame.getByRole('textbox', { name: 'Address' }).fill(`${username}@localhost`);
    await frame.getByLabel('Password').fill(username);
    await frame.getByRole('button', { name: 'Sign In' }).click();
    await frame
      .getByRole('button', { name: /^Actions for Agent/ })
      .first()
      .waitFor();
    return frame;
  }

  it('loads a script that is small enough, as a page with the dock does', async () => {
    for (const name of ['frame-loader.js', 'dock-client.js']) {
      const { length } = gzipSync(await readFile(join(ROOT, 'dist/embed', name)), { level: 9 });
      assert.ok(length <= MAX_LOADER, `${name} has ${length} bytes`);
    }
  });

  it('is the page, with the list, that the document shows', async () => {
    const text = await readFile(join(ROOT, 'docs/embedding-frame.md'), 'utf8');
    for (const name of ['index.html', 'frame.json']) {
      const kind = name.endsWith('html') ? 'html' : 'json';
      assert.ok(text.includes(`\`\`\`${kind}\n${await readFile(join(ROOT, 'examples/frame', name), 'utf8')}\`\`\``), name);
    }
  });

  it('does the main job by it, and can’t read it', async () => {
    const [anna, bob] = [await open('/example/index.html'), await open('/example/index.html', site.origin, bobsBrowser)];
    const [annasDesk, bobsDesk] = [await signIn(anna, 'anna'), await signIn(bob, 'bob')];
    record('frame', 'both agents are signed in');
    await anna.getByRole('button', { name: 'Ask Bob' }).click();
    const field = annasDesk.getByRole('textbox', { name: 'Message' });
    await field.and(annasDesk.locator('textarea')).press('Enter');
    await bobsDesk.getByRole('alertdialog').getByRole('button', { name: 'Accept' }).click();
    await bobsDesk.getByRole('log', { name: 'Transcript' }).getByText('Can you take this?').waitFor();
    const read = await anna.evaluate(() => document.querySelector('iframe')?.contentDocument ?? 'nothing');
    assert.equal(read, 'nothing');
    assert.match((await anna.locator('iframe').getAttribute('allow')) ?? '', /microphone/);
    if (isInFull) await finishMainJob('frame', annasDesk, bobsDesk);
    await anna.context().close();
    await bob.context().close();
  });

  it('is refused, and shown nothing, where its origin isn’t on the list or its script is of another version', async () => {
    const page = await open('/other/index.html', site.origin.replace('127.0.0.1', 'localhost'));
    await page.waitForFunction(() => 'openFrame' in globalThis);
    assert.equal(await codeOf(page, 'openFrame().ready'), 'origin-not-allowed');
    assert.equal(await page.locator('iframe').count(), 0);
    await page.context().close();

    const listed = await open('/other/index.html');
    const answer = await listed.evaluate(
      async (url) => {
        const frame = document.createElement('iframe');
        frame.src = url;
        document.body.append(frame);
        await new Promise((resolve) => (frame.onload = resolve));
        const { port1, port2 } = new MessageChannel();
        const answered = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
        frame.contentWindow?.postMessage({ type: 'backchannel:connect', version: 99 }, '*', [port2]);
        return answered;
      },
      `${site.origin.replace('127.0.0.1', 'localhost')}/backchannel/frame.html`,
    );
    assert.match(String(answer), /"refused":"unknown-version"/);
    assert.equal(await listed.frameLocator('iframe').locator('backchannel-workspace').count(), 0);
    await listed.context().close();
  });

  /** Opens the frame with functions of the page's own, and waits until it is ready. */
  async function openWithFunctions(): Promise<Page> {
    const page = await open('/other/index.html');
    await page.waitForFunction(() => 'openFrame' in globalThis);
    await page.evaluate(`(async () => {
      globalThis.noted = { tokens: [], held: [], told: [], reported: [] };
      globalThis.reportError = ({ code, details }) => noted.reported.push({ code, ...details });
      globalThis.client = openFrame({
        getToken: async (options) => void noted.tokens.push(options),
        contacts: { source: {} },
        telephony: { hold: (id) => { noted.held.push(id); noted.told.forEach((tell) => tell(id, 'held')); }, retrieve: () => {}, onStateChange: (tell) => noted.told.push(tell) },
      });
      await client.ready;
    })()`);
    return page;
  }
  const noted = (page: Page, name: string): Promise<unknown> => page.evaluate(`noted.${name}`);

  it('is asked to put a contact on hold by a function of its own, and told which of its functions isn’t used', async () => {
    const page = await openWithFunctions();
    assert.deepEqual(await noted(page, 'reported'), [{ code: 'method-not-allowed', method: 'contacts' }]);
    await signIn(page, 'cleo');
    await page.evaluate("client.openInteraction({ id: 'call-7', media: 'voice', contact: { name: 'Maria' }, status: 'active' })");
    const frame = page.frameLocator('iframe');
    await frame.getByRole('tab', { name: /Maria/ }).click();
    await frame.getByRole('button', { name: 'Hold', exact: true }).click();
    await frame.getByRole('button', { name: 'Retrieve', exact: true }).waitFor();
    assert.deepEqual(await noted(page, 'held'), ['call-7']);
    // Nothing is open under the id, which is no fault.
    await page.evaluate("noted.told.forEach((tell) => tell('call-8', 'held'))");
    assert.deepEqual(await noted(page, 'reported.length'), 1);
    await page.context().close();
  });

  it('offers the storage of its own site, which the agent has to allow by a press, and goes on for the page with that, by its own tokens too', async () => {
    const page = await openWithFunctions();
    const storage = () => page.evaluate('new Promise((resolve) => client.onState(({ storage }) => resolve(storage)))');
    const frame = page.frameLocator('iframe');
    const offer = frame.getByRole('button', { name: 'Use the same sign-in' });
    await offer.waitFor();
    assert.equal(await storage(), 'partitioned');
    // The line stands over the desk, and looks as the page wants the desk to look; the desk below it isn't pushed out of the frame.
    await page.evaluate("client.setView({ theme: 'dark' })");
    const desk = page.frame({ url: /frame\.html$/ });
    const ends = await desk?.evaluate(() => {
      const [line, workspace] = [...document.body.children].map((element) => element.getBoundingClientRect());
      return [
        line?.top,
        line?.bottom === workspace?.top,
        workspace?.bottom === innerHeight,
        document.documentElement.scrollHeight === innerHeight,
      ];
    });
    assert.deepEqual(ends, [0, true, true, true]);
    const theme = (tag: string) => frame.locator(tag).evaluate((element) => getComputedStyle(element).colorScheme);
    assert.deepEqual([await theme('backchannel-storage-access'), await theme('backchannel-workspace')], ['dark', 'dark']);
    await page.context().grantPermissions(['storage-access']);
    await offer.click();
    await offer.waitFor({ state: 'detached' });
    await page.waitForFunction("client.state.storage === 'own'");
    assert.equal(await frame.locator('backchannel-workspace').count(), 1);
    assert.equal(await theme('backchannel-workspace'), 'dark');
    // The page is asked by the desk that it has now.
    assert.equal(await codeOf(page, `client.signIn({ jid: 'anna@localhost', service: '${prosody.websocket}' })`), 'sign-in');
    assert.deepEqual(await noted(page, 'tokens'), [{}]);
    await page.context().close();
  });

  it('is the example’s webview of VS Code, under its policy: the open file is shown, the theme followed, and told if nobody answers', async () => {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    const refused: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && refused.push(message.text())));
    // What VS Code gives each webview.
    await page.addInitScript(
      'globalThis.posted = []; globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => posted.push(message) });',
    );
    await page.goto(`${webview}/vscode/index.html`);
    const frame = await signIn(page, 'cleo');
    await page.evaluate("postMessage({ ask: 'main.ts' })");
    await frame.getByRole('tab', { name: /main\.ts/ }).waitFor();
    const desk = page.frame({ url: /frame\.html$/ });
    assert.ok(desk);
    const hasTheme = (name: string) => desk.waitForFunction(`document.querySelector('backchannel-workspace').theme === '${name}'`);
    await hasTheme('dark');
    await page.evaluate("document.body.className = 'vscode-high-contrast'");
    await hasTheme('high-contrast');
    assert.deepEqual([await page.evaluate('posted'), refused], [[], []]);

    await page.goto(`${webview}/vscode/nowhere.html`);
    await page.waitForFunction('posted.length');
    assert.deepEqual(await page.evaluate('posted'), [{ failed: 'frame-not-found' }]);
    await page.context().close();
  });

  it('has an example for VS Code that calls it as its declarations say', async () => {
    await run(process.execPath, [...TYPE_CHECK, '-p', join(ROOT, 'examples/vscode')]);
  });

  it('is told that nobody answers at the address', async () => {
    const page = await open('/other/index.html');
    await page.waitForFunction(() => 'openFrame' in globalThis);
    // What a frame shows that doesn't exist is of another origin for the browser, and is posted nothing; nobody answers.
    await page.clock.install();
    const told = codeOf(page, "openFrame({ url: '/nowhere.html' }).ready");
    await page.locator('iframe').waitFor();
    await page.clock.fastForward(20_000);
    assert.equal(await told, 'frame-not-found');
    await page.context().close();
  });

  it('isn’t listened to for half a minute after a flood, also by a new frame, and can’t call what its list lacks', async () => {
    const page = await open('/other/index.html');
    await page.waitForFunction(() => 'openFrame' in globalThis);
    await page.evaluate(() => void ((globalThis as { client?: BackchannelClient }).client = openFrame()));
    await codeOf(page, 'client.ready');
    assert.equal(await codeOf(page, "client.setStatus('ready')"), 'method-not-allowed');
    assert.equal(await codeOf(page, "client.startIm('bob@localhost')"), 'not-signed-in');
    const storage = 'new Promise((resolve, reject) => client.onState(({ storage }) => reject({ code: storage })))';
    assert.equal(await codeOf(page, storage), 'partitioned');
    const flood = 'Promise.all(Array.from({ length: 200 }, () => client.showTeamCommunicator()))';
    assert.equal(await codeOf(page, flood), 'quarantined');
    await page.evaluate(() => (globalThis as unknown as { client: BackchannelClient }).client.destroy());
    assert.equal(await codeOf(page, 'client.find("b")'), 'destroyed');
    assert.equal(
      await codeOf(page, '(async () => { const again = openFrame(); await again.ready; await again.showTeamCommunicator(); })()'),
      'quarantined',
    );
    await page.context().close();
  });
});
