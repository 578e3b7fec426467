import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Document, type Element, parseXmlDocument } from 'slimdom';
import * as v from 'valibot';
import { chromiumIdOfKey, FIREFOX_ID } from '../../build/extension-id.ts';
import { policyFiles } from '../../build/policy/policy-files.ts';
import { policyReport } from '../../build/policy/policy-report.ts';
import { describedValues } from '../../build/policy/values.ts';
import { MANAGED, policyOf } from '../../src/extension/policy/policy-values.ts';

const ID = 'abcdefghijklmnopabcdefghijklmnop';
/** A text that each format has to escape. */
const VALUES = { canRelease: false, rejectionWords: 'In "2" minutes;C:\\ & <later>', allowedOrigins: ['https://crm.example.com'] };
const files = policyFiles({
  chromiumId: ID,
  firefoxId: FIREFOX_ID,
  address: 'https://extensions.example.com/b/',
  version: '1.2.3',
  values: VALUES,
});
const textOf = (path: string) => files.get(path) ?? assert.fail(`${path} is missing`);
const elements = (document: Document, name: string): Element[] => document.getElementsByTagName(name);
const attributes = (found: readonly Element[], name: string) => found.map((element) => element.getAttribute(name) ?? '');

/** What a property list has of a key: the text of the element after it. */
const plistText = (path: string, key: string) =>
  elements(parseXmlDocument(textOf(path)), 'key').find((element) => element.textContent === key)?.nextElementSibling?.textContent ?? '';

describe('the policy files', () => {
  it('give the extension the same policy in each format', () => {
    const chromium = v.parse(v.any(), JSON.parse(textOf('linux/chrome/backchannel.json')));
    const firefox = v.parse(v.any(), JSON.parse(textOf('firefox/policies.json')));
    const registry = /^"policy"="(.*)"$/m.exec(textOf('windows/edge.reg').replaceAll('\r', ''))?.[1] ?? '';
    const texts: readonly unknown[] = [
      chromium['3rdparty'].extensions[ID].policy,
      firefox.policies['3rdparty'].Extensions[FIREFOX_ID].policy,
      registry.replaceAll(/\\(.)/g, '$1'),
      plistText(`macos/com.google.Chrome.extensions.${ID}.plist`, 'policy'),
      plistText('macos/org.mozilla.firefox.plist', 'policy'),
    ];
    for (const policy of texts) assert.deepEqual(policyOf({ policy }), policyOf(VALUES));
  });

  it('install it from the organization’s own address, in each browser', () => {
    for (const id of ['chrome', 'chromium', 'edge']) {
      assert.match(textOf(`linux/${id}/backchannel.json`), new RegExp(`"${ID}": \\{\\s*"installation_mode": "force_installed"`));
      assert.match(textOf(`windows/${id}.reg`), /"update_url"="https:\/\/extensions\.example\.com\/b\/updates\.xml"/);
    }
    assert.match(textOf('windows/firefox.reg'), /"install_url"="https:\/\/extensions\.example\.com\/b\/backchannel-1\.2\.3\.xpi"/);
    assert.equal(plistText('macos/com.microsoft.Edge.plist', 'installation_mode'), 'force_installed');
  });

  it('name in the template for Windows each value that can be set, for each browser, with its words and its bounds', () => {
    const admx = parseXmlDocument(textOf('windows/backchannel.admx'));
    const adml = parseXmlDocument(textOf('windows/en-US/backchannel.adml'));
    for (const key of ['Google\\Chrome', 'Chromium', 'Microsoft\\Edge']) {
      const policies = elements(admx, 'policy').filter(
        (policy) => policy.getAttribute('key') === `Software\\Policies\\${key}\\3rdparty\\extensions\\${ID}\\policy`,
      );
      const named = policies.map(
        (policy) =>
          [policy, ...policy.getElementsByTagName('*')].map((element) => element.getAttribute('valueName')).find((name) => name !== null) ??
          '',
      );
      assert.deepEqual(named.sort(), ['policy', ...Object.keys(MANAGED)].sort(), key);
    }
    const strings = attributes(elements(adml, 'string'), 'id');
    const presentations = attributes(elements(adml, 'presentation'), 'id');
    assert.equal(new Set(strings).size, strings.length);
    for (const [, kind, id = ''] of textOf('windows/backchannel.admx').matchAll(/\$\((string|presentation)\.(\w+)\)/g))
      assert.ok((kind === 'string' ? strings : presentations).includes(id), id);
    assert.match(textOf('windows/backchannel.admx'), /valueName="lockAfterMinutes" minValue="0" maxValue="480"/);
    assert.match(textOf('windows/backchannel.admx'), /<string>high-contrast<\/string>/);
  });

  it('in deploy/policy are those that `npm run policy-files` makes', () => {
    const { key, version } = v.parse(v.object({ key: v.string(), version: v.string() }), {
      ...JSON.parse(readFileSync('manifest.json', 'utf8')),
      ...JSON.parse(readFileSync('package.json', 'utf8')),
    });
    const folder = 'deploy/policy';
    const made = policyFiles({
      chromiumId: chromiumIdOfKey(key),
      firefoxId: FIREFOX_ID,
      address: 'https://extensions.example.com/backchannel/',
      version,
      values: v.parse(v.record(v.string(), v.unknown()), JSON.parse(readFileSync(join(folder, 'values.json'), 'utf8'))),
    });
    const stored = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());
    assert.deepEqual(stored.filter((path) => path !== 'values.json').sort(), [...made.keys()]);
    for (const [path, text] of made) assert.equal(readFileSync(join(folder, path), 'utf8'), text, `${path}: run \`npm run policy-files\``);
  });
});

describe('what an administrator is told of a policy', () => {
  it('is each value that is set, with what it decides, and the names of the others', () => {
    const { text, isRight } = policyReport(JSON.stringify({ canRelease: false }));
    assert.ok(isRight);
    assert.match(text, /✔ canRelease = false\n {4}Whether the agent may end sessions\./);
    for (const { name } of describedValues()) assert.ok(text.includes(name), name);
    assert.match(text, /Nothing is wrong\.$/);
  });

  it('is what is wrong, by name', () => {
    const { text, isRight } = policyReport(JSON.stringify({ canUse: 'no', canCal: true, allowedOrigins: ['https://crm.example', '*'] }));
    assert.ok(!isRight);
    assert.match(text, /✖ canUse = "no"\n.*\n {4}It must be true or false, without quotation marks\. Until then it counts as false\./);
    assert.match(text, /✖ canCal: Backchannel knows no value of this name/);
    assert.match(text, /✖ allowedOrigins = .*\n.*\n {4}Entry 2:/);
    assert.match(text, /3 values are wrong\.$/);
  });

  it('comes from the files that browsers read, too', () => {
    for (const path of ['linux/chromium/backchannel.json', 'firefox/policies.json'])
      assert.match(policyReport(textOf(path)).text, /^For .*\n\n✔ allowedOrigins/, path);
  });

  it('is that a file isn’t JSON, where it isn’t', () => {
    assert.deepEqual(policyReport('{').isRight, false);
    assert.match(policyReport('{').text, /^This isn't JSON/);
  });
});
