import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { namedOrigin } from '../src/extension/named-origin.ts';
import { crxOf, signingKey } from './crx.ts';
import { FIREFOX_ID } from './extension-id.ts';
import { folderZip } from './folder-zip.mjs';
import { buildProducts } from './products.mjs';
import { selfHostedManifest } from './self-hosted-manifest.ts';

/*
 * `npm run self-host`: makes dist/self-hosted, a folder that an organization's web server serves, and from which browsers install the extension by policy and
 * update it. docs/extension-rollout.md is the guide.
 */

const FOLDER = 'dist/self-hosted';
const HELP = `npm run self-host -- --key KEY.pem --url ADDRESS [--dock ORIGIN]... [--signed FILE.xpi] [--built]

  --key FILE     your RSA key, which decides the extension's id in Chromium: openssl genrsa -out KEY.pem 2048
  --url ADDRESS  where browsers will find the folder, such as https://extensions.example.com/backchannel/
  --dock ORIGIN  an origin whose pages have the dock without a press of the agent, such as https://crm.example.com
  --signed FILE  the add-on as Mozilla has signed it, in place of the unsigned one
  --built        packs the last build
`;

const chromeShape = v.looseObject({ version: v.string(), minimum_chrome_version: v.string() });
const firefoxShape = v.looseObject({
  browser_specific_settings: v.looseObject({ gecko: v.looseObject({ strict_min_version: v.string() }) }),
});
const { values } = parseArgs({
  options: {
    key: { type: 'string' },
    url: { type: 'string' },
    dock: { type: 'string', multiple: true, default: [] },
    signed: { type: 'string' },
    built: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

if (values.key && values.url && !values.help) await makeFolder(values.key, folderAddress(values.url));
else {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 1;
}

async function makeFolder(keyFile: string, address: URL): Promise<void> {
  const key = signingKey(await readFile(keyFile, 'utf8'));
  const dockOrigins = values.dock.map(dockOrigin);
  if (!values.built) await buildProducts(['extension']);
  const at = (name: string) => new URL(name, address).href;
  const manifestOf = (browser: 'chrome' | 'firefox') => readFile(`dist/${browser}/manifest.json`, 'utf8');
  const packed = async (browser: 'chrome' | 'firefox', updates: string) => {
    const own = { key: key.publicKey.toString('base64'), updates: at(updates), dockOrigins };
    return folderZip(`dist/${browser}`, { 'manifest.json': selfHostedManifest(browser, await manifestOf(browser), own) });
  };
  const { version, minimum_chrome_version: leastChrome } = v.parse(chromeShape, JSON.parse(await manifestOf('chrome')));
  const { strict_min_version: leastFirefox } = v.parse(firefoxShape, JSON.parse(await manifestOf('firefox'))).browser_specific_settings
    .gecko;
  const crx = { name: `backchannel-${version}.crx`, bytes: crxOf(await packed('chrome', 'updates.xml'), key) };
  const xpi = {
    name: `backchannel-${version}.xpi`,
    bytes: values.signed ? await readFile(values.signed) : await packed('firefox', 'updates.json'),
  };

  // Chromium's updater reads this (https://developer.chrome.com/docs/extensions/how-to/distribute/host-on-linux).
  const updatesXml = `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${key.chromiumId}">
    <updatecheck codebase="${at(crx.name)}" version="${version}" hash_sha256="${sha256(crx.bytes)}" prodversionmin="${leastChrome}" />
  </app>
</gupdate>
`;
  // Firefox reads this (https://extensionworkshop.com/documentation/manage/updating-your-extension/).
  const update = {
    version,
    update_link: at(xpi.name),
    update_hash: `sha256:${sha256(xpi.bytes)}`,
    applications: { gecko: { strict_min_version: leastFirefox } },
  };
  const updatesJson = `${JSON.stringify({ addons: { [FIREFOX_ID]: { updates: [update] } } }, null, 2)}\n`;

  const files = [
    crx,
    xpi,
    { name: 'updates.xml', bytes: Buffer.from(updatesXml) },
    { name: 'updates.json', bytes: Buffer.from(updatesJson) },
  ];
  const sums = files.map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`).join('');
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  for (const { name, bytes } of files) await writeFile(`${FOLDER}/${name}`, bytes);
  await writeFile(`${FOLDER}/SHA256SUMS`, sums);
  console.log(`${FOLDER}, for ${address.href}\n${sums}\nChromium's id: ${key.chromiumId}\nFirefox's id:  ${FIREFOX_ID}`);
  if (!values.signed)
    console.log(`${xpi.name} isn't signed: only Firefox ESR installs it, where a policy switches the check of signatures off.`);
}

function folderAddress(text: string): URL {
  const address = new URL(text.endsWith('/') ? text : `${text}/`);
  if (address.protocol !== 'https:' && address.hostname !== '127.0.0.1')
    throw new Error('Browsers take updates by https: only, or from this machine for a test.');
  return address;
}

function dockOrigin(text: string): string {
  const origin = namedOrigin(text);
  if (origin === undefined) throw new Error(`${text} is no origin such as https://crm.example.com.`);
  return origin;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
