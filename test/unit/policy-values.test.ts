import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { NO_POLICY } from '../../src/model/policy.ts';
import { MANAGED, policyOf } from '../../src/extension/policy-values.ts';

describe('an organisation’s policy', () => {
  it('decides nothing where nothing is set', () => {
    assert.deepEqual(policyOf({}), { ...NO_POLICY, service: undefined, allowedOrigins: undefined });
  });

  it('takes privileges, settings, server and origins', () => {
    const policy = policyOf({ canMake: false, isTextOnDesktop: false, theme: 'dark', service: 'wss://chat.example/ws', allowedOrigins: ['https://crm.example'] });
    assert.deepEqual(policy.privileges, { canUse: true, canMake: false, canRelease: true });
    assert.deepEqual(policy.settings, { isTextOnDesktop: false, theme: 'dark' });
    assert.equal(policy.service, 'wss://chat.example/ws');
    assert.deepEqual(policy.allowedOrigins, ['https://crm.example']);
  });

  it('leaves out what is not valid, and holds the rest', () => {
    const policy = policyOf({ invitationTimeoutMs: 'long', notificationTimeoutMs: 5, theme: 'pink', service: 'http://chat.example', allowedOrigins: ['https://crm.example/'], isSoundOn: false, unknown: 1 });
    assert.deepEqual(policy.settings, { isSoundOn: false });
    assert.equal(policy.service, undefined);
    assert.equal(policy.allowedOrigins, undefined);
  });

  it('is described to Chromium value by value', async () => {
    const { properties } = JSON.parse(await readFile('src/extension/managed-schema.json', 'utf8')) as { properties: object };
    assert.deepEqual(Object.keys(properties).sort(), Object.keys(MANAGED).sort());
  });
});
