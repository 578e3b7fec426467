import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressIn } from '../../src/extension/sign-in/agent-address.ts';

const SETTINGS = { issuer: 'https://id.example', clientId: 'backchannel', domain: 'support.example' };

describe('the address of who has signed in at the issuer', () => {
  it('is the claim’s name in the organisation’s domain, or the claim itself if it is an address there', () => {
    assert.equal(addressIn({ preferred_username: 'Anna' }, SETTINGS), 'anna@support.example');
    assert.equal(addressIn({ preferred_username: 'anna@Support.Example' }, SETTINGS), 'anna@support.example');
    assert.equal(addressIn({ preferred_username: 'ben', upn: 'anna' }, { ...SETTINGS, claim: 'upn' }), 'anna@support.example');
    assert.equal(addressIn({ preferred_username: "d'artagnan" }, SETTINGS), 'd\\27artagnan@support.example');
  });

  it('is nobody’s if the claim is missing, is no name, or is of another domain', () => {
    for (const claim of [
      undefined,
      '',
      7,
      ['anna'],
      'anna@evil.example',
      'anna@support.example.evil.example',
      '@support.example',
      'anna@evil.example@support.example.',
    ])
      assert.equal(addressIn({ preferred_username: claim }, SETTINGS), undefined, String(claim));
  });
});
