import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { NO_POLICY } from '../../src/model/policy.ts';
import { MANAGED, policyOf } from '../../src/extension/policy-values.ts';

describe('an organisation’s policy', () => {
  it('decides nothing where nothing is set', () => {
    assert.deepEqual(policyOf({}), { ...NO_POLICY, service: undefined, contactService: undefined, contactSignIn: undefined, allowedOrigins: undefined, caseData: undefined, addressesHiddenFrom: undefined, guestHosts: undefined });
  });

  it('takes privileges, settings, server and origins', () => {
    const policy = policyOf({ canMake: false, canCall: false, addressesHiddenFrom: 'everybody', isTextOnDesktop: false, theme: 'dark', service: 'wss://chat.example/ws', allowedOrigins: ['https://crm.example'] });
    assert.deepEqual(policy.privileges, { canUse: true, canMake: false, canRelease: true, canCall: false });
    assert.equal(policy.addressesHiddenFrom, 'everybody');
    assert.deepEqual(policy.settings, { isTextOnDesktop: false, theme: 'dark' });
    assert.equal(policy.service, 'wss://chat.example/ws');
    assert.deepEqual(policy.allowedOrigins, ['https://crm.example']);
  });

  it('takes the hosts of guests as they are in addresses', () => {
    assert.deepEqual(policyOf({ guestHosts: ['Guest.Support.example'] }).guestHosts, ['guest.support.example']);
    assert.deepEqual(policyOf({ guestHosts: [] }).guestHosts, []);
    for (const guestHosts of ['guest.support.example', ['x@guest.support.example'], [''], [7]]) assert.equal(policyOf({ guestHosts }).guestHosts, undefined);
  });

  it('leaves out what is not valid, and holds the rest', () => {
    const policy = policyOf({ invitationTimeoutMs: 'long', notificationTimeoutMs: 5, theme: 'pink', service: 'http://chat.example', allowedOrigins: ['https://crm.example/'], isSoundOn: false, unknown: 1 });
    assert.deepEqual(policy.settings, { isSoundOn: false });
    assert.equal(policy.service, undefined);
    assert.equal(policy.allowedOrigins, undefined);
  });

  it('takes a contact service and its issuer that nothing crosses a network to in the clear', () => {
    const signIn = { issuer: 'https://id.example/realms/agents', clientId: 'backchannel' };
    const policy = policyOf({ contactService: 'https://contacts.example', contactSignIn: { ...signIn, scope: 'contacts' } });
    assert.equal(policy.contactService, 'https://contacts.example');
    assert.deepEqual(policy.contactSignIn, { ...signIn, scope: 'contacts' });
    for (const contactService of ['http://127.0.0.1:8090', 'http://localhost:8090', 'http://[::1]:8090']) assert.equal(policyOf({ contactService }).contactService, contactService);
    for (const address of ['http://contacts.example', 'contacts.example', 'javascript:alert(1)', 'https://user:pass@contacts.example', 'http://127.0.0.1.evil.example', 'https://contacts.example/#a', 7]) {
      const { contactService, contactSignIn } = policyOf({ contactService: address, contactSignIn: { ...signIn, issuer: address } });
      assert.deepEqual([contactService, contactSignIn], [undefined, undefined], String(address));
    }
    assert.equal(policyOf({ contactSignIn: { issuer: signIn.issuer } }).contactSignIn, undefined);
  });

  it('is described to Chromium value by value', async () => {
    const { properties } = JSON.parse(await readFile('src/extension/managed-schema.json', 'utf8')) as { properties: object };
    assert.deepEqual(Object.keys(properties).sort(), Object.keys(MANAGED).sort());
  });
});
