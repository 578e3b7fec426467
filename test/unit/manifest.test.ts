import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { parseDocument } from 'yaml';
import { FIREFOX_ID } from '../../build/extension-id.ts';
import { extensionManifest } from '../../build/extension-manifest.mjs';

const source = readFileSync('manifest.json', 'utf8');
const shape = v.looseObject({
  permissions: v.array(v.string()),
  optional_host_permissions: v.array(v.string()),
  host_permissions: v.optional(v.never()),
});

const geckoShape = v.looseObject({
  browser_specific_settings: v.strictObject({
    gecko: v.looseObject({ id: v.string(), data_collection_permissions: v.object({ required: v.array(v.string()) }) }),
  }),
});

describe('the manifest', () => {
  it('names no key twice, because a JSON parser would take one of the two without a word', () => {
    // JSON is also YAML, whose parser reports doubles.
    const { errors } = parseDocument(source, { uniqueKeys: true });
    assert.deepEqual(
      errors.map(({ message }) => message),
      [],
    );
  });

  it('suggests no key that types a character: on a Mac, Option does', () => {
    const suggested = v.record(v.string(), v.object({ suggested_key: v.object({ default: v.string(), mac: v.string() }) }));
    const { commands } = v.parse(v.looseObject({ commands: suggested }), JSON.parse(source));
    const keys = Object.values(commands).map(({ suggested_key }) => suggested_key);
    assert.ok(keys.length > 0);
    for (const { default: key, mac } of keys) {
      assert.doesNotMatch(mac, /Alt/);
      assert.doesNotMatch(key, /Ctrl\+Alt/);
    }
  });

  it('has each of its texts in every language', () => {
    const named = [...source.matchAll(/__MSG_(\w+)__/g)].map(([, name = '']) => name).sort();
    assert.ok(named.length > 2);
    for (const language of readdirSync('src/extension/_locales')) {
      const texts: unknown = JSON.parse(readFileSync(`src/extension/_locales/${language}/messages.json`, 'utf8'));
      assert.deepEqual(Object.keys(v.parse(v.record(v.string(), v.object({ message: v.string() })), texts)).sort(), named, language);
    }
    const { commands } = v.parse(
      v.looseObject({ commands: v.record(v.string(), v.object({ description: v.optional(v.string()) })) }),
      JSON.parse(source),
    );
    for (const { description = '__MSG_' } of Object.values(commands)) assert.match(description, /^__MSG_/);
  });

  it('says in Firefox what is sent to the organization’s servers', () => {
    const { browser_specific_settings: settings } = v.parse(geckoShape, JSON.parse(extensionManifest('firefox', source, '1.0.0')));
    assert.equal(settings.gecko.id, FIREFOX_ID);
    // What docs/permissions.md explains.
    const explained = [...readFileSync('docs/permissions.md', 'utf8').matchAll(/^\| `(\w+)` \| yes \|/gm)].map(([, name]) => name);
    assert.deepEqual(settings.gecko.data_collection_permissions.required, explained);
    assert.ok(explained.length > 0);
  });

  for (const browser of ['chrome', 'firefox'] as const) {
    it(`has for ${browser} no permission for any page from the start, and asks for each`, () => {
      const { optional_host_permissions } = v.parse(shape, JSON.parse(extensionManifest(browser, source, '1.0.0')));
      assert.deepEqual(optional_host_permissions, ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*']);
    });
  }
});
