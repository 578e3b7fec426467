import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { launch } from 'puppeteer-core';
import * as v from 'valibot';
import { chromiumIdOf, FIREFOX_ID } from '../../build/extension-id.ts';
import { evaluateInTarget } from '../fixtures/cdp-target.ts';
import { Dock } from '../fixtures/dock.ts';
import { FirefoxChrome } from '../fixtures/firefox-chrome.ts';
import { manageBrowser } from '../fixtures/managed-browser.ts';
import { startManagedChromium } from '../fixtures/managed-chromium.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const HOSTED = join(ROOT, 'dist/self-hosted');
/** What an agent without the privilege `canUse` is told. */
const NOT_CONFIGURED = "You aren't configured to use internal instant messaging.";
const SERVICE = 'wss://chat.example.com/xmpp-websocket';
/** A browser that starts on a busy machine takes a while. */
const PATIENCE = { timeout: 60_000, intervals: [100] };
/** The server in the sign-in form, which is within shadow trees. */
const SERVER = `(function find(root) {
  const field = root.querySelector('#server');
  if (field) return field.value;
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const found = shadowRoot && find(shadowRoot);
    if (found !== null && found !== undefined) return found;
  }
  return null;
})(document)`;
const SELF_HOST = ['--import', 'tsx', 'build/self-host.ts', '--built'];
const run = promisify(execFile);
const { version } = v.parse(v.object({ version: v.string() }), JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));

/** The folder that `npm run self-host` makes, on a web server of the organization. */
describe('the extension on an organization’s own web server', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const chromiumId = chromiumIdOf(publicKey);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    if (path === '/crm') return void response.setHeader('content-type', 'text/html').end('<title>CRM</title>');
    readFile(join(HOSTED, path)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  let folder: string;
  let address: string;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    folder = await mkdtemp(join(tmpdir(), 'backchannel-self-host-'));
    await writeFile(join(folder, 'key.pem'), privateKey);
    await run(process.execPath, [...SELF_HOST, '--key', join(folder, 'key.pem'), '--url', address, '--dock', new URL(address).origin], {
      cwd: ROOT,
    });
  });

  after(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is listed with its checksums', async () => {
    const lines = (await readFile(join(HOSTED, 'SHA256SUMS'), 'utf8')).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => line.slice(66)),
      [`backchannel-${version}.crx`, `backchannel-${version}.xpi`, 'updates.xml', 'updates.json'],
    );
    for (const line of lines) {
      assert.equal(
        createHash('sha256')
          .update(await readFile(join(HOSTED, line.slice(66))))
          .digest('hex'),
        line.slice(0, 64),
      );
    }
  });

  it('is installed in Chromium by policy, under the id of the organization’s key, with its policy and with the dock in pages of the origins that it was packed with', async () => {
    const { context, quit } = await startManagedChromium(join(folder, 'profile'), {
      ExtensionSettings: { [chromiumId]: { installation_mode: 'force_installed', update_url: `${address}updates.xml` } },
      '3rdparty': { extensions: { [chromiumId]: { policy: JSON.stringify({ service: SERVICE }) } } },
    });
    try {
      // The window that the extension opens when it is installed; Playwright doesn't show it here.
      const isItsPage = ({ url }: { readonly url: string }) => url === `chrome-extension://${chromiumId}/workspace.html`;
      await expect(async () => {
        const page = await evaluateInTarget(context, isItsPage);
        assert.equal(await page.evaluate(SERVER), SERVICE);
      }).toPass(PATIENCE);
      // The organization has packed it with this origin: its pages have the dock, and no agent was asked.
      const crm = await context.newPage();
      await crm.goto(`${address}crm`);
      const dock = await Dock.of(crm);
      await expect(async () => assert.ok((await dock.controls()).length > 0)).toPass(PATIENCE);
    } finally {
      await quit();
    }
  });

  it('is installed in Firefox ESR by policies.json, without Mozilla’s signature where a policy says so', async () => {
    const managed = await manageBrowser('firefox', {
      policies: {
        ExtensionSettings: { [FIREFOX_ID]: { installation_mode: 'force_installed', install_url: `${address}backchannel-${version}.xpi` } },
        Preferences: { 'xpinstall.signatures.required': { Value: false, Status: 'locked' } },
        '3rdparty': { Extensions: { [FIREFOX_ID]: { canUse: false } } },
      },
    });
    const browser = await launch({
      browser: 'firefox',
      executablePath: managed.executablePath,
      headless: true,
      args: ['--remote-allow-system-access'],
      // Updates by http: are refused otherwise, from this machine too.
      extraPrefsFirefox: { 'extensions.checkUpdateSecurity': false, 'intl.accept_languages': 'en-GB' },
    });
    try {
      const chrome = await FirefoxChrome.of(browser);
      await expect(async () =>
        assert.ok((await chrome.tabs()).some(({ title, isInFront }) => isInFront && title === 'Backchannel')),
      ).toPass(PATIENCE);
      await expect(async () => assert.ok((await chrome.controls()).some(({ name }) => name.startsWith(NOT_CONFIGURED)))).toPass(PATIENCE);
    } finally {
      await browser.close();
      await managed.remove();
    }
  });
});
