import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareJidOf, domainOf, escapeLocal, isBareJid } from '../../src/model/jid.ts';
import { logonOf } from '../../src/model/logon.ts';

test('an address has a logon, a domain, and perhaps a resource', () => {
  assert.equal(bareJidOf('Bob@Support.Example/Desk/1'), 'bob@support.example');
  assert.equal(logonOf('bob@support.example/Desk'), 'bob');
  assert.equal(domainOf('bob@support.example/Desk'), 'support.example');
  assert.equal(logonOf('support.example'), 'support.example');
});

test('a local part is shown, and may be typed, with the characters that its escapes stand for (XEP-0106)', () => {
  for (const [local, shown] of [
    ['d\\27artagnan', "d'artagnan"],
    ['space\\20cadet', 'space cadet'],
    ['call\\20me\\20\\22ishmael\\22', 'call me "ishmael"'],
    ['at\\26t\\20guy', 'at&t guy'],
    ['\\2f.fanboy', '/.fanboy'],
    ['\\3a\\3afoo\\3a\\3a', '::foo::'],
    ['\\3cfoo\\3e', '<foo>'],
    ['user\\40host', 'user@host'],
    ['treeville', 'treeville'],
    ['back\\slash', 'back\\slash'],
  ] as const) {
    assert.equal(logonOf(`${local}@x`), shown);
    assert.equal(escapeLocal(`${shown}@x`), `${local}@x`);
    assert.equal(escapeLocal(`${local}@x`), `${local}@x`);
    assert.ok(isBareJid(`${local}@x`));
  }
  assert.equal(logonOf('c\\5c20d@x'), 'c\\20d');
  assert.equal(logonOf('a\\202Eb@x'), 'a 2eb');
});

test('a text that is no address is refused', () => {
  for (const good of ['bob@localhost', 'o.said+x@support.example', 'ü@bücher.example']) assert.ok(isBareJid(good), good);
  for (const bad of ['', 'bob', '@x', 'bob@', 'bob@x/desk', 'a b@x', 'a@b@c', '<b>@x', `${'x'.repeat(3071)}@y`])
    assert.ok(!isBareJid(bad), bad);
});
