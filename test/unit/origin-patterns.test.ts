import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allowedPatterns, isOriginAllowed, patternOf } from '../../src/extension/policy/origin-patterns.ts';

describe('patterns of origins', () => {
  it("names an origin's pages, with its port where the browser knows ports", () => {
    assert.equal(patternOf('https://crm.example', true), 'https://crm.example/*');
    assert.equal(patternOf('https://crm.example:8443', true), 'https://crm.example:8443/*');
    assert.equal(patternOf('https://crm.example:8443', false), 'https://crm.example/*');
    assert.equal(patternOf('http://[::1]:8080', true), 'http://[::1]:8080/*');
  });

  it('allows what a granted pattern matches, and nothing that looks like it', () => {
    const allowed = (origin: string, pattern: string) => isOriginAllowed(origin, [pattern], undefined);
    assert.ok(allowed('https://crm.example', 'https://crm.example/*'));
    assert.ok(allowed('https://crm.example:8443', 'https://crm.example/*'));
    assert.ok(allowed('https://crm.example:8443', 'https://crm.example:8443/*'));
    assert.ok(allowed('https://crm.example', 'https://crm.example:443/*'));
    assert.ok(allowed('http://[::1]:8080', 'http://[::1]:8080/*'));
    assert.ok(allowed('https://crm.example', 'https://*.crm.example/*'));
    assert.ok(allowed('https://eu.crm.example', '*://*.crm.example/*'));
    assert.ok(allowed('https://crm.example', 'https://*/*'));
    assert.ok(allowed('http://localhost:8088', '<all_urls>'));

    assert.ok(!allowed('http://crm.example', 'https://crm.example/*'));
    assert.ok(!allowed('https://crm.example:444', 'https://crm.example:443/*'));
    assert.ok(!allowed('https://evilcrm.example', 'https://*.crm.example/*'));
    assert.ok(!allowed('https://crm.example.evil.example', 'https://crm.example/*'));
    assert.ok(!allowed('https://crmxexample', 'https://crm.example/*'));
    for (const origin of ['null', '', 'file://', 'chrome-extension://abc', 'about:blank', 'https://'])
      assert.ok(!allowed(origin, '<all_urls>'), origin);
    for (const pattern of ['', 'https://', 'https://crm.example', '*', 'javascript:*', 'https://*crm.example/*'])
      assert.ok(!allowed('https://crm.example', pattern), pattern);
  });

  it('is narrowed by the policy, which grants nothing itself', () => {
    const granted = ['https://*/*'];
    assert.ok(isOriginAllowed('https://crm.example', granted, ['https://crm.example']));
    assert.ok(!isOriginAllowed('https://other.example', granted, ['https://crm.example']));
    assert.ok(!isOriginAllowed('https://crm.example:8443', granted, ['https://crm.example']));
    assert.ok(!isOriginAllowed('https://crm.example', [], ['https://crm.example']));
    assert.ok(!isOriginAllowed('https://crm.example', granted, []));
  });

  it('gives the patterns that are left, in one order', () => {
    assert.deepEqual(allowedPatterns(['https://b.example/*', 'https://a.example/*', 'chrome://favicon/*'], undefined, true), [
      'https://a.example/*',
      'https://b.example/*',
    ]);
    assert.deepEqual(allowedPatterns(['https://*/*'], ['https://crm.example:8443', 'http://crm.example'], true), [
      'https://crm.example:8443/*',
    ]);
    assert.deepEqual(allowedPatterns(['https://*/*'], ['https://crm.example:8443', 'https://crm.example'], false), [
      'https://crm.example/*',
    ]);
    assert.deepEqual(allowedPatterns([], ['https://crm.example'], true), []);
  });
});
