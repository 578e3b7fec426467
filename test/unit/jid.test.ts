import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareJidOf, domainOf, isBareJid, logonOf } from '../../src/model/jid.ts';

test('an address has a logon, a domain, and perhaps a resource', () => {
  assert.equal(bareJidOf('Bob@Support.Example/Desk/1'), 'bob@support.example');
  assert.equal(logonOf('bob@support.example/Desk'), 'bob');
  assert.equal(domainOf('bob@support.example/Desk'), 'support.example');
  assert.equal(logonOf('support.example'), 'support.example');
});

test('a text that is no address is refused', () => {
  for (const good of ['bob@localhost', 'o.said+x@support.example', 'ü@bücher.example']) assert.ok(isBareJid(good), good);
  for (const bad of ['', 'bob', '@x', 'bob@', 'bob@x/desk', 'a b@x', 'a@b@c', '<b>@x', `${'x'.repeat(3071)}@y`])
    assert.ok(!isBareJid(bad), bad);
});
