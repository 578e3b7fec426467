import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { signInRequest } from '../../src/channel/contract/sign-in.ts';

describe('signing in', () => {
  it('keeps nobody signed in if the page or the form doesn’t say so', () => {
    assert.equal(v.parse(signInRequest, { jid: 'anna@support.example', password: 'secret' }).isKept, false);
    assert.equal(v.parse(signInRequest, { jid: 'anna@support.example', password: 'secret', isKept: true }).isKept, true);
  });

  it('takes the address as people write it', () => {
    assert.equal(v.parse(signInRequest, { jid: " d'Artagnan@support.example" }).jid, 'd\\27artagnan@support.example');
  });
});
