import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { safeAddress, saysAddress } from '../../src/model/text/link-address.ts';

describe('A link', () => {
  for (const href of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc',
    'https://bank.example@evil.example/',
    'https://a:b@evil.example/',
    'http://',
    'x',
    `https://a.example/${'x'.repeat(3_000)}`,
  ])
    test(`does not open "${href.slice(0, 60)}"`, () => assert.equal(safeAddress(href), undefined));

  for (const text of [
    'https://a.example/x',
    'www.a.example',
    'A.example?x=1',
    'https://a.example/straße/日本',
    'bob@a.example',
    'mailto:bob@a.example',
  ]) {
    test(`may be written "${text}"`, () => {
      const address = safeAddress(/^\w+:/.test(text) ? text : text.includes('@') ? `mailto:${text}` : `https://${text}`);
      assert.ok(address && saysAddress(text, address));
    });
  }

  for (const text of [
    'https://аpple.com',
    'https://müller.de',
    'http://0x7f.1/',
    'https://a。example',
    'https://a.example/\u202Egpj.exe',
    'https://a.example/\u200Bx',
    'http:/\\a.example',
    'https://a.example/x/../y',
  ]) {
    test(`isn't shown as "${text}" if it leads to another address or by another scheme`, () => {
      const address = safeAddress(text);
      assert.ok(address && !saysAddress(text, address));
      assert.match(address, /^[\x21-\x7E]+$/);
    });
  }
});
