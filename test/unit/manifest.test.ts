import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { parseDocument } from 'yaml';
import { extensionManifest } from '../../build/extension-manifest.mjs';

const source = readFileSync('manifest.json', 'utf8');
const shape = v.looseObject({
  permissions: v.array(v.string()),
  optional_host_permissions: v.array(v.string()),
  host_permissions: v.optional(v.never()),
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

  for (const browser of ['chrome', 'firefox'] as const) {
    it(`has for ${browser} no permission for any page from the start, and asks for each`, () => {
      const { optional_host_permissions } = v.parse(shape, JSON.parse(extensionManifest(browser, source, '1.0.0')));
      assert.deepEqual(optional_host_permissions, ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*']);
    });
  }
});
